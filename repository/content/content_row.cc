#include "repository/content/content_row.h"

#include <cassert>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "repository/content/little_endian.h"

namespace docshare::repository {
namespace {

constexpr char kVersion = 2;
constexpr size_t kHeadBytes = 62;

absl::Status Damaged(const ContentId& id, absl::string_view what) {
  return absl::DataLossError(absl::StrCat("content ", id.ToHex(), ": its row ", what));
}

}  // namespace

std::string SealContentRow(const ContentRow& row, ContentCipher& cipher) {
  const StoredContent& content = row.content;
  assert(row.bytes.size() == (row.place == ContentPlace::kRow ? content.size_bytes : 0));
  std::string value;
  value.reserve(kHeadBytes + row.bytes.size() + ContentCipher::kTagBytes);
  value.push_back(kVersion);
  value.push_back(static_cast<char>(row.place));
  AppendLittleEndian(content.size_bytes, 8, &value);
  value.append(content.sha1.begin(), content.sha1.end());
  value.append(content.sha256.begin(), content.sha256.end());
  value.resize(kHeadBytes + row.bytes.size() + ContentCipher::kTagBytes);
  cipher.Seal(ContentCipher::kRow, absl::string_view(value).substr(0, kHeadBytes), row.bytes,
              value.data() + kHeadBytes);
  return value;
}

absl::StatusOr<ContentRow> OpenContentRow(std::string& value, ContentCipher& cipher) {
  const ContentId& id = cipher.id();
  if (value.size() < kHeadBytes + ContentCipher::kTagBytes) return Damaged(id, "is too short");
  if (value[0] != kVersion) return Damaged(id, "has an unknown version");
  const absl::string_view sealed = absl::string_view(value).substr(kHeadBytes);
  if (!cipher
           .Open(ContentCipher::kRow, absl::string_view(value).substr(0, kHeadBytes), sealed,
                 value.data() + kHeadBytes)
           .ok()) {
    return Damaged(id, "is damaged");
  }
  ContentRow row = {.content = {.id = id},
                    .place = static_cast<ContentPlace>(value[1]),
                    .bytes = sealed.substr(0, sealed.size() - ContentCipher::kTagBytes)};
  row.content.size_bytes = ReadLittleEndian(absl::string_view(value).substr(2, 8));
  std::memcpy(row.content.sha1.data(), value.data() + 10, row.content.sha1.size());
  std::memcpy(row.content.sha256.data(), value.data() + 30, row.content.sha256.size());
  const bool in_row = row.place == ContentPlace::kRow;
  if (!in_row && row.place != ContentPlace::kFile && row.place != ContentPlace::kObject) {
    return Damaged(id, "has an unknown place");
  }
  if (row.bytes.size() != (in_row ? row.content.size_bytes : 0)) {
    return Damaged(id, "has a wrong size");
  }
  return row;
}

}  // namespace docshare::repository
