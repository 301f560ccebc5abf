#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/query/like_pattern.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// One attribute of a document held against the values that a query names. Not thread-safe.
class DocumentCriterion {
 public:
  virtual ~DocumentCriterion() = default;

  // Whether no document that exists can meet it, for example for a code nobody registered.
  virtual bool never_holds() const = 0;

  // `filter_key` is the key of `row`. Returns kDataLoss when the row names what does not exist.
  virtual absl::StatusOr<bool> Holds(absl::string_view filter_key,
                                     const storage::v1::DocumentFilterRow& row) = 0;
};

// Criteria over codes, authors and reference ids. Each Add... adds one, unless it is given nothing
// to compare with, which does not restrict. Not thread-safe.
class DocumentCriteria {
 public:
  // Names an attribute of the row by its accessor.
  using Code = uint32_t (storage::v1::DocumentFilterRow::*)() const;
  using CodeList =
      const google::protobuf::RepeatedField<uint32_t>& (storage::v1::DocumentFilterRow::*)() const;

  // `store` is where the criteria look up terms and entries; it must outlive them.
  explicit DocumentCriteria(const platform::KvReader* store) : store_(store) {}

  // The attribute is any of these CodeTermText()s.
  void AddCode(Code attribute, const std::vector<std::string>& any_of);
  // The attribute has at least one code of every group.
  void AddCodeList(CodeList attribute, const std::vector<std::vector<std::string>>& groups);
  // The XCN text of an author's person fits any of these.
  void AddAuthors(std::vector<LikePattern> any_of);
  // The document has at least one reference id of every group, by its CXi text.
  void AddReferenceIds(const std::vector<std::vector<std::string>>& groups);

  // Adds those of `others`, which looked terms up in the same store.
  void Append(DocumentCriteria others);

  // The first failure of the store while terms were looked up.
  const absl::Status& status() const { return status_; }

  bool one_never_holds() const;

  absl::StatusOr<bool> AllHold(absl::string_view filter_key,
                               const storage::v1::DocumentFilterRow& row) const;
  absl::StatusOr<bool> AnyHolds(absl::string_view filter_key,
                                const storage::v1::DocumentFilterRow& row) const;

 private:
  // Numbers of the terms that exist, sorted.
  std::vector<uint32_t> TermsOf(const std::vector<std::string>& texts);

  const platform::KvReader* store_;
  absl::Status status_;
  std::vector<std::unique_ptr<DocumentCriterion>> criteria_;
};

}  // namespace docshare::registry
