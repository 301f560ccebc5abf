#include "platform/s3/s3_error.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "platform/s3/s3_xml.h"

namespace docshare::platform {
namespace {

constexpr size_t kMaxCodeBytes = 64;

absl::string_view HintFor(absl::string_view code) {
  if (code == "RequestTimeTooSkewed") return "check this machine's clock";
  if (code == "InvalidAccessKeyId") return "check the access key id";
  if (code == "SignatureDoesNotMatch") return "check the secret access key and the region";
  return "check the access keys, the clock, and that they may read, write, list and delete in "
         "the bucket";
}

}  // namespace

std::string S3ErrorCode(absl::string_view body) {
  const absl::StatusOr<S3Element> root = ParseS3Xml(body);
  if (!root.ok() || root->name != "Error") return "";
  const absl::string_view code = root->ChildText("Code");
  // It goes into messages and logs.
  const bool plain = std::all_of(code.begin(), code.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_';
  });
  return plain && code.size() <= kMaxCodeBytes ? std::string(code) : "";
}

bool IsPassingS3Error(int http_status, absl::string_view code) {
  switch (http_status) {
    case 408:
    case 425:
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
      return true;
    case 400:
      // The body arrived late, in part or changed.
      return code == "RequestTimeout" || code == "IncompleteBody" || code == "BadDigest" ||
             code == "XAmzContentSHA256Mismatch";
    case 409:
      return code == "OperationAborted";
    default:
      return false;
  }
}

absl::Status S3ErrorStatus(int http_status, absl::string_view code) {
  const std::string what =
      absl::StrCat("the S3 server answered ", http_status, code.empty() ? "" : " ", code);
  if (IsPassingS3Error(http_status, code)) return absl::UnavailableError(what);
  if (http_status == 507 || code == "QuotaExceeded" || code == "XMinioStorageFull") {
    return absl::ResourceExhaustedError(
        absl::StrCat(what, ": the quota or the storage is used up"));
  }
  if (code == "NoSuchBucket") {
    return absl::FailedPreconditionError(
        absl::StrCat(what, ": make the bucket or correct its name"));
  }
  if (code == "AuthorizationHeaderMalformed" || http_status / 100 == 3) {
    return absl::FailedPreconditionError(
        absl::StrCat(what, ": check the endpoint and the region of the bucket"));
  }
  switch (http_status) {
    case 401:
    case 403:
      return absl::PermissionDeniedError(absl::StrCat(what, ": ", HintFor(code)));
    case 404:
      return absl::NotFoundError(what);
    case 416:
      return absl::OutOfRangeError(what);
    default:
      return absl::InternalError(what);
  }
}

}  // namespace docshare::platform
