#include "registry/register/relationship_rules.h"

#include <string>

#include "domain/ids/patient_id.h"
#include "domain/metadata/association_type.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/index/patient.h"
#include "registry/objects/object_editor.h"
#include "registry/register/testing/registration_fixture.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;
using ::testing::ElementsAre;
using ::testing::Pair;

constexpr char kUnknown[] = "urn:uuid:00000000-0000-4000-8000-0000000000aa";
constexpr char kOtherPatient[] = "30916130186";
constexpr char kTarget[] = "associations[1].target_object";
constexpr const char* kRelationships[] = {kReplace, kTransform,   kAppend, kTransformAndReplace,
                                          kSigns,   kIsSnapshotOf};

class RelationshipRulesTest : public RegistrationFixture {
 protected:
  // What is wrong with a new document that is linked to a registered object.
  std::vector<std::pair<std::string, std::string>> FaultsOf(const char* type,
                                                            const std::string& target) {
    return ErrorsOf(Register(ASubmission().WithRelated(AnEntry(), type, target).Build()).status());
  }

  // A document that the type may be about.
  std::string ATarget(const char* type) {
    return type == absl::string_view(kIsSnapshotOf) ? Registered(AnEntry().AsOnDemand())
                                                    : Registered(AnEntry());
  }
};

TEST_F(RelationshipRulesTest, AcceptsEveryTypeBetweenDocumentsOfOnePatient) {
  for (const char* type : kRelationships) {
    SCOPED_TRACE(type);
    EXPECT_THAT(FaultsOf(type, ATarget(type)), ElementsAre());
  }
}

TEST_F(RelationshipRulesTest, Check48WantsATargetThatIsThere) {
  for (const char* type : kRelationships) {
    SCOPED_TRACE(type);
    EXPECT_THAT(FaultsOf(type, kUnknown),
                ElementsAre(Pair("UnresolvedReferenceException", kTarget)));
  }
}

TEST_F(RelationshipRulesTest, Check48WantsADocumentAsTarget) {
  const std::string folder = Registered(AFolder());
  for (const char* type : kRelationships) {
    SCOPED_TRACE(type);
    EXPECT_THAT(FaultsOf(type, folder), ElementsAre(Pair("UnresolvedReferenceException", kTarget)));
  }
}

TEST_F(RelationshipRulesTest, Check11RefusesTheSubmissionSetOfAnotherSubmission) {
  auto ids = RegisteredIds(ASubmission().With(AnEntry()).Build());
  EXPECT_THAT(FaultsOf(kAppend, ids["submission-set"]),
              ElementsAre(Pair("XDSRegistryMetadataError", kTarget)));
}

TEST_F(RelationshipRulesTest, Check47WantsANewDocumentAsSource) {
  const std::string first = Registered(AnEntry());
  const std::string second = Registered(AnEntry());
  auto response =
      Register(ASubmission().With(AnEntry()).WithAssociation(kReplace, first, second).Build());
  EXPECT_THAT(ErrorsOf(response.status()),
              ElementsAre(Pair("UnresolvedReferenceException", "associations[1].source_object")));
}

TEST_F(RelationshipRulesTest, Check49WantsAnApprovedTarget) {
  for (const char* type : kRelationships) {
    SCOPED_TRACE(type);
    const std::string target = ATarget(type);
    DeprecateDocument(target);
    EXPECT_THAT(FaultsOf(type, target),
                ElementsAre(Pair("XDSRegistryDeprecatedDocumentError", kTarget)));
  }
}

TEST_F(RelationshipRulesTest, Check49RefusesToReplaceADocumentTwice) {
  const std::string old = Registered(AnEntry());
  EXPECT_THAT(FaultsOf(kReplace, old), ElementsAre());
  EXPECT_THAT(FaultsOf(kReplace, old),
              ElementsAre(Pair("XDSRegistryDeprecatedDocumentError", kTarget)));
}

TEST_F(RelationshipRulesTest, Check50WantsOnePatient) {
  Feed(kOtherPatient);
  for (const char* type : kRelationships) {
    SCOPED_TRACE(type);
    auto target = AnEntry().OfPatient(kOtherPatient);
    if (type == absl::string_view(kIsSnapshotOf)) target.AsOnDemand();
    EXPECT_THAT(FaultsOf(type, Registered(target)),
                ElementsAre(Pair("XDSPatientIdDoesNotMatch", kTarget)));
  }
}

TEST_F(RelationshipRulesTest, Check50HoldsAfterAMerge) {
  Feed(kOtherPatient);
  const std::string target = Registered(AnEntry().OfPatient(kOtherPatient));
  const PatientId surviving = *PatientId::FromProto(APatient());
  Edit([&](ObjectEditor& editor) { return editor.MoveToPatient(Uuid(target), surviving, 1); });
  EXPECT_THAT(FaultsOf(kReplace, target), ElementsAre());
}

TEST_F(RelationshipRulesTest, Check51WantsSnapshotsOfOnDemandEntries) {
  EXPECT_THAT(FaultsOf(kIsSnapshotOf, Registered(AnEntry())),
              ElementsAre(Pair("XDSRegistryMetadataError", kTarget)));
}

TEST_F(RelationshipRulesTest, Check51WantsStableSnapshots) {
  const std::string on_demand = Registered(AnEntry().AsOnDemand());
  auto response = RegisterOnDemand(
      ASubmission().WithRelated(AnEntry().AsOnDemand(), kIsSnapshotOf, on_demand).Build());
  EXPECT_THAT(ErrorsOf(response.status()),
              ElementsAre(Pair("XDSRegistryMetadataError", "associations[1].source_object")));
}

TEST_F(RelationshipRulesTest, Check52RefusesAddendaToTransformations) {
  const std::string original = Registered(AnEntry());
  auto ids = RegisteredIds(
      ASubmission().WithRelated(AnEntry().WithEntryUuid("t"), kTransform, original).Build());
  EXPECT_THAT(FaultsOf(kAppend, ids["t"]), ElementsAre(Pair("XDSRegistryMetadataError", kTarget)));
}

TEST_F(RelationshipRulesTest, Check52AcceptsAddendaToTransformingReplacements) {
  const std::string original = Registered(AnEntry());
  auto ids =
      RegisteredIds(ASubmission()
                        .WithRelated(AnEntry().WithEntryUuid("t"), kTransformAndReplace, original)
                        .Build());
  EXPECT_THAT(FaultsOf(kAppend, ids["t"]), ElementsAre());
}

TEST_F(RelationshipRulesTest, Check52RefusesAddendaToTransformationsOfTheSameSubmission) {
  const std::string original = Registered(AnEntry());
  auto response = Register(ASubmission()
                               .WithRelated(AnEntry().WithEntryUuid("t"), kTransform, original)
                               .WithRelated(AnEntry().WithEntryUuid("a"), kAppend, "t")
                               .Build());
  EXPECT_THAT(ErrorsOf(response.status()),
              ElementsAre(Pair("XDSRegistryMetadataError", "associations[3].target_object")));
}

TEST_F(RelationshipRulesTest, Check52AcceptsAddendaToAddendaAndToWhatWasTransformed) {
  const std::string original = Registered(AnEntry());
  auto ids = RegisteredIds(ASubmission()
                               .WithRelated(AnEntry().WithEntryUuid("t"), kTransform, original)
                               .WithRelated(AnEntry().WithEntryUuid("a"), kAppend, original)
                               .Build());
  EXPECT_THAT(FaultsOf(kAppend, original), ElementsAre());
  EXPECT_THAT(FaultsOf(kAppend, ids["a"]), ElementsAre());
}

TEST_F(RelationshipRulesTest, Check53RefusesTwoReplacementsAndOneOfItself) {
  const std::string old = Registered(AnEntry());
  auto twice = Register(ASubmission()
                            .WithRelated(AnEntry(), kReplace, old)
                            .WithRelated(AnEntry(), kTransformAndReplace, old)
                            .Build());
  EXPECT_THAT(ErrorsOf(twice.status()),
              ElementsAre(Pair("XDSRegistryMetadataError", "associations[3].target_object")));
  auto itself =
      Register(ASubmission().WithRelated(AnEntry().WithEntryUuid("d"), kReplace, "d").Build());
  EXPECT_THAT(ErrorsOf(itself.status()), ElementsAre(Pair("XDSRegistryMetadataError", kTarget)));
  EXPECT_TRUE(IsApproved(old));
}

TEST_F(RelationshipRulesTest, Check55WantsThePatientOfTheFoldersToo) {
  Feed(kOtherPatient);
  auto ids = RegisteredIds(ASubmission()
                               .With(AnEntry().WithEntryUuid("d"))
                               .With(AFolder().WithEntryUuid("f"))
                               .Filing("d", "f")
                               .Build());
  // An update may give one of two linked objects to another patient.
  const PatientId other = *PatientId::FromProto(APatient(kOtherPatient));
  Edit([&](ObjectEditor& editor) { return editor.MoveToPatient(Uuid(ids["f"]), other, 2); });
  EXPECT_THAT(FaultsOf(kReplace, ids["d"]), ElementsAre(Pair("XDSPatientIdDoesNotMatch", kTarget)));
  EXPECT_THAT(FaultsOf(kAppend, ids["d"]), ElementsAre());
  // A Deprecated folder does not matter.
  DeprecateFolder(ids["f"]);
  EXPECT_THAT(FaultsOf(kReplace, ids["d"]), ElementsAre());
}

}  // namespace
}  // namespace docshare::registry
