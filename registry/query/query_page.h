#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/identifier.pb.h"
#include "docshare/registry/v1/stored_query.pb.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_store.h"
#include "registry/index/row.h"
#include "registry/query/page_token.h"
#include "registry/query/parameter_reader.h"
#include "registry/query/reply_writer.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// One page of a stored query: the state it is read from, where it begins, and the reply while it is
// written. A page is full when it has page_size objects, or about 2 MiB; so much memory, and one
// object more, is what a query needs.
//
// Replies have the same field numbers everywhere, see FindDocumentsResponse and GetAllResponse.
// Not thread-safe.
class QueryPage {
 public:
  // What GetDocuments, which is older than the other queries, has otherwise.
  struct Form {
    // Field numbers of the reply.
    uint32_t next_page_token = 3;
    uint32_t commit_position = 4;
    // For a page_size of 0.
    uint32_t default_page_size = 100;
  };

  // Takes a snapshot of `store` and reads the parameters of paging, whose faults go to `read`.
  // Returns kUnavailable, which invites a retry, when the store is behind min_commit_position.
  template <typename Request>
  static absl::StatusOr<QueryPage> Open(const Request& request, const RegistryStore& store,
                                        ParameterReader& read, Form form) {
    absl::Status ready = CheckStateIsNewEnough(request.min_commit_position(), store);
    if (!ready.ok()) return ready;
    QueryPage page(store, form);
    page.identity_ = IdentityOf(request);
    if constexpr (requires { request.patient_ids(); }) {
      page.patients_.assign(request.patient_ids().begin(), request.patient_ids().end());
    } else if constexpr (requires { request.patient_id(); }) {
      page.patients_.push_back(request.patient_id());
    }
    page.Start(request.return_type(), request.page_size(), request.page_token(), read);
    return page;
  }

  template <typename Request>
  static absl::StatusOr<QueryPage> Open(const Request& request, const RegistryStore& store,
                                        ParameterReader& read) {
    return Open(request, store, read, Form{});
  }

  // Lives as long as the page.
  const platform::KvReader& snapshot() const { return *snapshot_; }

  // What ContinueAfter() was told on the page before; empty on the first page.
  const std::string& resume_after() const { return resume_after_; }

  // Whether whole objects are asked for rather than references.
  bool wants_objects() const { return wants_objects_; }

  // Whether another object has to wait for the next page.
  bool full() const;

  // Add one object: what RETURN_TYPE_OBJECT_REF asks for, and what RETURN_TYPE_LEAF_CLASS does.
  void AddReference(const EntryUuid& uuid);
  void AddObject(storage::v1::ObjectKind kind, absl::string_view bytes);

  // Says that there is more, and where: after `position`, in whatever form the query understands.
  void ContinueAfter(absl::string_view position);

  // The wire form of the reply. Afterwards the page is of no use.
  std::string Finish();

 private:
  QueryPage(const RegistryStore& store, Form form);

  static absl::Status CheckStateIsNewEnough(uint64_t min_commit_position,
                                            const RegistryStore& store);

  // What a page token belongs to: the query and every parameter that decides its answer.
  template <typename Request>
  static std::string IdentityOf(Request request) {
    request.clear_page_size();
    request.clear_page_token();
    request.clear_min_commit_position();
    return absl::StrCat(request.GetTypeName(), "\n", EncodeRow(request));
  }

  // Tokens of this query for the patients it names, as they stand in the snapshot: when a patient
  // is merged, or objects come to stand elsewhere among the others, a token of before serves no
  // more. Only queries of more than one page pay for it.
  PageToken Token() const;

  void Start(v1::ReturnType return_type, uint32_t page_size, const std::string& page_token,
             ParameterReader& read);

  // The position is read before the snapshot is taken, so the snapshot contains it.
  uint64_t commit_position_;
  std::shared_ptr<const platform::KvReader> snapshot_;
  const std::string cursor_key_;
  Form form_;
  std::string identity_;
  std::vector<metadata::v1::PatientIdentifier> patients_;
  std::string resume_after_;
  bool wants_objects_ = false;
  uint32_t page_size_ = 0;
  uint32_t objects_ = 0;
  ReplyWriter reply_;
};

}  // namespace docshare::registry
