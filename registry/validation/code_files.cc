#include "registry/validation/code_files.h"

#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "domain/codes/code_form.h"

namespace docshare::registry {
namespace {

absl::StatusOr<std::string> ReadBytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes;
  // One more than allowed, so that a longer file is known.
  bytes.resize(kMaxCodeFileBytes + 1);
  if (file) file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  // A folder can be opened and not read.
  if (!file.eof() && file.fail()) {
    return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  }
  bytes.resize(static_cast<size_t>(file.gcount()));
  if (bytes.size() > kMaxCodeFileBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": more than ", kMaxCodeFileBytes, " bytes"));
  }
  return bytes;
}

}  // namespace

absl::StatusOr<std::vector<CodeFile>> ReadCodeFiles(
    const google::protobuf::RepeatedPtrField<config::v1::CodeFile>& files) {
  std::vector<CodeFile> read;
  for (const config::v1::CodeFile& file : files) {
    absl::StatusOr<std::string> bytes = ReadBytes(file.path());
    if (!bytes.ok()) return bytes.status();
    CodeFile code_file{file.path(), *std::move(bytes), {}, file.code_suffix()};
    for (const std::string& name : file.attributes()) {
      const absl::optional<CodedAttribute> attribute = ParseCodedAttribute(name);
      if (attribute) code_file.attributes.push_back(*attribute);
    }
    read.push_back(std::move(code_file));
  }
  return read;
}

}  // namespace docshare::registry
