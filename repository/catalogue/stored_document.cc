#include "repository/catalogue/stored_document.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/status/status.h"

namespace docshare::repository {
namespace {

template <size_t kSize>
std::string ToBytes(const std::array<uint8_t, kSize>& digest) {
  return std::string(digest.begin(), digest.end());
}

// False unless there are exactly that many bytes.
template <size_t kSize>
bool FromBytes(const std::string& bytes, std::array<uint8_t, kSize>& digest) {
  if (bytes.size() != kSize) return false;
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return true;
}

}  // namespace

storage::v1::DocumentRow ToRow(const StoredDocument& document) {
  storage::v1::DocumentRow row;
  row.set_unique_id(document.unique_id.ToString());
  row.set_content_id(std::string(document.content.id.bytes()));
  row.set_size(document.content.size_bytes);
  row.set_sha1(ToBytes(document.content.sha1));
  row.set_sha256(ToBytes(document.content.sha256));
  row.set_mime_type(document.mime_type);
  row.set_class_code(document.class_code);
  return row;
}

absl::StatusOr<StoredDocument> FromRow(const storage::v1::DocumentRow& row) {
  absl::StatusOr<UniqueId> unique_id = UniqueId::Parse(row.unique_id());
  // The reasons would quote what is there.
  if (!unique_id.ok()) return absl::DataLossError("the row of a document has no unique id");
  absl::StatusOr<ContentId> content_id = ContentId::FromBytes(row.content_id());
  if (!content_id.ok()) return absl::DataLossError("the row of a document has no content id");
  StoredContent content{.id = *content_id, .size_bytes = row.size()};
  if (!FromBytes(row.sha1(), content.sha1) || !FromBytes(row.sha256(), content.sha256)) {
    return absl::DataLossError("the row of a document has a digest of the wrong length");
  }
  return StoredDocument{*std::move(unique_id), content, row.mime_type(), row.class_code()};
}

std::string EncodeDocumentRow(const StoredDocument& document) {
  return ToRow(document).SerializeAsString();
}

absl::StatusOr<StoredDocument> DecodeDocumentRow(absl::string_view bytes) {
  storage::v1::DocumentRow row;
  if (!row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError("the row of a document is no DocumentRow");
  }
  return FromRow(row);
}

}  // namespace docshare::repository
