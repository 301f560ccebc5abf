#include "platform/config/text_config.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/text_format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "absl/strings/str_cat.h"

namespace docshare::platform {
namespace {

// Keeps the first error: later ones are often its consequences.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  FirstError(absl::string_view name, ConfigText kind) : name_(name), kind_(kind) {}

  // Lines and columns come counted from 0; -1 stands for no position.
  void AddError(int line, int column, const std::string& what) override {
    if (!status_.ok()) return;
    // The parser quotes what it found.
    const std::string message =
        kind_ == ConfigText::kPublic ? what : "not as protobuf text format wants it (quotes?)";
    status_ = line < 0 ? absl::InvalidArgumentError(absl::StrCat(name_, ": ", message))
                       : absl::InvalidArgumentError(
                             absl::StrCat(name_, ":", line + 1, ":", column + 1, ": ", message));
  }

  const absl::Status& status() const { return status_; }

 private:
  const std::string name_;
  const ConfigText kind_;
  absl::Status status_;
};

absl::Status ErrnoStatus(const std::string& path, int error_number) {
  std::string message = absl::StrCat("cannot read ", path, ": ", std::strerror(error_number));
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(message);
    case EACCES:
    case EPERM:
      return absl::PermissionDeniedError(message);
    default:
      return absl::UnavailableError(message);
  }
}

}  // namespace

absl::Status ReadTextConfig(const std::string& path, google::protobuf::Message* config,
                            ConfigText kind) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"),
                                                       &std::fclose);
  if (file == nullptr) return ErrnoStatus(path, errno);
  std::string text(kMaxConfigBytes + 1, '\0');
  errno = 0;
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  if (std::ferror(file.get()) != 0) return ErrnoStatus(path, errno);
  if (text.size() > kMaxConfigBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": longer than ", kMaxConfigBytes, " bytes; is this the right file?"));
  }
  return ParseTextConfig(path, text, config, kind);
}

absl::Status ParseTextConfig(absl::string_view name, absl::string_view text,
                             google::protobuf::Message* config, ConfigText kind) {
  FirstError error(name, kind);
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  google::protobuf::io::ArrayInputStream input(text.data(), static_cast<int>(text.size()));
  if (parser.Parse(&input, config)) return absl::OkStatus();
  if (!error.status().ok()) return error.status();
  return absl::InvalidArgumentError(absl::StrCat(name, ": not protobuf text format"));
}

}  // namespace docshare::platform
