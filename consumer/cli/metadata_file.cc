#include "consumer/cli/metadata_file.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "absl/strings/str_cat.h"

namespace docshare::consumer {
namespace {

using docshare::registry::v1::RegisterDocumentSetRequest;

absl::StatusOr<std::string> ReadText(const std::string& path) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"),
                                                       &std::fclose);
  std::string text;
  char buffer[64 * 1024];
  size_t size = 0;
  while (file != nullptr && text.size() <= kMaxMetadataFileBytes &&
         (size = std::fread(buffer, 1, sizeof buffer, file.get())) > 0) {
    text.append(buffer, size);
  }
  if (file == nullptr || std::ferror(file.get()) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot read ", path, ": ", std::strerror(errno)));
  }
  if (text.size() > kMaxMetadataFileBytes) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " is longer than ", kMaxMetadataFileBytes, " bytes"));
  }
  return text;
}

absl::Status FromJson(const std::string& path, const std::string& text,
                      google::protobuf::Message* message) {
  google::protobuf::util::Status status =
      google::protobuf::util::JsonStringToMessage(text, message);
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(path, ": ", std::string(status.message().data(), status.message().size())));
}

}  // namespace

absl::StatusOr<RegisterDocumentSetRequest> ReadMetadataFile(const std::string& path) {
  absl::StatusOr<std::string> text = ReadText(path);
  if (!text.ok()) return text.status();
  google::protobuf::Struct any;
  absl::Status status = FromJson(path, *text, &any);
  if (!status.ok()) return status;
  RegisterDocumentSetRequest request;
  const auto& fields = any.fields();
  const bool is_submission =
      fields.contains("submissionSet") || fields.contains("submission_set") ||
      fields.contains("documentEntries") || fields.contains("document_entries") ||
      fields.contains("associations") || fields.contains("folders");
  status = FromJson(path, *text,
                    is_submission ? static_cast<google::protobuf::Message*>(&request)
                                  : request.add_document_entries());
  if (!status.ok()) return status;
  return request;
}

}  // namespace docshare::consumer
