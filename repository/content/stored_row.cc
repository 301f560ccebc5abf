#include "repository/content/stored_row.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "repository/content/content_keys.h"

namespace docshare::repository {

absl::StatusOr<StoredRow> ReadStoredRow(const platform::KvReader& kv, const DocumentKeys& keys,
                                        const ContentId& id) {
  absl::StatusOr<absl::optional<std::string>> found = kv.Get(ContentKey(id));
  if (!found.ok()) {
    return absl::Status(found.status().code(),
                        absl::StrCat("content ", id.ToHex(), ": ", found.status().message()));
  }
  if (!found->has_value()) {
    return absl::NotFoundError(absl::StrCat("there is no content ", id.ToHex()));
  }
  absl::StatusOr<std::unique_ptr<ContentCipher>> cipher = keys.CipherOf(id);
  if (!cipher.ok()) return cipher.status();
  auto value = std::make_unique<std::string>(**std::move(found));
  absl::StatusOr<ContentRow> row = OpenContentRow(*value, **cipher);
  if (!row.ok()) return row.status();
  return StoredRow{*std::move(cipher), std::move(value), *std::move(row)};
}

bool IsDocumentInRow(const DocumentKeys& keys, const ContentId& id, std::string& value) {
  const absl::StatusOr<std::unique_ptr<ContentCipher>> cipher = keys.CipherOf(id);
  if (!cipher.ok()) return false;
  const absl::StatusOr<ContentRow> row = OpenContentRow(value, **cipher);
  return row.ok() && row->place == ContentPlace::kRow;
}

}  // namespace docshare::repository
