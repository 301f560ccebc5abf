#pragma once

#include <compare>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare {

// An ISO object identifier in dotted form, for example "2.16.578.1.12.4.1.4.1".
//
// Source: ITI TF-3:4.2.3.1.7 (OID): digits and dots, no leading zeros, at most 64 characters.
class Oid {
 public:
  // Returns kInvalidArgument for anything else, also for a single arc.
  static absl::StatusOr<Oid> Parse(absl::string_view text);

  const std::string& ToString() const { return text_; }

  friend bool operator==(const Oid&, const Oid&) = default;
  // Order of the texts.
  friend auto operator<=>(const Oid&, const Oid&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const Oid& oid) {
    return H::combine(std::move(h), oid.text_);
  }

 private:
  explicit Oid(absl::string_view text) : text_(text) {}

  std::string text_;
};

}  // namespace docshare
