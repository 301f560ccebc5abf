#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// Settings and counters of the database as a whole.
//
//   01 | name as text   ->   decimal number, or text
//
//   schema_version    kSchemaVersion, written when the database is made
//   community         homeCommunityId, written when the database is made
//   cursor_key        32 random bytes that authenticate page tokens
//   commit_position   position of the last command applied
//   next_patient      next internal patient number
//   next_term         next term number
inline constexpr absl::string_view kMetaSchemaVersion = "schema_version";
inline constexpr absl::string_view kMetaCommunity = "community";
inline constexpr absl::string_view kMetaCursorKey = "cursor_key";
inline constexpr absl::string_view kMetaCommitPosition = "commit_position";
inline constexpr absl::string_view kMetaNextPatient = "next_patient";
inline constexpr absl::string_view kMetaNextTerm = "next_term";

std::string MetaKey(absl::string_view name);

// The counter, or `absent` when it was never written. Returns kDataLoss for a value that is not a
// decimal number.
absl::StatusOr<uint64_t> ReadCounter(const platform::KvReader& store, absl::string_view name,
                                     uint64_t absent);

void WriteCounter(absl::string_view name, uint64_t value, platform::KvBatch& batch);

}  // namespace docshare::registry
