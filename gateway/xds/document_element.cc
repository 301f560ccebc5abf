#include "gateway/xds/document_element.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "domain/text/quoted_value.h"

namespace docshare::gateway {
namespace {

absl::Status Fault(const XmlNode& element, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("line ", element.line(), ": ", what));
}

// Percent signs of a URL undone; what is no escape stays as it is.
std::string PercentDecoded(absl::string_view url) {
  std::string plain;
  for (size_t i = 0; i < url.size(); ++i) {
    if (url[i] == '%' && i + 2 < url.size() && absl::ascii_isxdigit(url[i + 1]) &&
        absl::ascii_isxdigit(url[i + 2])) {
      plain += absl::HexStringToBytes(url.substr(i + 1, 2));
      i += 2;
    } else {
      plain += url[i];
    }
  }
  return plain;
}

}  // namespace

absl::StatusOr<DocumentElement> ReadDocumentElement(const XmlNode& element) {
  DocumentElement document;
  bool has_include = false;
  for (const XmlNode child : element.children()) {
    if (!child.Is(kXopNamespace, "Include")) {
      return Fault(child, absl::StrCat("a document has no element ", Quote(child.name())));
    }
    if (has_include) return Fault(child, "a document has one xop:Include");
    has_include = true;
    absl::string_view url = child.Attribute("href");
    if (!absl::StartsWithIgnoreCase(url, "cid:") || url.size() == 4) {
      return Fault(child, absl::StrCat("xop:Include/@href is a cid: URL, not ", Quote(url)));
    }
    document.content_id = PercentDecoded(url.substr(4));
  }
  if (!has_include) {
    document.base64 = element.text();
  } else if (!absl::StripAsciiWhitespace(element.text()).empty()) {
    return Fault(element, "a document is in its element or in an attachment, not both");
  }
  return document;
}

}  // namespace docshare::gateway
