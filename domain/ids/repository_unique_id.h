#pragma once

#include <compare>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/ids/oid.h"

namespace docshare {

// The name of a Document Repository, an OID.
//
// Source: ITI TF-3:4.2.3.2.18 (repositoryUniqueId).
class RepositoryUniqueId {
 public:
  // Returns kInvalidArgument for a text that is not an OID.
  static absl::StatusOr<RepositoryUniqueId> Parse(absl::string_view text);

  explicit RepositoryUniqueId(Oid oid) : oid_(std::move(oid)) {}

  const Oid& oid() const { return oid_; }
  const std::string& ToString() const { return oid_.ToString(); }

  friend bool operator==(const RepositoryUniqueId&, const RepositoryUniqueId&) = default;
  friend auto operator<=>(const RepositoryUniqueId&, const RepositoryUniqueId&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const RepositoryUniqueId& id) {
    return H::combine(std::move(h), id.oid_);
  }

 private:
  Oid oid_;
};

}  // namespace docshare
