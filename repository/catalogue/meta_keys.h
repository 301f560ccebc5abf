#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare::repository {

// What is fixed for the whole database. Two rows:
//
//   0x01 | "repository_unique_id"   the OID as text
//   0x01 | "schema_version"         u32, big-endian
enum class MetaRow { kRepositoryUniqueId, kSchemaVersion };

std::string EncodeMetaKey(MetaRow row);

// Returns kDataLoss for bytes that EncodeMetaKey() cannot have written.
absl::StatusOr<MetaRow> DecodeMetaKey(absl::string_view bytes);

std::string EncodeSchemaVersion(uint32_t version);

// Returns kDataLoss unless `bytes` are four.
absl::StatusOr<uint32_t> DecodeSchemaVersion(absl::string_view bytes);

}  // namespace docshare::repository
