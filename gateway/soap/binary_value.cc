#include "gateway/soap/binary_value.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gateway/mtom/base64_source.h"
#include "gateway/soap/soap_names.h"
#include "platform/stream/memory_source.h"

namespace docshare::gateway {
namespace {

absl::Status Refusal(const XmlNode& element, absl::string_view rule) {
  return absl::InvalidArgumentError(
      absl::StrCat("line ", element.line(), ": ", element.name().substr(0, 200), ": ", rule));
}

// A Base64Source with the text it reads.
class TextDecoder : public platform::ByteSource {
 public:
  explicit TextDecoder(absl::string_view base64) : text_(base64), decoded_(&text_) {}

  absl::StatusOr<absl::string_view> Read() override { return decoded_.Read(); }

 private:
  platform::MemorySource text_;
  Base64Source decoded_;
};

}  // namespace

absl::StatusOr<BinaryValue> ReadBinaryValue(const XmlNode& element) {
  BinaryValue value;
  for (const XmlNode child : element.children()) {
    if (!child.Is(kXopNamespace, "Include")) {
      return Refusal(element, "an element other than xop:Include in binary content");
    }
    if (value.attachment) return Refusal(element, "more than one xop:Include");
    const absl::optional<absl::string_view> href = child.FindAttribute("href");
    if (!href) return Refusal(element, "xop:Include without href");
    absl::StatusOr<ContentId> id = ContentId::FromCidUrl(*href);
    if (!id.ok()) return Refusal(element, id.status().message());
    value.attachment = *std::move(id);
  }
  if (!value.attachment) {
    value.base64 = element.text();
  } else if (!absl::StripAsciiWhitespace(element.text()).empty()) {
    return Refusal(element, "text beside xop:Include");
  }
  return value;
}

std::unique_ptr<platform::ByteSource> DecodeBase64(absl::string_view base64) {
  return std::make_unique<TextDecoder>(base64);
}

}  // namespace docshare::gateway
