#include "domain/metadata/rules/slots.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaults;
using testing::ExpectFaultsOfValues;

using metadata::v1::Slot;

TEST(SlotsTest, Check18WantsUrnsThatAreNotOfIhe) {
  const std::vector<testing::ValueCase> cases = {
      {"URN", "urn:no:ehelse:extra", true},
      {"URN in upper case", "URN:uuid:1", true},
      {"longest", "urn:x1:" + std::string(249, 'a'), true},
      {"too long", "urn:x1:" + std::string(250, 'a'), false},
      {"empty", "", false},
      {"IHE URN", "urn:ihe:iti:xds:2013:referenceIdList", false},
      {"IHE URN in upper case", "URN:IHE:iti", false},
      {"attribute", "creationTime", false},
      {"attribute of another object", "submissionTime", false},
      {"word", "extra", false},
      {"no namespace", "urn:", false},
      {"as NIST names one", "urn:att", true},
      {"space", "urn:no:a b", false},
      {"not ASCII", "urn:no:ø", false}};
  ExpectFaultsOfValues(
      &CheckSlots, "document_entries[1].extra_slots[0].name",
      [](RegisterDocumentSetRequest& r, const std::string& name) {
        r.mutable_document_entries(1)->add_extra_slots()->set_name(name);
      },
      cases);
  ExpectFaultsOfValues(
      &CheckSlots, "submission_set.extra_slots[0].name",
      [](RegisterDocumentSetRequest& r, const std::string& name) {
        r.mutable_submission_set()->add_extra_slots()->set_name(name);
      },
      cases);
  ExpectFaultsOfValues(
      &CheckSlots, "associations[0].extra_slots[0].name",
      [](RegisterDocumentSetRequest& r, const std::string& name) {
        r.mutable_associations(0)->add_extra_slots()->set_name(name);
      },
      cases);
}

TEST(SlotsTest, Check18LetsOtherPartsHaveAnyNameButTheStandards) {
  const std::vector<testing::ValueCase> cases = {{"word", "extra", true},
                                                 {"coding scheme", "codingScheme", false},
                                                 {"author", "authorPerson", false},
                                                 {"empty", "", false}};
  ExpectFaultsOfValues(
      &CheckSlots, "document_entries[0].confidentiality_codes[0].extra_slots[0].name",
      [](RegisterDocumentSetRequest& r, const std::string& name) {
        r.mutable_document_entries(0)
            ->mutable_confidentiality_codes(0)
            ->add_extra_slots()
            ->set_name(name);
      },
      cases);
  ExpectFaultsOfValues(
      &CheckSlots, "submission_set.authors[0].extra_slots[0].name",
      [](RegisterDocumentSetRequest& r, const std::string& name) {
        r.mutable_submission_set()->mutable_authors(0)->add_extra_slots()->set_name(name);
      },
      cases);
  ExpectFaultsOfValues(
      &CheckSlots, "document_entries[0].extra_classifications[0].slots[0].name",
      [](RegisterDocumentSetRequest& r, const std::string& name) {
        auto& extra = *r.mutable_document_entries(0)->add_extra_classifications();
        extra.set_classification_node("urn:uuid:00000000-0000-4000-8000-000000000001");
        extra.add_slots()->set_name(name);
      },
      {{"coding scheme", "codingScheme", true}, {"empty", "", false}});
}

TEST(SlotsTest, Check16WantsNamesOnce) {
  ExpectFaults(
      &CheckSlots,
      {{"twice",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(0)->add_extra_slots()->set_name("urn:no:a");
          r.mutable_document_entries(0)->add_extra_slots()->set_name("urn:no:a");
        },
        "XDSRegistryMetadataError at document_entries[0].extra_slots[1].name"},
       {"in two objects",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(0)->add_extra_slots()->set_name("urn:no:a");
          r.mutable_document_entries(1)->add_extra_slots()->set_name("urn:no:a");
        },
        ""},
       {"in a code",
        [](RegisterDocumentSetRequest& r) {
          auto& code = *r.mutable_document_entries(0)->mutable_class_code();
          code.add_extra_slots()->set_name("a");
          code.add_extra_slots()->set_name("a");
        },
        "XDSRegistryMetadataError at document_entries[0].class_code.extra_slots[1].name"}});
}

TEST(SlotsTest, Check16LimitsValues) {
  ExpectFaultsOfValues(&CheckSlots, "document_entries[0].extra_slots[0].values[1]",
                       [](RegisterDocumentSetRequest& r, const std::string& value) {
                         Slot& slot = *r.mutable_document_entries(0)->add_extra_slots();
                         slot.set_name("urn:no:a");
                         slot.add_values("first");
                         slot.add_values(value);
                       },
                       {{"empty", "", true},
                        {"longest", testing::Characters(256), true},
                        {"too long", testing::Characters(257), false}});
}

}  // namespace
}  // namespace docshare
