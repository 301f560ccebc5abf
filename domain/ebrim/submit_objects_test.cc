#include "domain/ebrim/submit_objects.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "domain/ebrim/testing/fault_lines.h"

namespace docshare {
namespace {

using ::testing::ElementsAre;
using testing::FaultLines;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kSetMark[] = "urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd";
constexpr char kFolderMark[] = "urn:uuid:d9d542f3-6cc4-48b6-8870-ea235fbc94c2";

// One element a line, the first on line 2.
std::string Message(const std::vector<std::string>& elements) {
  std::string xml =
      "<l:SubmitObjectsRequest xmlns:l='urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0' "
      "xmlns='urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0'><RegistryObjectList>\n";
  for (const std::string& element : elements) absl::StrAppend(&xml, element, "\n");
  return absl::StrCat(xml, "</RegistryObjectList></l:SubmitObjectsRequest>");
}

SubmitObjects Read(const std::vector<std::string>& elements) {
  absl::StatusOr<SubmitObjects> submit = ReadSubmitObjectsRequest(Message(elements));
  EXPECT_TRUE(submit.ok()) << submit.status();
  return *std::move(submit);
}

std::string Mark(absl::string_view object, absl::string_view node) {
  return absl::StrCat("<Classification classifiedObject='", object, "' classificationNode='", node,
                      "'/>");
}

std::string Package(absl::string_view id, absl::string_view content) {
  return absl::StrCat("<RegistryPackage id='", id, "'>", content, "</RegistryPackage>");
}

std::string Entry(absl::string_view id, absl::string_view content = "") {
  return absl::StrCat("<ExtrinsicObject id='", id, "'>", content, "</ExtrinsicObject>");
}

std::string ContextOf(const SubmitObjects& submit) {
  EXPECT_EQ(submit.faults.list().errors_size(), 1);
  return submit.faults.list().errors(0).code_context();
}

TEST(SubmitObjectsTest, ReadsObjectsInAnyOrder) {
  const SubmitObjects submit =
      Read({"<Association id='a' sourceObject='s' targetObject='d'/>",
            Package("f", Mark("f", kFolderMark)), Entry("d"), "<ObjectRef id='ignored'/>",
            Package("s", Mark("s", kSetMark)), Entry("e")});
  EXPECT_THAT(FaultLines(submit.faults), IsEmpty());
  EXPECT_EQ(submit.request.submission_set().entry_uuid(), "s");
  ASSERT_EQ(submit.request.document_entries_size(), 2);
  EXPECT_EQ(submit.request.document_entries(1).entry_uuid(), "e");
  ASSERT_EQ(submit.request.folders_size(), 1);
  EXPECT_EQ(submit.request.folders(0).entry_uuid(), "f");
  ASSERT_EQ(submit.request.associations_size(), 1);
  EXPECT_EQ(submit.request.associations(0).target_object(), "d");
  EXPECT_THAT(submit.listed_ids, ElementsAre("a", "f", "d", "ignored", "s", "e"));
}

TEST(SubmitObjectsTest, TheMarkMayStandBesideThePackage) {
  const SubmitObjects submit =
      Read({Mark("s", kSetMark), Package("s", ""), Package("f", ""), Mark("f", kFolderMark)});
  EXPECT_THAT(FaultLines(submit.faults), IsEmpty());
  EXPECT_EQ(submit.request.submission_set().entry_uuid(), "s");
  EXPECT_EQ(submit.request.folders(0).entry_uuid(), "f");
}

TEST(SubmitObjectsTest, Check3RefusesASecondSubmissionSet) {
  const SubmitObjects submit =
      Read({Package("s", Mark("s", kSetMark)), Package("t", Mark("t", kSetMark))});
  EXPECT_THAT(FaultLines(submit.faults),
              ElementsAre("XDSRegistryMetadataError at registry_object_list[1]"));
  EXPECT_EQ(ContextOf(submit), "line 3: a submission has one SubmissionSet; 't' is another one");
  EXPECT_EQ(submit.ObjectIdAt("registry_object_list[1]"), "t");
}

TEST(SubmitObjectsTest, Check4WantsEachPackageMarkedOnce) {
  EXPECT_THAT(ContextOf(Read({Package("p", "")})), HasSubstr("'p' is classified 0 times"));
  EXPECT_THAT(ContextOf(Read({Package("p", Mark("p", kSetMark) + Mark("p", kFolderMark))})),
              HasSubstr("'p' is classified 2 times"));
  EXPECT_THAT(ContextOf(Read({Package("p", Mark("p", kSetMark)), Mark("p", kSetMark)})),
              HasSubstr("'p' is classified 2 times"));
}

TEST(SubmitObjectsTest, Check5RefusesWhatIsNoRegistryObject) {
  const SubmitObjects submit = Read(
      {Entry("d"), "<Service id='x'/>", "<other xmlns='urn:y' id='z'/>", Mark("nobody", kSetMark)});
  EXPECT_THAT(FaultLines(submit.faults),
              ElementsAre("XDSRegistryMetadataError at registry_object_list[1]",
                          "XDSRegistryMetadataError at registry_object_list[2]",
                          "XDSRegistryMetadataError at registry_object_list[3]"));
  EXPECT_EQ(submit.ObjectIdAt("registry_object_list[2]"), "z");
}

TEST(SubmitObjectsTest, Check5RefusesWhatIsNoPartOfAnObject) {
  const SubmitObjects submit =
      Read({Entry("d", "<ContentVersionInfo/><ExternalLink/><x xmlns='urn:y'/>")});
  EXPECT_THAT(FaultLines(submit.faults),
              ElementsAre("XDSRegistryMetadataError at document_entries[0]",
                          "XDSRegistryMetadataError at document_entries[0]"));
}

TEST(SubmitObjectsTest, Check17WantsPartsThatNameTheirObject) {
  const SubmitObjects submit = Read(
      {Entry("d",
             "<Classification classifiedObject='e' classificationScheme='urn:uuid:x'/>"
             "<ExternalIdentifier registryObject='e' identificationScheme='urn:uuid:x' value='1'/>"
             "<ExternalIdentifier identificationScheme='urn:uuid:y' value='1'/>")});
  EXPECT_THAT(FaultLines(submit.faults),
              ElementsAre("XDSRegistryMetadataError at document_entries[0]",
                          "XDSRegistryMetadataError at document_entries[0]"));
  EXPECT_EQ(submit.request.document_entries(0).extra_external_identifiers_size(), 2);
}

TEST(SubmitObjectsTest, ARepositoryNamesItsFaultsItself) {
  EbrimReadOptions options;
  options.metadata_error = XdsErrorCode::kRepositoryMetadataError;
  const auto submit = ReadSubmitObjectsRequest(Message({Package("p", "")}), options);
  EXPECT_THAT(FaultLines(submit->faults),
              ElementsAre("XDSRepositoryMetadataError at registry_object_list[0]"));
}

TEST(SubmitObjectsTest, AMessageWithoutAListIsAFault) {
  const auto submit = ReadSubmitObjectsRequest(
      "<l:SubmitObjectsRequest xmlns:l='urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0'/>");
  EXPECT_THAT(FaultLines(submit->faults), ElementsAre("XDSRegistryMetadataError at "));
}

TEST(SubmitObjectsTest, NothingButOneListIsRead) {
  const std::string message = Message({Package("s", Mark("s", kSetMark))});
  const std::string end = "</l:SubmitObjectsRequest>";
  for (const char* more : {"<RegistryObjectList><ExtrinsicObject id='lost'/></RegistryObjectList>",
                           "<x xmlns='y'/>"}) {
    const auto submit = ReadSubmitObjectsRequest(
        absl::StrCat(message.substr(0, message.size() - end.size()), more, end));
    EXPECT_THAT(FaultLines(submit->faults), ElementsAre("XDSRegistryMetadataError at ")) << more;
  }
}

TEST(SubmitObjectsTest, Check17WantsTheObjectOfAClassificationNotAReference) {
  const SubmitObjects submit =
      Read({Package("s", Mark("s", kSetMark)), "<ObjectRef id='urn:uuid:e'/>",
            "<Classification classifiedObject='urn:uuid:e'/>"});
  EXPECT_THAT(FaultLines(submit.faults),
              ElementsAre("XDSRegistryMetadataError at registry_object_list[2]"));
}

// A list for each would be four hundred million classifications.
TEST(SubmitObjectsTest, ClassificationsOfARepeatedIdAreReadOnce) {
  std::vector<std::string> elements(20'000, Entry("e"));
  elements.insert(elements.end(), 20'000, "<Classification classifiedObject='e'/>");
  const SubmitObjects submit = Read(elements);
  EXPECT_EQ(submit.request.document_entries_size(), 20'000);
  EXPECT_EQ(submit.request.document_entries(0).extra_classifications_size(), 20'000);
  EXPECT_EQ(submit.request.document_entries(1).extra_classifications_size(), 0);
}

TEST(SubmitObjectsTest, PartsOfPartsThatHaveNoPlaceAreToldOf) {
  const SubmitObjects submit = Read(
      {Package("s", Mark("s", kSetMark)),
       Entry("e",
             "<ExternalIdentifier identificationScheme='urn:uuid:2e82c1f6-a085-4c72-9da3-"
             "8640a32e42ab' value='1.2'><Slot name='urn:x:y'/></ExternalIdentifier>"
             "<Classification classificationScheme='urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a'"
             " classificationNode='n' nodeRepresentation='c'><Classification/></Classification>")});
  EXPECT_THAT(FaultLines(submit.faults),
              ::testing::UnorderedElementsAre(
                  "XDSExtraMetadataNotSaved at document_entries[0].unique_id",
                  "XDSExtraMetadataNotSaved at document_entries[0].class_code",
                  "XDSExtraMetadataNotSaved at document_entries[0].class_code"));
}

TEST(SubmitObjectsTest, OtherMessagesAndBrokenXmlAreNoSubmission) {
  const std::string other_namespace =
      "<SubmitObjectsRequest xmlns='urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0'/>";
  for (const std::string& xml : {std::string("<a/>"), std::string(), std::string("<a>"),
                                 std::string("<!DOCTYPE a><a/>"), other_namespace}) {
    const absl::Status status = ReadSubmitObjectsRequest(xml).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << xml;
    EXPECT_THAT(std::string(status.message()), HasSubstr("line 1")) << xml;
  }
}

TEST(SubmitObjectsTest, LocationsLeadBackToTheIdsOfTheMessage) {
  const SubmitObjects submit =
      Read({Package("s", Mark("s", kSetMark)), Entry("d"), Entry("e"),
            Package("f", Mark("f", kFolderMark)), "<Association/>", "<Association id='a'/>"});
  EXPECT_EQ(submit.ObjectIdAt("submission_set"), "s");
  EXPECT_EQ(submit.ObjectIdAt("submission_set.authors[0].person"), "s");
  EXPECT_EQ(submit.ObjectIdAt("document_entries[1]"), "e");
  EXPECT_EQ(submit.ObjectIdAt("document_entries[0].extra_slots[2].values[0]"), "d");
  EXPECT_EQ(submit.ObjectIdAt("folders[0].codes"), "f");
  EXPECT_EQ(submit.ObjectIdAt("associations[0].source_object"), "");
  EXPECT_EQ(submit.ObjectIdAt("associations[1]"), "a");
  EXPECT_EQ(submit.ObjectIdAt("registry_object_list[4]"), "");
  for (const char* nowhere :
       {"", "submission_sets[0]", "document_entries", "document_entries[2]", "document_entries[-1]",
        "document_entries[1", "document_entries[1]x", "document_entries[x].hash",
        "registry_object_list[6]", "folders[99999999999999999999]", "$XDSFolderCodeList"}) {
    EXPECT_EQ(submit.ObjectIdAt(nowhere), "") << nowhere;
  }
}

// Twenty times the objects, not four hundred times the work: the test would not end in its time.
TEST(SubmitObjectsTest, ALongListIsReadOnce) {
  std::vector<std::string> elements;
  for (int i = 0; i < 20'000; ++i) {
    elements.push_back(Package(absl::StrCat("f", i), ""));
    elements.push_back(Mark(absl::StrCat("f", i), kFolderMark));
  }
  const SubmitObjects submit = Read(elements);
  EXPECT_THAT(FaultLines(submit.faults), IsEmpty());
  EXPECT_EQ(submit.request.folders_size(), 20'000);
}

TEST(SubmitObjectsTest, FaultsOfALongListAreCut) {
  const SubmitObjects submit = Read(std::vector<std::string>(5000, Package("p", "")));
  EXPECT_EQ(submit.faults.list().errors_size(), RegistryErrors::kMaxErrors + 1);
}

}  // namespace
}  // namespace docshare
