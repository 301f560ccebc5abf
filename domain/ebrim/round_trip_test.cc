// What is written is read again as it was, for objects with every attribute.

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/ebrim/submit_objects.h"
#include "domain/ebrim/testing/fault_lines.h"
#include "domain/metadata/association_type.h"
#include "domain/metadata/testing/submission_builder.h"
#include "domain/xml/xml_document.h"

namespace docshare {
namespace {

using metadata::v1::DocumentEntry;
using registry::v1::RegisterDocumentSetRequest;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

template <typename Object>
void AddExtras(Object& object) {
  metadata::v1::Slot& slot = *object.add_extra_slots();
  slot.set_name("urn:example:slot");
  slot.add_values("first & <second>");
  slot.add_values("");
  object.add_extra_slots()->set_name("urn:example:empty");
  metadata::v1::ExtraClassification& classification = *object.add_extra_classifications();
  classification.set_classification_scheme("urn:uuid:00000000-0000-4000-8000-00000000000a");
  classification.set_node_representation("x");
  *classification.add_slots() = slot;
  classification.mutable_name()->add_localized()->set_value("Name");
  object.add_extra_classifications()->set_classification_node(
      "urn:uuid:00000000-0000-4000-8000-00000000000b");
  metadata::v1::ExtraExternalIdentifier& identifier = *object.add_extra_external_identifiers();
  identifier.set_identification_scheme("urn:uuid:00000000-0000-4000-8000-00000000000c");
  identifier.set_value("id^'\"\n");
  identifier.mutable_name()->add_localized()->set_value("Label");
}

metadata::v1::InternationalString InTwoLanguages() {
  metadata::v1::InternationalString text;
  metadata::v1::LocalizedString& first = *text.add_localized();
  first.set_value("Árbi čálus æøå \xf0\x9f\x99\x82");
  first.set_language_code("se-NO");
  first.set_charset("UTF-8");
  text.add_localized()->set_value("");
  return text;
}

// Every field of the messages is set somewhere; see AllFieldsAreSet.
RegisterDocumentSetRequest EverythingThereIs() {
  DocumentEntry entry = testing::AnEntry().Build();
  entry.set_availability_status(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  *entry.mutable_title() = InTwoLanguages();
  *entry.mutable_comments() = InTwoLanguages();
  *entry.add_event_codes() = testing::ACode("e1", "2.999.1");
  *entry.add_event_codes() = testing::ACode("e2", "2.999.1");
  entry.mutable_event_codes(1)->set_display_name_language_code("nb");
  entry.mutable_event_codes(1)->add_extra_slots()->set_name("urn:example:of-code");
  *entry.mutable_legal_authenticator() = entry.authors(0).person();
  entry.mutable_authors(0)->add_specialties()->set_text("S");
  entry.mutable_authors(0)->add_extra_slots()->set_name("urn:example:of-author");
  entry.add_authors()->mutable_person()->set_verbatim("^^^malformed");
  metadata::v1::ReferenceId& reference = *entry.add_reference_ids();
  reference.set_id("1");
  reference.set_identifier_type_code("urn:ihe:iti:xds:2013:uniqueId");
  entry.set_uri("urn:example:uri");
  entry.set_home_community_id("urn:oid:2.999.3");
  entry.set_document_availability(metadata::v1::DOCUMENT_AVAILABILITY_ONLINE);
  entry.set_logical_id("urn:uuid:00000000-0000-4000-8000-000000000001");
  entry.set_version(2);
  entry.set_limited_metadata(true);
  AddExtras(entry);

  RegisterDocumentSetRequest request = testing::ASubmission().With(entry).Build();
  metadata::v1::SubmissionSet& set = *request.mutable_submission_set();
  set.add_intended_recipients()->mutable_organization()->set_name("Testkommune");
  set.add_intended_recipients()->mutable_telecom()->set_xtn("^NET^Internet^a@example.org");
  *set.mutable_comments() = InTwoLanguages();
  set.set_availability_status(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  set.set_home_community_id("urn:oid:2.999.3");
  set.set_limited_metadata(true);
  AddExtras(set);

  metadata::v1::Folder& folder = *request.add_folders();
  folder.set_entry_uuid("folder");
  folder.set_unique_id("2.999.4");
  *folder.mutable_patient_id() = testing::APatient();
  *folder.add_codes() = testing::ACode("f", "2.999.1");
  *folder.mutable_title() = InTwoLanguages();
  *folder.mutable_comments() = InTwoLanguages();
  folder.set_last_update_time("20240229120000");
  folder.set_availability_status(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  folder.set_home_community_id("urn:oid:2.999.3");
  folder.set_logical_id("urn:uuid:00000000-0000-4000-8000-000000000002");
  folder.set_version(4294967295u);
  folder.set_limited_metadata(true);
  AddExtras(folder);

  metadata::v1::Association& association = *request.add_associations();
  association.set_entry_uuid("association");
  association.set_association_type(kUpdateAvailabilityStatus);
  association.set_source_object("folder");
  association.set_target_object("document");
  association.set_availability_status(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  association.set_submission_set_status(metadata::v1::SUBMISSION_SET_STATUS_REFERENCE);
  *association.mutable_documentation() = testing::ACode("d", "2.999.1");
  association.add_extra_slots()->set_name("urn:example:slot");
  association.set_previous_version(0);
  association.set_association_propagation(metadata::v1::ASSOCIATION_PROPAGATION_YES);
  association.set_original_status(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  association.set_new_status(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  return request;
}

template <typename Object>
void ExpectAllFieldsSet(const Object& object) {
  std::vector<const google::protobuf::FieldDescriptor*> set;
  object.GetReflection()->ListFields(object, &set);
  EXPECT_EQ(static_cast<int>(set.size()), object.GetDescriptor()->field_count())
      << object.DebugString();
}

TEST(RoundTripTest, AllFieldsAreSet) {
  const RegisterDocumentSetRequest request = EverythingThereIs();
  ExpectAllFieldsSet(request.submission_set());
  ExpectAllFieldsSet(request.document_entries(0));
  ExpectAllFieldsSet(request.folders(0));
  ExpectAllFieldsSet(request.associations(1));
}

void ExpectComesBack(const RegisterDocumentSetRequest& request) {
  const std::string xml = WriteSubmitObjectsRequest(request);
  const absl::StatusOr<SubmitObjects> read = ReadSubmitObjectsRequest(xml);
  ASSERT_TRUE(read.ok()) << read.status() << "\n" << xml;
  EXPECT_THAT(testing::FaultLines(read->faults), IsEmpty());
  google::protobuf::util::MessageDifferencer differencer;
  std::string differences;
  differencer.ReportDifferencesToString(&differences);
  EXPECT_TRUE(differencer.Compare(request, read->request)) << differences << "\n" << xml;
}

TEST(RoundTripTest, EverythingComesBack) { ExpectComesBack(EverythingThereIs()); }

TEST(RoundTripTest, AnUsualSubmissionComesBack) {
  ExpectComesBack(testing::ASubmission().With(testing::AnEntry()).With(testing::AnEntry()).Build());
}

TEST(RoundTripTest, NothingComesBackAsNothing) { ExpectComesBack(RegisterDocumentSetRequest()); }

TEST(RoundTripTest, ObjectsWithoutAttributesComeBack) {
  RegisterDocumentSetRequest request;
  request.mutable_submission_set();
  request.add_document_entries();
  request.add_folders();
  request.add_associations();
  ExpectComesBack(request);
}

TEST(RoundTripTest, TheSameIsWrittenTheSame) {
  const RegisterDocumentSetRequest request = EverythingThereIs();
  EXPECT_EQ(WriteSubmitObjectsRequest(request), WriteSubmitObjectsRequest(request));
}

// Slot*, Name?, Description?, VersionInfo?, Classification*, ExternalIdentifier*.
TEST(RoundTripTest, PartsAreInTheOrderOfTheSchema) {
  const auto document = XmlDocument::Parse(WriteSubmitObjectsRequest(EverythingThereIs()));
  ASSERT_TRUE(document.ok());
  const std::vector<absl::string_view> order = {
      "Slot", "Name", "Description", "VersionInfo", "Classification", "ExternalIdentifier"};
  int parts = 0;
  for (const XmlNode list : document->root().children()) {
    for (const XmlNode object : list.children()) {
      size_t reached = 0;
      for (const XmlNode part : object.children()) {
        while (reached < order.size() && order[reached] != part.name()) ++reached;
        ASSERT_LT(reached, order.size()) << part.name() << " of " << object.name();
        ++parts;
      }
    }
  }
  EXPECT_GT(parts, 60);
}

// Each part names its object, has an id of its own and the object type of its kind.
TEST(RoundTripTest, PartsNameTheirObject) {
  const auto document = XmlDocument::Parse(WriteSubmitObjectsRequest(EverythingThereIs()));
  ASSERT_TRUE(document.ok());
  std::vector<std::string> ids;
  for (const XmlNode list : document->root().children()) {
    for (const XmlNode object : list.children()) {
      for (const XmlNode part : object.children()) {
        const bool is_classification = part.name() == "Classification";
        if (!is_classification && part.name() != "ExternalIdentifier") continue;
        EXPECT_EQ(part.Attribute(is_classification ? "classifiedObject" : "registryObject"),
                  object.Attribute("id"));
        EXPECT_THAT(std::string(part.Attribute("objectType")), HasSubstr(std::string(part.name())));
        EXPECT_THAT(std::string(part.Attribute("id")), HasSubstr("urn:uuid:"));
        ids.emplace_back(part.Attribute("id"));
      }
    }
  }
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(std::unique(ids.begin(), ids.end()), ids.end());
}

TEST(RoundTripTest, TextThatXmlCannotCarryIsReplaced) {
  RegisterDocumentSetRequest request;
  request.mutable_submission_set()->set_unique_id(
      "a\x01"
      "b");
  const auto read = ReadSubmitObjectsRequest(WriteSubmitObjectsRequest(request));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->request.submission_set().unique_id(),
            "a\xef\xbf\xbd"
            "b");
}

}  // namespace
}  // namespace docshare
