#include "consumer/publish/cda_format_code.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace docshare::consumer {
namespace {

TEST(CdaFormatCodeTest, FollowsTemplatesAndBody) {
  constexpr char kHl7[] = "2.16.840.1.113883.4.642.1.1407";
  constexpr char kIhe[] = "1.3.6.1.4.1.19376.1.2.3";
  struct Case {
    const char* name;
    std::vector<CdaId> templates;
    CdaBody body;
    const char* body_media_type;
    const char* code;
    const char* system;
  };
  const Case cases[] = {
      {"C-CDA 2.1",
       {{"2.16.840.1.113883.10.20.22.1.1", ""},
        {"2.16.840.1.113883.10.20.22.1.1", "2015-08-01"},
        {"2.16.840.1.113883.10.20.22.1.2", "2015-08-01"}},
       CdaBody::kStructured,
       "",
       "urn:hl7-org:sdwg:ccda-structuredBody:2.1",
       kHl7},
      {"C-CDA 2.0",
       {{"2.16.840.1.113883.10.20.22.1.9", "2014-06-09"}},
       CdaBody::kStructured,
       "",
       "urn:hl7-org:sdwg:ccda-structuredBody:2.1",
       kHl7},
      {"C-CDA 2.1 around a PDF",
       {{"2.16.840.1.113883.10.20.22.1.10", "2015-08-01"}},
       CdaBody::kNonXml,
       "application/pdf",
       "urn:hl7-org:sdwg:ccda-nonXMLBody:2.1",
       kHl7},
      {"C-CDA 1.1",
       {{"2.16.840.1.113883.10.20.22.1.8", ""}},
       CdaBody::kStructured,
       "",
       "urn:hl7-org:sdwg:ccda-structuredBody:1.1",
       kHl7},
      {"C-CDA 1.1 around a PDF",
       {{"2.16.840.1.113883.10.20.22.1.10", ""}},
       CdaBody::kNonXml,
       "application/pdf",
       "urn:hl7-org:sdwg:ccda-nonXMLBody:1.1",
       kHl7},
      {"laboratory report",
       {{"1.3.6.1.4.1.19376.1.3.3", "Lab.Report.Clinical.Document"}},
       CdaBody::kStructured,
       "",
       "urn:ihe:lab:xd-lab:2008",
       kIhe},
      {"discharge summary of XDS-MS",
       {{"1.2.3", ""}, {"1.3.6.1.4.1.19376.1.5.3.1.1.4", ""}},
       CdaBody::kStructured,
       "",
       "urn:ihe:pcc:xds-ms:2007",
       kIhe},
      {"scanned PDF",
       {{"1.3.6.1.4.1.19376.1.2.20", ""}},
       CdaBody::kNonXml,
       "application/pdf",
       "urn:ihe:iti:xds-sd:pdf:2008",
       kIhe},
      {"scanned text",
       {{"1.3.6.1.4.1.19376.1.2.20", ""}},
       CdaBody::kNonXml,
       "text/plain",
       "urn:ihe:iti:xds-sd:text:2008",
       kIhe},
      {"scan of another type",
       {{"1.3.6.1.4.1.19376.1.2.20", ""}},
       CdaBody::kNonXml,
       "image/png",
       "urn:ihe:iti:xds:2017:mimeTypeSufficient",
       kIhe},
      {"unknown template",
       {{"1.2.208.184.14.1", "2019-09-10"}},
       CdaBody::kStructured,
       "",
       "urn:ihe:iti:xds:2017:mimeTypeSufficient",
       kIhe},
      {"no template", {}, CdaBody::kUnknown, "", "urn:ihe:iti:xds:2017:mimeTypeSufficient", kIhe},
      {"only the section templates of C-CDA are above",
       {{"2.16.840.1.113883.10.20.22.2.1", ""}},
       CdaBody::kStructured,
       "",
       "urn:ihe:iti:xds:2017:mimeTypeSufficient",
       kIhe},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    CdaHeader header;
    header.template_ids = c.templates;
    header.body = c.body;
    header.body_media_type = c.body_media_type;
    const metadata::v1::CodedValue code = CdaFormatCode(header);
    EXPECT_EQ(code.code(), c.code);
    EXPECT_EQ(code.code_system(), c.system);
    EXPECT_FALSE(code.display_name().empty());
  }
}

}  // namespace
}  // namespace docshare::consumer
