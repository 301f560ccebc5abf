#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare::repository {

// What is true of the whole database. Two rows that are fixed, and one that may be there:
//
//   0x01 | "repository_unique_id"   the OID as text
//   0x01 | "schema_version"         u32, big-endian
//   0x01 | "scrub_position"         unique id of the document that was verified last
enum class MetaRow { kRepositoryUniqueId, kSchemaVersion, kScrubPosition };

std::string EncodeMetaKey(MetaRow row);

// Returns kDataLoss for bytes that EncodeMetaKey() cannot have written.
absl::StatusOr<MetaRow> DecodeMetaKey(absl::string_view bytes);

std::string EncodeSchemaVersion(uint32_t version);

// Returns kDataLoss unless `bytes` are four.
absl::StatusOr<uint32_t> DecodeSchemaVersion(absl::string_view bytes);

}  // namespace docshare::repository
