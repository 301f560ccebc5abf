#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "platform/s3/s3_xml.h"

namespace docshare::platform {
namespace {

std::string Write(const S3Element& element) {
  std::string text = absl::StrCat("<", element.name, ">", S3XmlEscape(element.text));
  for (const S3Element& child : element.children) absl::StrAppend(&text, Write(child));
  return absl::StrCat(text, "</", element.name, ">");
}

}  // namespace
}  // namespace docshare::platform

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto root = docshare::platform::ParseS3Xml(bytes);
  if (!root.ok()) return 0;
  // What is read and written is read again. The second text may be past the size limit.
  const std::string written = docshare::platform::Write(*root);
  const auto again = docshare::platform::ParseS3Xml(written);
  if (written.size() < (1 << 20) && (!again.ok() || docshare::platform::Write(*again) != written)) {
    std::abort();
  }
  return 0;
}
