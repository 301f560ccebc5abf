#include "consumer/publish/media_type.h"

#include <magic.h>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/xml/strict_xml.h"

namespace docshare::consumer {
namespace {

constexpr char kUnknown[] = "application/octet-stream";
constexpr char kXml[] = "text/xml";

// Stops at the root element and remembers whether it is one of XML rather than of a web page.
class RootHandler : public XmlHandler {
 public:
  absl::StatusOr<XmlNext> OnStart(const XmlElement& element) override {
    is_xml = !absl::EqualsIgnoreCase(element.name, "html");
    return XmlNext::kStop;
  }
  absl::Status OnText(absl::string_view) override { return absl::OkStatus(); }
  absl::Status OnEnd() override { return absl::OkStatus(); }

  bool is_xml = false;
};

// libmagic takes XML for text or HTML where it has no XML declaration.
bool StartsWithAnElement(absl::string_view head) {
  RootHandler handler;
  StrictXmlParser parser(XmlLimits{}, &handler);
  // An error only says that this is not XML.
  return parser.Feed(head).ok() && handler.is_xml;
}

}  // namespace

void MediaTypeDetector::Closer::operator()(magic_set* cookie) const { magic_close(cookie); }

MediaTypeDetector::MediaTypeDetector(magic_set* cookie) : cookie_(cookie) {}
MediaTypeDetector::MediaTypeDetector(MediaTypeDetector&&) noexcept = default;
MediaTypeDetector& MediaTypeDetector::operator=(MediaTypeDetector&&) noexcept = default;
MediaTypeDetector::~MediaTypeDetector() = default;

absl::StatusOr<MediaTypeDetector> MediaTypeDetector::Open(const std::string& database) {
  MediaTypeDetector detector(magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR));
  if (detector.cookie_ == nullptr) return absl::UnavailableError("libmagic cannot be started");
  if (magic_load(detector.cookie_.get(), database.empty() ? nullptr : database.c_str()) != 0) {
    return absl::UnavailableError(
        absl::StrCat("the rules of libmagic: ", magic_error(detector.cookie_.get())));
  }
  return detector;
}

absl::StatusOr<std::string> MediaTypeDetector::Detect(absl::string_view head) const {
  head = head.substr(0, kHeadBytes);
  if (head.empty()) return kUnknown;
  const char* found = magic_buffer(cookie_.get(), head.data(), head.size());
  if (found == nullptr) {
    return absl::InternalError(absl::StrCat("libmagic: ", magic_error(cookie_.get())));
  }
  const absl::string_view type(found);
  const bool is_text = absl::StartsWith(type, "text/");
  if (type == kXml || type == "application/xml") return kXml;
  if ((is_text || type == kUnknown) && StartsWithAnElement(head)) return kXml;
  // Prose can look like a programming language.
  if (absl::StartsWith(type, "text/x-")) return "text/plain";
  return std::string(type);
}

}  // namespace docshare::consumer
