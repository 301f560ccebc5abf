#include "platform/s3/s3_xml.h"

#include <expat.h>

#include <memory>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace docshare::platform {
namespace {

constexpr size_t kMaxBytes = 4 << 20;
constexpr size_t kMaxElements = 32768;
constexpr size_t kMaxDepth = 16;
// Expat puts it between namespace and name.
constexpr char kNamespaceSeparator = '\n';

struct FreeParser {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using OwnedParser = std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser>;

struct Reading {
  XML_Parser parser = nullptr;
  // The open elements, the root first.
  std::vector<S3Element> open;
  S3Element root;
  size_t elements = 0;
  const char* refusal = nullptr;

  void Refuse(const char* reason) {
    refusal = reason;
    XML_StopParser(parser, XML_FALSE);
  }

  // Expat still makes some calls after it was stopped: each asks first.
  void Start(absl::string_view name) {
    if (refusal != nullptr) return;
    if (++elements > kMaxElements) return Refuse("too many elements");
    if (open.size() == kMaxDepth) return Refuse("elements nested too deep");
    const size_t separator = name.find(kNamespaceSeparator);
    if (separator != absl::string_view::npos) name.remove_prefix(separator + 1);
    open.push_back({.name = std::string(name), .text = {}, .children = {}});
  }

  void Text(absl::string_view text) {
    if (refusal == nullptr && !open.empty()) absl::StrAppend(&open.back().text, text);
  }

  void End() {
    if (refusal != nullptr) return;
    S3Element closed = std::move(open.back());
    open.pop_back();
    if (open.empty()) {
      root = std::move(closed);
    } else {
      open.back().children.push_back(std::move(closed));
    }
  }
};

absl::Status Bad(absl::string_view reason) {
  return absl::InternalError(absl::StrCat("the S3 server's answer is not understood: ", reason));
}

}  // namespace

absl::string_view S3Element::ChildText(absl::string_view child) const {
  for (const S3Element& element : children) {
    if (element.name == child) return element.text;
  }
  return "";
}

absl::StatusOr<S3Element> ParseS3Xml(absl::string_view bytes) {
  if (bytes.size() > kMaxBytes) return Bad("too large");
  const OwnedParser parser(XML_ParserCreateNS(nullptr, kNamespaceSeparator));
  if (parser == nullptr) return absl::ResourceExhaustedError("no memory for an XML parser");
  Reading reading;
  reading.parser = parser.get();
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(
      parser.get(),
      [](void* state, const char* name, const char**) {
        static_cast<Reading*>(state)->Start(name);
      },
      [](void* state, const char*) { static_cast<Reading*>(state)->End(); });
  XML_SetCharacterDataHandler(parser.get(), [](void* state, const char* text, int size) {
    static_cast<Reading*>(state)->Text(absl::string_view(text, static_cast<size_t>(size)));
  });
  XML_SetStartDoctypeDeclHandler(parser.get(),
                                 [](void* state, const char*, const char*, const char*, int) {
                                   static_cast<Reading*>(state)->Refuse("it has a document type");
                                 });
  const XML_Status parsed =
      XML_Parse(parser.get(), bytes.data(), static_cast<int>(bytes.size()), XML_TRUE);
  if (reading.refusal != nullptr) return Bad(reading.refusal);
  if (parsed != XML_STATUS_OK) return Bad(XML_ErrorString(XML_GetErrorCode(parser.get())));
  return std::move(reading.root);
}

std::string S3XmlEscape(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"\r", "&#13;"}});
}

}  // namespace docshare::platform
