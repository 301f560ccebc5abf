#include "domain/metadata/rules/codes.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaults;

using metadata::v1::CodedValue;

void ExpectCodeFault(const std::string& location,
                     const std::function<CodedValue*(RegisterDocumentSetRequest&)>& code_of) {
  const std::string at = absl::StrCat("XDSRegistryMetadataError at ", location);
  ExpectFaults(
      &CheckCodes,
      {{"good", [](RegisterDocumentSetRequest&) {}, ""},
       {"no code", [&](RegisterDocumentSetRequest& r) { code_of(r)->clear_code(); }, at + ".code"},
       {"no system", [&](RegisterDocumentSetRequest& r) { code_of(r)->clear_code_system(); },
        at + ".code_system"},
       {"no display name", [&](RegisterDocumentSetRequest& r) { code_of(r)->clear_display_name(); },
        at + ".display_name"},
       {"longest code",
        [&](RegisterDocumentSetRequest& r) { code_of(r)->set_code(testing::Characters(256)); }, ""},
       {"code too long",
        [&](RegisterDocumentSetRequest& r) { code_of(r)->set_code(testing::Characters(257)); },
        at + ".code"},
       {"system too long",
        [&](RegisterDocumentSetRequest& r) {
          code_of(r)->set_code_system(testing::Characters(257));
        },
        at + ".code_system"},
       {"any display name",
        [&](RegisterDocumentSetRequest& r) {
          code_of(r)->set_display_name(testing::Characters(1024));
        },
        ""}});
}

TEST(CodesTest, Check27AsksForCodeSystemAndDisplayName) {
  ExpectCodeFault("submission_set.content_type_code", [](RegisterDocumentSetRequest& r) {
    return r.mutable_submission_set()->mutable_content_type_code();
  });
  ExpectCodeFault("document_entries[1].class_code", [](RegisterDocumentSetRequest& r) {
    return r.mutable_document_entries(1)->mutable_class_code();
  });
  ExpectCodeFault("document_entries[0].type_code", [](RegisterDocumentSetRequest& r) {
    return r.mutable_document_entries(0)->mutable_type_code();
  });
  ExpectCodeFault("document_entries[0].format_code", [](RegisterDocumentSetRequest& r) {
    return r.mutable_document_entries(0)->mutable_format_code();
  });
  ExpectCodeFault("document_entries[0].confidentiality_codes[0]",
                  [](RegisterDocumentSetRequest& r) {
                    return r.mutable_document_entries(0)->mutable_confidentiality_codes(0);
                  });
  ExpectCodeFault("document_entries[0].healthcare_facility_type_code",
                  [](RegisterDocumentSetRequest& r) {
                    return r.mutable_document_entries(0)->mutable_healthcare_facility_type_code();
                  });
  ExpectCodeFault("document_entries[0].practice_setting_code", [](RegisterDocumentSetRequest& r) {
    return r.mutable_document_entries(0)->mutable_practice_setting_code();
  });
}

TEST(CodesTest, Check27AsksTheSameOfFolders) {
  ExpectCodeFault("folders[0].codes[0]", [](RegisterDocumentSetRequest& r) {
    return r.mutable_folders(0)->mutable_codes(0);
  });
}

TEST(CodesTest, Check15AsksTheSameOfDocumentation) {
  ExpectFaults(&CheckCodes,
               {{"no code system",
                 [](RegisterDocumentSetRequest& r) {
                   auto& association = *r.add_associations();
                   association.set_association_type("urn:ihe:iti:2007:AssociationType:XFRM");
                   association.mutable_documentation()->set_code("1");
                   association.mutable_documentation()->set_display_name("one");
                 },
                 "XDSRegistryMetadataError at associations[3].documentation.code_system"}});
}

TEST(CodesTest, Check27AsksTheSameOfEventCodes) {
  RegisterDocumentSetRequest request;
  request.add_document_entries()->add_event_codes()->set_code("1");
  EXPECT_EQ(testing::FaultsOf(&CheckCodes, request),
            (std::vector<std::string>{
                "XDSRegistryMetadataError at document_entries[0].event_codes[0].code_system",
                "XDSRegistryMetadataError at document_entries[0].event_codes[0].display_name"}));
}

}  // namespace
}  // namespace docshare
