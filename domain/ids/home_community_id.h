#pragma once

#include <compare>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/ids/oid.h"

namespace docshare {

// The name of a community, written "urn:oid:" and an OID.
//
// Source: ITI TF-3:4.2.3.2.12 (homeCommunityId).
class HomeCommunityId {
 public:
  // Returns kInvalidArgument for a text without the prefix or without an OID behind it.
  static absl::StatusOr<HomeCommunityId> Parse(absl::string_view urn);

  explicit HomeCommunityId(Oid oid) : oid_(std::move(oid)) {}

  const Oid& oid() const { return oid_; }
  // With the prefix.
  std::string ToString() const;

  friend bool operator==(const HomeCommunityId&, const HomeCommunityId&) = default;
  friend auto operator<=>(const HomeCommunityId&, const HomeCommunityId&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const HomeCommunityId& id) {
    return H::combine(std::move(h), id.oid_);
  }

 private:
  Oid oid_;
};

}  // namespace docshare
