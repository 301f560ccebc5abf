#include "repository/content/content_row.h"

#include <xxhash.h>

#include <cassert>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "repository/content/little_endian.h"

namespace docshare::repository {
namespace {

constexpr char kVersion = 1;
constexpr size_t kHeadBytes = 62;
constexpr size_t kChecksumBytes = 8;

uint64_t ChecksumOf(const ContentId& id, absl::string_view bytes) {
  const uint64_t seed = XXH3_64bits(id.bytes().data(), id.bytes().size());
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

absl::Status Damaged(const ContentId& id, absl::string_view what) {
  return absl::DataLossError(absl::StrCat("content ", id.ToHex(), ": its row ", what));
}

}  // namespace

std::string EncodeContentRow(const ContentRow& row) {
  const StoredContent& content = row.content;
  assert(row.bytes.size() == (row.place == ContentPlace::kRow ? content.size_bytes : 0));
  std::string value;
  value.reserve(kHeadBytes + row.bytes.size() + kChecksumBytes);
  value.push_back(kVersion);
  value.push_back(static_cast<char>(row.place));
  AppendLittleEndian(content.size_bytes, 8, &value);
  value.append(content.sha1.begin(), content.sha1.end());
  value.append(content.sha256.begin(), content.sha256.end());
  value.append(row.bytes.data(), row.bytes.size());
  AppendLittleEndian(ChecksumOf(content.id, value), kChecksumBytes, &value);
  return value;
}

absl::StatusOr<ContentRow> DecodeContentRow(const ContentId& id, absl::string_view value) {
  if (value.size() < kHeadBytes + kChecksumBytes) return Damaged(id, "is too short");
  const absl::string_view covered = value.substr(0, value.size() - kChecksumBytes);
  if (ReadLittleEndian(value.substr(covered.size())) != ChecksumOf(id, covered)) {
    return Damaged(id, "fails its checksum");
  }
  if (value[0] != kVersion) return Damaged(id, "has an unknown version");
  ContentRow row = {.content = {.id = id},
                    .place = static_cast<ContentPlace>(value[1]),
                    .bytes = covered.substr(kHeadBytes)};
  row.content.size_bytes = ReadLittleEndian(value.substr(2, 8));
  std::memcpy(row.content.sha1.data(), value.data() + 10, row.content.sha1.size());
  std::memcpy(row.content.sha256.data(), value.data() + 30, row.content.sha256.size());
  const bool in_row = row.place == ContentPlace::kRow;
  if (!in_row && row.place != ContentPlace::kFile) return Damaged(id, "has an unknown place");
  if (row.bytes.size() != (in_row ? row.content.size_bytes : 0)) {
    return Damaged(id, "has a wrong size");
  }
  return row;
}

}  // namespace docshare::repository
