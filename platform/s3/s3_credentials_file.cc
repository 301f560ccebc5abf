#include "platform/s3/s3_credentials_file.h"

#include <sys/stat.h>

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "docshare/config/v1/s3.pb.h"
#include "platform/config/text_config.h"

namespace docshare::platform {

absl::StatusOr<S3Credentials> ReadS3Credentials(const std::string& path) {
  struct stat info = {};
  if (stat(path.c_str(), &info) != 0) {
    return absl::InvalidArgumentError(absl::ErrnoToStatus(errno, path).message());
  }
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        path, ": others than its owner may use these credentials; run `chmod 600 ", path, "`"));
  }
  config::v1::S3Credentials read;
  if (absl::Status status = ReadTextConfig(path, &read, ConfigText::kSecret); !status.ok())
    return status;
  if (read.access_key_id().empty() || read.secret_access_key().empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": access_key_id and secret_access_key are needed"));
  }
  S3Credentials credentials;
  credentials.access_key_id = read.access_key_id();
  credentials.secret_access_key = read.secret_access_key();
  return credentials;
}

}  // namespace docshare::platform
