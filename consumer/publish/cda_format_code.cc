#include "consumer/publish/cda_format_code.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace docshare::consumer {
namespace {

using metadata::v1::CodedValue;

constexpr absl::string_view kHl7Formats = "2.16.840.1.113883.4.642.1.1407";
constexpr absl::string_view kIheFormats = "1.3.6.1.4.1.19376.1.2.3";

// Every document template of C-CDA is below it.
constexpr absl::string_view kCcdaTemplates = "2.16.840.1.113883.10.20.22.1.";
constexpr absl::string_view kScanTemplate = "1.3.6.1.4.1.19376.1.2.20";

struct IheFormat {
  absl::string_view template_id;
  absl::string_view code;
  absl::string_view display_name;
};

constexpr IheFormat kIheTemplates[] = {
    {"1.3.6.1.4.1.19376.1.3.3", "urn:ihe:lab:xd-lab:2008", "CDA Laboratory Report"},
    {"1.3.6.1.4.1.19376.1.5.3.1.1.2", "urn:ihe:pcc:xds-ms:2007", "Medical Summaries"},
    {"1.3.6.1.4.1.19376.1.5.3.1.1.3", "urn:ihe:pcc:xds-ms:2007", "Medical Summaries"},
    {"1.3.6.1.4.1.19376.1.5.3.1.1.4", "urn:ihe:pcc:xds-ms:2007", "Medical Summaries"},
    {"1.3.6.1.4.1.19376.1.5.3.1.1.5", "urn:ihe:pcc:xphr:2007",
     "Exchange of Personal Health Records"},
};

CodedValue Code(absl::string_view code, absl::string_view system, absl::string_view display_name) {
  CodedValue value;
  value.set_code(std::string(code));
  value.set_code_system(std::string(system));
  value.set_display_name(std::string(display_name));
  return value;
}

CodedValue CcdaCode(bool is_dated, CdaBody body) {
  const std::string name =
      absl::StrCat("ccda-", body == CdaBody::kNonXml ? "nonXMLBody" : "structuredBody",
                   is_dated ? ":2.1" : ":1.1");
  return Code(absl::StrCat("urn:hl7-org:sdwg:", name), kHl7Formats, name);
}

}  // namespace

CodedValue CdaFormatCode(const CdaHeader& header) {
  bool is_ccda = false;
  bool is_dated = false;
  for (const CdaId& id : header.template_ids) {
    if (!absl::StartsWith(id.root, kCcdaTemplates)) continue;
    is_ccda = true;
    is_dated = is_dated || !id.extension.empty();
  }
  if (is_ccda) return CcdaCode(is_dated, header.body);

  for (const CdaId& id : header.template_ids) {
    if (id.root == kScanTemplate && header.body_media_type == "application/pdf") {
      return Code("urn:ihe:iti:xds-sd:pdf:2008", kIheFormats, "Scanned Documents, PDF");
    }
    if (id.root == kScanTemplate && header.body_media_type == "text/plain") {
      return Code("urn:ihe:iti:xds-sd:text:2008", kIheFormats, "Scanned Documents, text");
    }
    for (const IheFormat& format : kIheTemplates) {
      if (id.root == format.template_id) {
        return Code(format.code, kIheFormats, format.display_name);
      }
    }
  }
  return Code("urn:ihe:iti:xds:2017:mimeTypeSufficient", kIheFormats, "mimeType Sufficient");
}

}  // namespace docshare::consumer
