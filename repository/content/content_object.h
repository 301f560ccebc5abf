#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "platform/s3/s3_client.h"
#include "repository/content/content_id.h"

namespace docshare::repository {

// The S3 object of a content: the prefix, then the id in 32 hex digits.
std::string ObjectKey(absl::string_view prefix, const ContentId& id);

// What an S3 call returned, for callers who know nothing of S3: names the content, and says
// kInternal for what is wrong with the keys, the bucket or the server.
absl::Status ObjectError(const ContentId& id, const absl::Status& status);

// The same for what is about no content.
absl::Status BucketError(const absl::Status& status);

// Aborts all uploads of exactly that key but the one named `kept_upload_id`; empty for none. An
// upload that was completed may still be listed and would take the object's parts with it: not for
// an object that is there and is to stay.
absl::Status AbortUploads(platform::S3Client* client, absl::string_view key,
                          absl::string_view kept_upload_id);

// Aborts the uploads and deletes the object; no error when nothing is there.
absl::Status RemoveObject(platform::S3Client* client, absl::string_view key);

}  // namespace docshare::repository
