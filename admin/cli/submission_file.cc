#include "admin/cli/submission_file.h"

#include <cerrno>
#include <fstream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "consumer/cli/metadata_file.h"
#include "domain/ebrim/submit_objects.h"

namespace docshare::admin {
namespace {

// Of a file that begins with a byte order mark, too.
bool LooksLikeXml(absl::string_view bytes) {
  const size_t first = bytes.find_first_not_of("\xef\xbb\xbf \t\r\n");
  return first != absl::string_view::npos && bytes[first] == '<';
}

absl::StatusOr<std::string> ReadBytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return absl::FailedPreconditionError(
        absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", path)).message());
  }
  std::string bytes(consumer::kMaxMetadataFileBytes + 1, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<size_t>(file.gcount()));
  if (file.bad()) return absl::FailedPreconditionError(absl::StrCat("cannot read ", path));
  if (bytes.size() > consumer::kMaxMetadataFileBytes) {
    return absl::FailedPreconditionError(absl::StrCat(path, " has more than 64 MiB"));
  }
  return bytes;
}

}  // namespace

absl::StatusOr<SubmissionFile> ReadSubmissionFile(const std::string& path) {
  absl::StatusOr<std::string> bytes = ReadBytes(path);
  if (!bytes.ok()) return bytes.status();
  SubmissionFile file;
  if (!LooksLikeXml(*bytes)) {
    auto submission = consumer::ReadMetadataFile(path);
    if (!submission.ok()) return submission.status();
    file.submission = *std::move(submission);
    return file;
  }
  auto read = ReadSubmitObjectsRequest(*bytes);
  if (!read.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", read.status().message()));
  }
  file.submission = std::move(read->request);
  file.faults = read->faults.list();
  return file;
}

}  // namespace docshare::admin
