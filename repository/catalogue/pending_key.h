#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare::repository {

// Names one provided submission inside this repository: the first half of its ContentDigest(), so
// that a repeated call finds what an earlier one left pending; or 16 random bytes, when another
// call has the same submission at hand.
using SubmissionKey = std::array<uint8_t, 16>;

// Key of the row of a submission whose fate the registry decides.
//
//   0x03 | submission key (16 B)
//
// The value is a storage.v1.PendingSubmission. Scanned when the repository starts.
std::string EncodePendingKey(const SubmissionKey& submission);

// Returns kDataLoss for bytes that EncodePendingKey() cannot have written.
absl::StatusOr<SubmissionKey> DecodePendingKey(absl::string_view bytes);

// All pending keys are in [FirstPendingKey(), PendingKeysEnd()).
std::string FirstPendingKey();
std::string PendingKeysEnd();

}  // namespace docshare::repository
