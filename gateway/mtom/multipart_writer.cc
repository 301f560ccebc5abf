#include "gateway/mtom/multipart_writer.h"

#include <array>
#include <cstdint>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace docshare::gateway {

std::string UuidText(platform::UuidSource& uuids) {
  const std::array<uint8_t, 16> bytes = uuids.Next();
  const std::string hex = absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  const absl::string_view digits = hex;
  return absl::StrCat(digits.substr(0, 8), "-", digits.substr(8, 4), "-", digits.substr(12, 4), "-",
                      digits.substr(16, 4), "-", digits.substr(20));
}

MultipartWriter::MultipartWriter(platform::ByteSink* sink, platform::UuidSource* uuids)
    : sink_(sink), boundary_(absl::StrCat("docshare-", UuidText(*uuids))) {}

absl::Status MultipartWriter::BeginPart(absl::string_view content_type, const ContentId& id) {
  std::string head = absl::StrCat(is_first_ ? "" : "\r\n", "--", boundary_, "\r\n");
  is_first_ = false;
  if (!content_type.empty()) absl::StrAppend(&head, "Content-Type: ", content_type, "\r\n");
  absl::StrAppend(&head, "Content-Transfer-Encoding: binary\r\nContent-ID: ", id.ToHeader(),
                  "\r\n\r\n");
  return sink_->Write(head);
}

absl::Status MultipartWriter::Finish() {
  return sink_->Write(absl::StrCat("\r\n--", boundary_, "--\r\n"));
}

}  // namespace docshare::gateway
