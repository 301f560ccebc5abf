#pragma once

#include <compare>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare {

// The creator's global name of a document: an opaque text of 1 to 256 Unicode characters without
// control characters, compared exactly, case-sensitively, without trimming.
//
// The unique id of a SubmissionSet or Folder is narrower: see Oid.
// Source: ITI TF-3:4.2.3.2.26 (uniqueId); the length is the schema's LongName.
class UniqueId {
 public:
  // Returns kInvalidArgument for anything else, also for invalid UTF-8.
  static absl::StatusOr<UniqueId> Parse(absl::string_view text);

  const std::string& ToString() const { return text_; }

  friend bool operator==(const UniqueId&, const UniqueId&) = default;
  // Order of the bytes.
  friend auto operator<=>(const UniqueId&, const UniqueId&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const UniqueId& id) {
    return H::combine(std::move(h), id.text_);
  }

 private:
  explicit UniqueId(absl::string_view text) : text_(text) {}

  std::string text_;
};

}  // namespace docshare
