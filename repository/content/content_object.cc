#include "repository/content/content_object.h"

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace docshare::repository {

using platform::S3Client;
using platform::S3Upload;

std::string ObjectKey(absl::string_view prefix, const ContentId& id) {
  return absl::StrCat(prefix, id.ToHex());
}

absl::Status ObjectError(const ContentId& id, const absl::Status& status) {
  const absl::Status error = BucketError(status);
  return absl::Status(error.code(), absl::StrCat("content ", id.ToHex(), ": ", error.message()));
}

absl::Status BucketError(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
      return status;
    default:
      return absl::InternalError(status.message());
  }
}

absl::Status AbortUploads(S3Client* client, absl::string_view key,
                          absl::string_view kept_upload_id) {
  const absl::StatusOr<std::vector<S3Upload>> uploads = client->ListMultipartUploads(key);
  if (!uploads.ok()) return uploads.status();
  for (const S3Upload& upload : *uploads) {
    // The list is of all keys that begin so.
    if (upload.key != key || upload.upload_id == kept_upload_id) continue;
    absl::Status aborted = client->AbortMultipartUpload(key, upload.upload_id);
    if (!aborted.ok()) return aborted;
  }
  return absl::OkStatus();
}

absl::Status RemoveObject(S3Client* client, absl::string_view key) {
  // The uploads first: one that is completed meanwhile becomes the object.
  absl::Status aborted = AbortUploads(client, key, "");
  if (!aborted.ok()) return aborted;
  return client->DeleteObject(key);
}

}  // namespace docshare::repository
