#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare {

// The registry's name for an object: 16 bytes, in the order in which they are printed.
//
// Source: ITI TF-3:4.1.12.3, ITI TF-3:4.2.3.2.6 (entryUUID).
class EntryUuid {
 public:
  using Bytes = std::array<uint8_t, 16>;

  // Accepts "urn:uuid:" and the RFC 4122 form in lower-case hexadecimal, nothing else.
  // Returns kInvalidArgument for any other text.
  static absl::StatusOr<EntryUuid> Parse(absl::string_view urn);

  static EntryUuid FromBytes(const Bytes& bytes) { return EntryUuid(bytes); }

  // The UUID that replaces a symbolic id: the same arguments always give the same version 4 UUID,
  // pseudo-random by SHA-256, so that a repeated submission gets the same ids. The first half comes
  // of the submission alone: the rows of its objects are neighbours in every index by UUID.
  // Our own choice; the standard asks for a UUID only.
  static EntryUuid Derive(absl::string_view submission_unique_id, absl::string_view symbolic_id);

  // The form Parse() accepts, 45 characters.
  std::string ToString() const;

  const Bytes& bytes() const { return bytes_; }

  friend bool operator==(const EntryUuid&, const EntryUuid&) = default;
  friend auto operator<=>(const EntryUuid&, const EntryUuid&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const EntryUuid& id) {
    return H::combine(std::move(h), id.bytes_);
  }

 private:
  explicit EntryUuid(const Bytes& bytes) : bytes_(bytes) {}

  Bytes bytes_;
};

// Whether `id` is a name that is valid inside one submission only: not empty, and not starting
// with "urn:uuid:". Source: ITI TF-3:4.1.12.3.
bool IsSymbolicId(absl::string_view id);

}  // namespace docshare
