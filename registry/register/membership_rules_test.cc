#include "registry/register/membership_rules.h"

#include <string>

#include "domain/metadata/association_type.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/objects/object_editor.h"
#include "registry/register/testing/registration_fixture.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::ASubmission;
using ::testing::ElementsAre;
using ::testing::Pair;

constexpr char kUnknown[] = "urn:uuid:00000000-0000-4000-8000-0000000000aa";
constexpr char kOtherPatient[] = "30916130186";

class MembershipRulesTest : public RegistrationFixture {
 protected:
  // What is wrong with a submission that puts `document` into `folder`, both registered.
  std::vector<std::pair<std::string, std::string>> FaultsOfFiling(const std::string& document,
                                                                  const std::string& folder) {
    return ErrorsOf(Register(ASubmission().Filing(document, folder).Build()).status());
  }
  std::vector<std::pair<std::string, std::string>> FaultsOfReference(const std::string& target) {
    return ErrorsOf(Register(ASubmission().Referencing(Uuid(target)).Build()).status());
  }
};

TEST_F(MembershipRulesTest, Check13AcceptsAReferenceToARegisteredDocument) {
  EXPECT_THAT(FaultsOfReference(Registered(AnEntry())), ElementsAre());
}

TEST_F(MembershipRulesTest, Check40AcceptsAReferenceToAnotherPatientsDocument) {
  Feed(kOtherPatient);
  EXPECT_THAT(FaultsOfReference(Registered(AnEntry().OfPatient(kOtherPatient))), ElementsAre());
}

TEST_F(MembershipRulesTest, Check9RefusesAReferenceToNothing) {
  EXPECT_THAT(FaultsOfReference(kUnknown),
              ElementsAre(Pair("UnresolvedReferenceException", "associations[0].target_object")));
}

TEST_F(MembershipRulesTest, Check9RefusesAReferenceToAFolder) {
  EXPECT_THAT(FaultsOfReference(Registered(AFolder())),
              ElementsAre(Pair("UnresolvedReferenceException", "associations[0].target_object")));
}

TEST_F(MembershipRulesTest, Check49RefusesAReferenceToADeprecatedDocument) {
  const std::string urn = Registered(AnEntry());
  DeprecateDocument(urn);
  auto response = Register(ASubmission().Referencing(Uuid(urn)).Build());
  EXPECT_TRUE(absl::IsFailedPrecondition(response.status()));
  EXPECT_THAT(ErrorsOf(response.status()), ElementsAre(Pair("XDSRegistryDeprecatedDocumentError",
                                                            "associations[0].target_object")));
}

TEST_F(MembershipRulesTest, Check11RefusesTheSubmissionSetOfAnotherSubmission) {
  auto ids = RegisteredIds(ASubmission().With(AnEntry().WithEntryUuid("d")).Build());
  const std::string set = ids["submission-set"];
  EXPECT_THAT(FaultsOfReference(set),
              ElementsAre(Pair("XDSRegistryMetadataError", "associations[0].target_object")));
  // Nor may a document be added to it.
  EXPECT_THAT(FaultsOfFiling(ids["d"], set),
              ElementsAre(Pair("XDSRegistryMetadataError", "associations[0].source_object")));
}

TEST_F(MembershipRulesTest, Check9RefusesFoldersAndMembersThatAreNotThere) {
  const std::string document = Registered(AnEntry());
  const std::string folder = Registered(AFolder());
  EXPECT_THAT(FaultsOfFiling(document, kUnknown),
              ElementsAre(Pair("UnresolvedReferenceException", "associations[0].source_object")));
  EXPECT_THAT(FaultsOfFiling(kUnknown, folder),
              ElementsAre(Pair("UnresolvedReferenceException", "associations[0].target_object")));
}

TEST_F(MembershipRulesTest, Check14RefusesFoldersInFoldersAndMembersOfDocuments) {
  const std::string document = Registered(AnEntry());
  const std::string folder = Registered(AFolder());
  EXPECT_THAT(FaultsOfFiling(Registered(AFolder()), folder),
              ElementsAre(Pair("XDSRegistryMetadataError", "associations[0].target_object")));
  EXPECT_THAT(FaultsOfFiling(Registered(AnEntry()), document),
              ElementsAre(Pair("XDSRegistryMetadataError", "associations[0].source_object")));
}

TEST_F(MembershipRulesTest, Check14RefusesAnAssociationAsFolder) {
  auto ids = RegisteredIds(ASubmission()
                               .With(AnEntry().WithEntryUuid("d"))
                               .With(AFolder().WithEntryUuid("f"))
                               .Filing("d", "f")
                               .Build());
  EXPECT_THAT(FaultsOfFiling(ids["d"], ids["member-1"]),
              ElementsAre(Pair("XDSRegistryMetadataError", "associations[0].source_object")));
}

TEST_F(MembershipRulesTest, Check54WantsApprovedFoldersAndDocuments) {
  const std::string document = Registered(AnEntry());
  const std::string folder = Registered(AFolder());
  const std::string old_document = Registered(AnEntry());
  const std::string old_folder = Registered(AFolder());
  DeprecateDocument(old_document);
  DeprecateFolder(old_folder);
  EXPECT_THAT(
      FaultsOfFiling(old_document, folder),
      ElementsAre(Pair("XDSRegistryDeprecatedDocumentError", "associations[0].target_object")));
  EXPECT_THAT(
      FaultsOfFiling(document, old_folder),
      ElementsAre(Pair("XDSRegistryDeprecatedDocumentError", "associations[0].source_object")));
  EXPECT_THAT(FaultsOfFiling(document, folder), ElementsAre());
}

TEST_F(MembershipRulesTest, Check38RefusesADocumentInAnotherPatientsFolder) {
  Feed(kOtherPatient);
  const std::string others_document = Registered(AnEntry().OfPatient(kOtherPatient));
  const std::string others_folder = Registered(AFolder().OfPatient(kOtherPatient));
  EXPECT_THAT(FaultsOfFiling(others_document, Registered(AFolder())),
              ElementsAre(Pair("XDSPatientIdDoesNotMatch", "associations[0].target_object")));
  EXPECT_THAT(FaultsOfFiling(Registered(AnEntry()), others_folder),
              ElementsAre(Pair("XDSPatientIdDoesNotMatch", "associations[0].source_object")));
}

TEST_F(MembershipRulesTest, Check38RefusesANewDocumentInAnotherPatientsFolder) {
  Feed(kOtherPatient);
  const std::string others_folder = Registered(AFolder().OfPatient(kOtherPatient));
  auto response =
      Register(ASubmission().With(AnEntry().WithEntryUuid("d")).Filing("d", others_folder).Build());
  EXPECT_THAT(ErrorsOf(response.status()),
              ElementsAre(Pair("XDSPatientIdDoesNotMatch", "associations[1].source_object")));
}

TEST_F(MembershipRulesTest, Check39RefusesASubmissionThatFilesForAnotherPatient) {
  Feed(kOtherPatient);
  const std::string document = Registered(AnEntry().OfPatient(kOtherPatient));
  const std::string folder = Registered(AFolder().OfPatient(kOtherPatient));
  EXPECT_THAT(FaultsOfFiling(document, folder),
              ElementsAre(Pair("XDSPatientIdDoesNotMatch", "associations[0].source_object"),
                          Pair("XDSPatientIdDoesNotMatch", "associations[0].target_object")));
  EXPECT_TRUE(
      Register(ASubmission().Filing(document, folder).OfPatient(kOtherPatient).Build()).ok());
}

}  // namespace
}  // namespace docshare::registry
