#include "domain/ebrim/object_readers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "domain/ebrim/testing/fault_lines.h"

namespace docshare {
namespace {

using metadata::v1::Association;
using metadata::v1::DocumentEntry;
using ::testing::ElementsAre;
using testing::FaultLines;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kClassCode[] = "urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a";
constexpr char kEventCode[] = "urn:uuid:2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4";
constexpr char kAuthor[] = "urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d";
constexpr char kPatientId[] = "urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427";
constexpr char kUniqueId[] = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab";

std::string Slot(absl::string_view name, const std::vector<std::string>& values) {
  std::string xml = absl::StrCat("<Slot name='", name, "'><ValueList>");
  for (const std::string& value : values) absl::StrAppend(&xml, "<Value>", value, "</Value>");
  return absl::StrCat(xml, "</ValueList></Slot>");
}

std::string Code(absl::string_view scheme, absl::string_view code, absl::string_view content) {
  return absl::StrCat("<Classification id='c' classifiedObject='d' classificationScheme='", scheme,
                      "' nodeRepresentation='", code, "'>", content, "</Classification>");
}

std::string Identifier(absl::string_view scheme, absl::string_view value) {
  return absl::StrCat("<ExternalIdentifier id='i' registryObject='d' identificationScheme='",
                      scheme, "' value='", value, "'/>");
}

class ObjectReadersTest : public ::testing::Test {
 protected:
  template <typename Reader>
  auto Read(absl::string_view name, Reader reader, const Location& location,
            absl::string_view content, absl::string_view attributes) {
    const auto document = XmlDocument::Parse(
        absl::StrCat("<", name, " xmlns='urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0' id='d' ",
                     attributes, ">\n", content, "</", name, ">"));
    EXPECT_TRUE(document.ok()) << document.status();
    EbrimFaults faults(XdsErrorCode::kRegistryMetadataError);
    auto object = reader(document->root(), {}, location, faults);
    faults_ = faults.Take();
    return object;
  }

  DocumentEntry Entry(absl::string_view content, absl::string_view attributes = "") {
    return Read("ExtrinsicObject", ReadDocumentEntry, EntryLocation(3), content, attributes);
  }
  Association Link(absl::string_view content, absl::string_view attributes = "") {
    return Read("Association", ReadAssociation, AssociationLocation(0), content, attributes);
  }

  std::string Context() { return faults_.list().errors(0).code_context(); }

  RegistryErrors faults_;
};

TEST_F(ObjectReadersTest, ReadsTheAttributesOfAnEntry) {
  const DocumentEntry entry = Entry(
      "<Name><LocalizedString xml:lang='nb' charset='UTF-8' value='Epikrise'/>"
      "<LocalizedString value='Letter'/></Name><Description/><VersionInfo versionName='3'/>",
      "lid='l' home='urn:oid:2.999' status='urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated'"
      " mimeType='text/plain' objectType='urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248'");
  EXPECT_THAT(FaultLines(faults_), IsEmpty());
  EXPECT_EQ(entry.entry_uuid(), "d");
  EXPECT_EQ(entry.logical_id(), "l");
  EXPECT_EQ(entry.home_community_id(), "urn:oid:2.999");
  EXPECT_EQ(entry.availability_status(), metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_EQ(entry.mime_type(), "text/plain");
  EXPECT_EQ(entry.object_type(), metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
  EXPECT_EQ(entry.version(), 3u);
  ASSERT_EQ(entry.title().localized_size(), 2);
  EXPECT_EQ(entry.title().localized(0).language_code(), "nb");
  EXPECT_EQ(entry.title().localized(0).charset(), "UTF-8");
  EXPECT_EQ(entry.title().localized(1).value(), "Letter");
  EXPECT_FALSE(entry.has_comments());
}

TEST_F(ObjectReadersTest, Check33StatusAndVersionSentAreNeverRefused) {
  const DocumentEntry entry = Entry("<VersionInfo versionName='1.1'/>", "status='Submitted'");
  EXPECT_THAT(FaultLines(faults_), IsEmpty());
  EXPECT_EQ(entry.version(), 0u);
  EXPECT_EQ(entry.availability_status(), metadata::v1::AVAILABILITY_STATUS_UNSPECIFIED);
  EXPECT_EQ(Entry("", "status='Approved'").availability_status(),
            metadata::v1::AVAILABILITY_STATUS_APPROVED);
}

TEST_F(ObjectReadersTest, NothingAbsentIsAFault) {
  const DocumentEntry entry = Entry("");
  EXPECT_THAT(FaultLines(faults_), IsEmpty());
  EXPECT_FALSE(entry.has_size());
  EXPECT_FALSE(entry.has_patient_id());
  EXPECT_FALSE(entry.has_title());
  Link("");
  EXPECT_THAT(FaultLines(faults_), IsEmpty());
}

TEST_F(ObjectReadersTest, ReadsTheSlotsOfAnEntry) {
  const DocumentEntry entry =
      Entry(Slot("size", {"0012"}) + Slot("hash", {"AB"}) +
            Slot("sourcePatientId", {"1^^^&amp;2.999&amp;ISO"}) +
            Slot("sourcePatientInfo", {"PID-5|A^B", "PID-11|x|y"}) +
            Slot("legalAuthenticator", {"^^^malformed"}) +
            Slot("urn:ihe:iti:xds:2013:referenceIdList", {"1", "2"}) +
            Slot("documentAvailability", {"urn:ihe:iti:2010:DocumentAvailability:Offline"}) +
            Slot("urn:x:y", {"1", ""}) + Slot("lastUpdateTime", {"2024"}));
  EXPECT_THAT(FaultLines(faults_), IsEmpty());
  EXPECT_EQ(entry.size(), 12u);
  EXPECT_EQ(entry.hash(), "AB");
  EXPECT_EQ(entry.source_patient_id().assigning_authority(), "2.999");
  EXPECT_EQ(entry.source_patient_info(1).value(), "x|y");
  EXPECT_EQ(entry.legal_authenticator().verbatim(), "^^^malformed");
  EXPECT_EQ(entry.reference_ids_size(), 2);
  EXPECT_EQ(entry.document_availability(), metadata::v1::DOCUMENT_AVAILABILITY_OFFLINE);
  ASSERT_EQ(entry.extra_slots_size(), 2);
  EXPECT_EQ(entry.extra_slots(0).name(), "urn:x:y");
  EXPECT_THAT(entry.extra_slots(0).values(), ElementsAre("1", ""));
  // A slot of another object: the rules refuse its name.
  EXPECT_EQ(entry.extra_slots(1).name(), "lastUpdateTime");
}

TEST_F(ObjectReadersTest, ValuesWithoutAPlaceAreFaults) {
  struct Case {
    std::string content;
    const char* fault;
    const char* context;
  };
  const Case cases[] = {
      {Slot("size", {"-1"}), "size", "size is a number of bytes; it is '-1'"},
      {Slot("size", {"99999999999999999999"}), "size", "a number of bytes"},
      {Slot("size", {"1", "2"}), "size", "slot 'size' has one value; it has 2"},
      {Slot("size", {""}), "size", "slot 'size' has an empty value"},
      {Slot("hash", {"a"}) + Slot("hash", {"a"}), "hash", "slot 'hash' is there more than once"},
      {Slot("sourcePatientId", {"1"}), "source_patient_id", "CX '1': "},
      {Slot("sourcePatientInfo", {"x"}), "source_patient_info", "PID-n|value"},
      {Slot("documentAvailability", {"x"}), "document_availability", "it is 'x'"},
      {Identifier(kPatientId, "1^^^2.999"), "patient_id", "CX '1^^^2.999'"},
      {Identifier(kUniqueId, "1") + Identifier(kUniqueId, "1"), "unique_id",
       "XDSDocumentEntry.uniqueId is there more than once"},
      {Code(kClassCode, "a", "") + Code(kClassCode, "b", ""), "class_code", "more than once"},
      {Code(kEventCode, "a", "") + Code(kEventCode, "b", Slot("codingScheme", {"1", "2"})),
       "event_codes[1].code_system", "slot 'codingScheme' has one value"},
      {Code(kAuthor, "", Slot("authorPerson", {"^A", "^B"})), "authors[0].person",
       "slot 'authorPerson' has one value"},
      {Code(kAuthor, "x", ""), "authors[0]", "nodeRepresentation of an author is empty"},
      {"<Name/><Name/>", "", "Name is there more than once"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.content);
    Entry(c.content);
    const std::string field = *c.fault == '\0' ? "" : absl::StrCat(".", c.fault);
    EXPECT_THAT(
        FaultLines(faults_),
        ElementsAre(absl::StrCat("XDSRegistryMetadataError at document_entries[3]", field)));
    EXPECT_THAT(Context(), HasSubstr(c.context));
  }
  Entry("", "objectType='urn:uuid:x'");
  EXPECT_THAT(FaultLines(faults_),
              ElementsAre("XDSRegistryMetadataError at document_entries[3].object_type"));
}

TEST_F(ObjectReadersTest, Check27WantsOneCodingScheme) {
  EXPECT_EQ(Entry(Code(kClassCode, "K", Slot("codingScheme", {"1"}))).class_code().code_system(),
            "1");
  EXPECT_THAT(FaultLines(faults_), IsEmpty());
  for (const std::string& slots : {Slot("codingScheme", {"1", "2"}), Slot("codingScheme", {""}),
                                   Slot("codingScheme", {"1"}) + Slot("codingScheme", {"1"})}) {
    Entry(Code(kClassCode, "K", slots));
    EXPECT_THAT(
        FaultLines(faults_),
        ElementsAre("XDSRegistryMetadataError at document_entries[3].class_code.code_system"));
  }
}

TEST_F(ObjectReadersTest, Check28WantsOnePersonAndNoNodeRepresentation) {
  Entry(Code(kAuthor, "x", Slot("authorPerson", {"^A", "^B"})));
  EXPECT_THAT(FaultLines(faults_),
              ElementsAre("XDSRegistryMetadataError at document_entries[3].authors[0]",
                          "XDSRegistryMetadataError at document_entries[3].authors[0].person"));
}

TEST_F(ObjectReadersTest, AFaultNamesItsLine) {
  Entry(absl::StrCat("\n\n", Slot("hash", {"a", "b"})));
  EXPECT_THAT(Context(), HasSubstr("line 4: "));
}

TEST_F(ObjectReadersTest, ReadsCodesAndAuthors) {
  const DocumentEntry entry = Entry(
      Code(kClassCode, "K1",
           Slot("codingScheme", {"2.999"}) + Slot("urn:x:y", {"1"}) +
               "<Name><LocalizedString xml:lang='nb' value='K en'/></Name>") +
      Code(kAuthor, "",
           Slot("authorPerson", {"^Nordmann^Kari"}) + Slot("authorInstitution", {"A", "B"}) +
               Slot("authorRole", {"R"}) + Slot("authorSpecialty", {"S^^^&amp;2.999&amp;ISO"}) +
               Slot("authorTelecommunication", {"^NET^Internet^a@example.org"}) +
               Slot("authorSpeciality", {"x"})) +
      Code("urn:uuid:00000000-0000-4000-8000-000000000001", "E",
           Slot("codingScheme", {"1"}) + "<Name><LocalizedString value='e'/></Name>"));
  EXPECT_THAT(FaultLines(faults_), IsEmpty());
  EXPECT_EQ(entry.class_code().code(), "K1");
  EXPECT_EQ(entry.class_code().code_system(), "2.999");
  EXPECT_EQ(entry.class_code().display_name(), "K en");
  EXPECT_EQ(entry.class_code().display_name_language_code(), "nb");
  EXPECT_EQ(entry.class_code().extra_slots(0).name(), "urn:x:y");
  ASSERT_EQ(entry.authors_size(), 1);
  EXPECT_EQ(entry.authors(0).person().given_name(), "Kari");
  EXPECT_EQ(entry.authors(0).institutions_size(), 2);
  EXPECT_EQ(entry.authors(0).specialties(0).code_system(), "2.999");
  EXPECT_EQ(entry.authors(0).extra_slots(0).name(), "authorSpeciality");
  ASSERT_EQ(entry.extra_classifications_size(), 1);
  EXPECT_EQ(entry.extra_classifications(0).node_representation(), "E");
  EXPECT_EQ(entry.extra_classifications(0).slots(0).name(), "codingScheme");
}

TEST_F(ObjectReadersTest, WarnsOfWhatIsNotKept) {
  Entry(Code(kClassCode, "K1",
             "<Name><LocalizedString value='one'/><LocalizedString value='en'/></Name>"
             "<Description><LocalizedString value='x'/></Description>"));
  EXPECT_THAT(FaultLines(faults_),
              ElementsAre("XDSExtraMetadataNotSaved at document_entries[3].class_code.display_name",
                          "XDSExtraMetadataNotSaved at document_entries[3].class_code"));
  EXPECT_TRUE(faults_.ToStatus().ok());
  Link("<Name><LocalizedString value='x'/></Name><Description/>" + Code("urn:uuid:x", "y", "") +
           Identifier("urn:uuid:x", "y"),
       "lid='other'");
  EXPECT_EQ(faults_.list().errors_size(), 4);
  EXPECT_TRUE(faults_.ToStatus().ok());
}

TEST_F(ObjectReadersTest, ReadsAssociations) {
  const Association association =
      Link(Slot("SubmissionSetStatus", {"Reference"}) + Slot("PreviousVersion", {"2"}) +
               Slot("AssociationPropagation", {"no"}) +
               Slot("OriginalStatus", {"urn:oasis:names:tc:ebxml-regrep:StatusType:Approved"}) +
               Slot("NewStatus", {"urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated"}) +
               Code("urn:uuid:abd807a3-4432-4053-87b4-fd82c643d1f3", "why", ""),
           "associationType='t' sourceObject='s' targetObject='d' lid='d'");
  EXPECT_THAT(FaultLines(faults_), IsEmpty());
  EXPECT_EQ(association.association_type(), "t");
  EXPECT_EQ(association.source_object(), "s");
  EXPECT_EQ(association.target_object(), "d");
  EXPECT_EQ(association.submission_set_status(), metadata::v1::SUBMISSION_SET_STATUS_REFERENCE);
  EXPECT_EQ(association.previous_version(), 2u);
  EXPECT_EQ(association.association_propagation(), metadata::v1::ASSOCIATION_PROPAGATION_NO);
  EXPECT_EQ(association.original_status(), metadata::v1::AVAILABILITY_STATUS_APPROVED);
  EXPECT_EQ(association.new_status(), metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_EQ(association.documentation().code(), "why");
  EXPECT_THAT(association.extra_slots(), IsEmpty());
}

TEST_F(ObjectReadersTest, Check13WantsAKnownSubmissionSetStatus) {
  Link(Slot("SubmissionSetStatus", {"Own"}));
  EXPECT_THAT(FaultLines(faults_),
              ElementsAre("XDSRegistryMetadataError at associations[0].submission_set_status"));
}

// What is wrong with them depends on the transaction: the rules find them by name.
TEST_F(ObjectReadersTest, Check65MalformedSlotsOfAnUpdateStayExtraSlots) {
  for (const std::string& content :
       {Slot("PreviousVersion", {"one"}), Slot("PreviousVersion", {"01"}),
        Slot("PreviousVersion", {}), Slot("PreviousVersion", {"1", "2"}),
        Slot("AssociationPropagation", {"maybe"}), Slot("OriginalStatus", {"Approved"}),
        Slot("NewStatus", {"urn:oasis:names:tc:ebxml-regrep:StatusType:Withdrawn"})}) {
    SCOPED_TRACE(content);
    const Association association = Link(content);
    EXPECT_THAT(FaultLines(faults_), IsEmpty());
    EXPECT_EQ(association.extra_slots_size(), 1);
    EXPECT_FALSE(association.has_previous_version());
  }
  const Association twice = Link(Slot("PreviousVersion", {"1"}) + Slot("PreviousVersion", {"1"}));
  EXPECT_THAT(FaultLines(faults_), IsEmpty());
  EXPECT_EQ(twice.extra_slots_size(), 2);
}

TEST_F(ObjectReadersTest, ReadsSubmissionSetsAndFolders) {
  const auto set = Read(
      "RegistryPackage", ReadSubmissionSet, SubmissionSetLocation(),
      Slot("submissionTime", {"2024"}) + Slot("intendedRecipient", {"A|^B|", "a|b|c|d"}) +
          Identifier("urn:uuid:554ac39e-e3fe-47fe-b233-965d2a147832", "2.999") +
          Code("urn:uuid:5003a9db-8d8d-49e6-bf0c-990e34ac7707", "", "") +
          "<Classification classificationNode='urn:uuid:5003a9db-8d8d-49e6-bf0c-990e34ac7707'/>",
      "");
  EXPECT_THAT(FaultLines(faults_),
              ElementsAre("XDSRegistryMetadataError at submission_set.intended_recipients"));
  EXPECT_EQ(set.submission_time(), "2024");
  EXPECT_EQ(set.source_id(), "2.999");
  EXPECT_TRUE(set.limited_metadata());
  EXPECT_EQ(set.intended_recipients(0).person().family_name(), "B");
  EXPECT_EQ(set.extra_classifications_size(), 1);

  const auto folder = Read("RegistryPackage", ReadFolder, FolderLocation(0),
                           Slot("lastUpdateTime", {"20240229120000"}) +
                               Code("urn:uuid:1ba97051-7806-41a8-a48b-8fce7af683c5", "a", "") +
                               Code("urn:uuid:1ba97051-7806-41a8-a48b-8fce7af683c5", "b", "") +
                               "<Description><LocalizedString value='c'/></Description>",
                           "lid='l'");
  EXPECT_THAT(FaultLines(faults_), IsEmpty());
  EXPECT_EQ(folder.last_update_time(), "20240229120000");
  EXPECT_EQ(folder.codes_size(), 2);
  EXPECT_EQ(folder.logical_id(), "l");
  EXPECT_EQ(folder.comments().localized(0).value(), "c");
}

}  // namespace
}  // namespace docshare
