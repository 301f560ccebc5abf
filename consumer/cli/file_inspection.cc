#include "consumer/cli/file_inspection.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "consumer/cli/next_step.h"
#include "consumer/publish/cda_header.h"
#include "consumer/publish/entry_from_cda.h"

namespace docshare::consumer {
namespace {

absl::Status ReadError(const std::string& path, absl::string_view reason) {
  return absl::FailedPreconditionError(absl::StrCat("cannot read ", path, ": ", reason));
}

absl::StatusOr<std::string> ReadHead(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string head(MediaTypeDetector::kHeadBytes, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  if (!file.is_open() || file.bad()) return ReadError(path, std::strerror(errno));
  head.resize(static_cast<size_t>(file.gcount()));
  return head;
}

absl::Status ReadCda(InspectedFile& inspected) {
  std::ifstream file(inspected.path, std::ios::binary);
  absl::StatusOr<CdaHeader> header = ReadCdaHeader(file);
  if (absl::IsNotFound(header.status())) return absl::OkStatus();  // Other XML.
  if (absl::IsInvalidArgument(header.status())) {
    return WithNextStep(
        absl::InvalidArgumentError(absl::StrCat(inspected.path, ": ", header.status().message())),
        "Correct the document, or publish it with --no-cda, which does not look into it.");
  }
  if (!header.ok()) return ReadError(inspected.path, header.status().message());
  EntryFromCdaResult result = EntryFromCda(*header, inspected.mime_type);
  inspected.cda = std::move(result.entry);
  inspected.notes = std::move(result.notes);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<InspectedFile> InspectFile(const std::string& path,
                                          const MediaTypeDetector& detector, bool read_cda) {
  struct stat status;
  if (::stat(path.c_str(), &status) != 0) return ReadError(path, std::strerror(errno));
  if (!S_ISREG(status.st_mode)) return ReadError(path, "it is not a plain file");
  InspectedFile inspected;
  inspected.path = path;
  inspected.size_bytes = static_cast<uint64_t>(status.st_size);
  inspected.modified = absl::TimeFromTimespec(status.st_mtim);
  absl::StatusOr<std::string> head = ReadHead(path);
  if (!head.ok()) return head.status();
  absl::StatusOr<std::string> mime_type = detector.Detect(*head);
  if (!mime_type.ok()) return mime_type.status();
  inspected.mime_type = *std::move(mime_type);
  if (read_cda && inspected.mime_type == "text/xml") {
    absl::Status cda = ReadCda(inspected);
    if (!cda.ok()) return cda;
  }
  return inspected;
}

}  // namespace docshare::consumer
