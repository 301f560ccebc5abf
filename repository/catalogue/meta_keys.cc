#include "repository/catalogue/meta_keys.h"

#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "repository/catalogue/key_space.h"

namespace docshare::repository {
namespace {

constexpr char kSpace = static_cast<char>(KeySpace::kMeta);

absl::string_view NameOf(MetaRow row) {
  switch (row) {
    case MetaRow::kRepositoryUniqueId:
      return "repository_unique_id";
    case MetaRow::kSchemaVersion:
      return "schema_version";
    case MetaRow::kScrubPosition:
      return "scrub_position";
  }
  std::abort();
}

}  // namespace

std::string EncodeMetaKey(MetaRow row) {
  return absl::StrCat(absl::string_view(&kSpace, 1), NameOf(row));
}

absl::StatusOr<MetaRow> DecodeMetaKey(absl::string_view bytes) {
  for (MetaRow row :
       {MetaRow::kRepositoryUniqueId, MetaRow::kSchemaVersion, MetaRow::kScrubPosition}) {
    if (bytes == EncodeMetaKey(row)) return row;
  }
  return absl::DataLossError("not the key of a row about the database");
}

std::string EncodeSchemaVersion(uint32_t version) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(version >> shift));
  return bytes;
}

absl::StatusOr<uint32_t> DecodeSchemaVersion(absl::string_view bytes) {
  if (bytes.size() != 4) return absl::DataLossError("the schema version is not four bytes");
  uint32_t version = 0;
  for (char byte : bytes) version = version << 8 | static_cast<uint8_t>(byte);
  return version;
}

}  // namespace docshare::repository
