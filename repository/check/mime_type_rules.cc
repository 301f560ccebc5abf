#include "repository/check/mime_type_rules.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "repository/check/document_start.h"

namespace docshare::repository {
namespace {

bool StartsAsOffice(absl::string_view head) {
  return StartsAsZip(head) || StartsAsOleStorage(head);
}

// The first rule that matches counts. A format whose every document begins with a signature is
// refused without it, also where libmagic knows nothing. A text is refused only when libmagic is
// sure that it is something else: it may be in any character set.
const std::vector<MimeTypeRule>& Rules() {
  static const auto* const kRules = new std::vector<MimeTypeRule>{
      // Scans, letters, forms; XDS-SD.
      {"application/pdf", {"application/pdf"}, StartsAsPdf},
      // Images, key object selections, structured reports.
      {"application/dicom", {"application/dicom"}, StartsAsDicom},
      {"image/jpeg", {"image/jpeg"}},
      {"image/jpg", {"image/jpeg"}},
      {"image/pjpeg", {"image/jpeg"}},
      {"image/png", {"image/png"}},
      {"image/gif", {"image/gif"}},
      {"image/bmp", {"image/bmp", "image/x-ms-bmp"}},
      {"image/jp2", {"image/jp2", "image/jpx", "image/jpm"}},
      {"image/webp", {"image/webp"}},
      {"image/tiff", {"image/tiff"}, StartsAsTiff},
      // Office documents are ZIP archives; libmagic names only some of them as more than that.
      {"application/zip", {}, StartsAsZip},
      {"application/x-zip-compressed", {}, StartsAsZip},
      {"*+zip", {}, StartsAsZip},
      {"application/vnd.oasis.opendocument.*", {}, StartsAsZip},
      {"application/vnd.openxmlformats-officedocument.*", {}, StartsAsOffice},
      {"application/rtf", {"application/rtf"}, StartsAsRtf},
      {"text/rtf", {"application/rtf"}, StartsAsRtf},
      // Web pages are often declared as XHTML and are none. They are text anyhow.
      {"application/xhtml+xml",
       {"text/*", "application/json", "application/octet-stream"},
       IsPlainText},
      // CDA, FHIR, HL7 v3, XDW. libmagic takes XML without a declaration for text or HTML, so it is
      // not asked.
      {"text/xml", {}, StartsAsXml},
      {"application/xml", {}, StartsAsXml},
      {"application/xml+fhir", {}, StartsAsXml},
      {"*+xml", {}, StartsAsXml},
      // FHIR. libmagic knows JSON only when all of it is there.
      {"application/json", {}, StartsAsJson},
      {"application/json+fhir", {}, StartsAsJson},
      {"text/json", {}, StartsAsJson},
      {"*+json", {}, StartsAsJson},
      // Any text is good as any other: HTML and XML have no start that all of them have, and prose
      // can look like a programming language.
      {"text/*", {"text/*", "application/json", "application/octet-stream"}, IsPlainText},
  };
  return *kRules;
}

bool Matches(absl::string_view pattern, absl::string_view type) {
  if (absl::ConsumePrefix(&pattern, "*")) return absl::EndsWith(type, pattern);
  if (absl::ConsumeSuffix(&pattern, "*")) return absl::StartsWith(type, pattern);
  return type == pattern;
}

}  // namespace

const MimeTypeRule* FindMimeTypeRule(absl::string_view declared) {
  const std::string type =
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(declared.substr(0, declared.find(';'))));
  for (const MimeTypeRule& rule : Rules()) {
    if (Matches(rule.declared, type)) return &rule;
  }
  return nullptr;
}

bool AcceptsDetected(const MimeTypeRule& rule, absl::string_view detected) {
  for (const absl::string_view accepted : rule.detected) {
    if (Matches(accepted, detected)) return true;
  }
  return false;
}

}  // namespace docshare::repository
