#include "domain/metadata/rules/stateless_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/association_type.h"
#include "domain/metadata/submission_ids.h"
#include "domain/metadata/testing/rule_cases.h"
#include "domain/metadata/testing/submission_builder.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::AFolder;
using testing::AnEntry;
using testing::ASubmission;
using ::testing::ElementsAre;
using testing::FaultsOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

RegistryErrors FaultsIn(const RegisterDocumentSetRequest& request) {
  return RunStatelessRules(request, Transaction::kRegisterDocumentSet);
}

TEST(StatelessRulesTest, AcceptsWhatTheBuildersMake) {
  const EntryUuid registered = *EntryUuid::Parse("urn:uuid:00000000-0000-4000-8000-000000000001");
  const std::vector<RegisterDocumentSetRequest> requests = {
      ASubmission().With(AnEntry()).Build(),
      ASubmission().With(AnEntry()).With(AnEntry()).OfPatient("30916130186").Build(),
      ASubmission().OfPatient("05861860053").With(AnEntry()).Build(),
      ASubmission().Referencing(registered).Build(),
      ASubmission().With(AFolder()).OfPatient("05861860053").Build(),
      ASubmission().Filing(registered.ToString(), registered.ToString()).Build(),
      ASubmission()
          .With(AnEntry().WithEntryUuid("d"))
          .With(AFolder().WithEntryUuid("f"))
          .Filing("d", "f")
          .WithRelated(AnEntry().WithEntryUuid("e"), kReplace, registered.ToString())
          .WithAssociation(kAppend, "d", "e")
          .Build(),
  };
  for (const RegisterDocumentSetRequest& request : requests) {
    EXPECT_THAT(FaultsOf(FaultsIn(request)), IsEmpty());
    RegisterDocumentSetRequest resolved = request;
    ResolveSubmissionIds(resolved);
    EXPECT_THAT(FaultsOf(FaultsIn(resolved)), IsEmpty());
  }
}

TEST(StatelessRulesTest, CollectsAllFaultsInTheOrderOfTheElements) {
  auto request = ASubmission()
                     .With(AnEntry().WithEntryUuid("a").WithHash("zz"))
                     .With(AnEntry().WithEntryUuid("b").OfPatient("30916130186"))
                     .Build();
  request.mutable_submission_set()->clear_source_id();
  request.mutable_associations(1)->set_association_type("RPLC");
  const RegistryErrors errors = FaultsIn(request);
  EXPECT_THAT(FaultsOf(errors),
              ElementsAre("XDSRegistryMetadataError at submission_set.source_id",
                          "XDSRegistryMetadataError at document_entries[0].hash",
                          "XDSRegistryMetadataError at document_entries[1]",
                          "XDSPatientIdDoesNotMatch at document_entries[1].patient_id",
                          "XDSRegistryMetadataError at associations[1].association_type"));
  EXPECT_EQ(errors.ToStatus().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(errors.ToStatus().message(),
            "5 faults; first: XDSRegistryMetadataError at submission_set.source_id");
}

TEST(StatelessRulesTest, RefusesTheEmptyRequest) {
  EXPECT_THAT(FaultsOf(FaultsIn({})), ElementsAre("XDSRegistryMetadataError at ",
                                                  "XDSRegistryMetadataError at submission_set"));
}

TEST(StatelessRulesTest, StopsAfterAThousandFaults) {
  RegisterDocumentSetRequest request;
  for (int i = 0; i < 5000; ++i) request.add_document_entries();
  const RegistryErrors errors = FaultsIn(request);
  ASSERT_EQ(errors.list().errors_size(), 1001);
  EXPECT_THAT(errors.list().errors(1000).code_context(), HasSubstr("more than 1000 faults"));
}

TEST(StatelessRulesTest, TenThousandEntriesAreOneFault) {
  RegisterDocumentSetRequest request;
  for (int i = 0; i < 10000; ++i) request.add_document_entries();
  const RegistryErrors errors = FaultsIn(request);
  EXPECT_THAT(FaultsOf(errors), ElementsAre("XDSRegistryOutOfResources at document_entries"));
  EXPECT_EQ(errors.ToStatus().code(), absl::StatusCode::kResourceExhausted);
}

TEST(StatelessRulesTest, FiveThousandEntriesAreFine) {
  auto submission = ASubmission();
  for (int i = 0; i < 5000; ++i) submission.With(AnEntry());
  EXPECT_THAT(FaultsOf(FaultsIn(submission.Build())), IsEmpty());
}

TEST(StatelessRulesTest, TwentyThousandObjectsAreToldByTheirLists) {
  RegisterDocumentSetRequest request;
  for (int i = 0; i < 8000; ++i) request.add_document_entries();
  for (int i = 0; i < 12000; ++i) request.add_associations();
  EXPECT_THAT(FaultsOf(FaultsIn(request)),
              ElementsAre("XDSRegistryOutOfResources at document_entries",
                          "XDSRegistryOutOfResources at associations"));
}

TEST(StatelessRulesTest, UpdatesKeepTheRulesOfTheirOwnElsewhere) {
  auto request = ASubmission().With(AnEntry()).Build();
  request.mutable_document_entries(0)->set_logical_id(
      "urn:uuid:00000000-0000-4000-8000-000000000001");
  request.mutable_associations(0)->set_previous_version(1);
  EXPECT_THAT(FaultsOf(RunStatelessRules(request, Transaction::kUpdateDocumentSet)), IsEmpty());
  EXPECT_THAT(FaultsOf(FaultsIn(request)),
              ElementsAre("XDSRegistryMetadataError at document_entries[0].logical_id",
                          "XDSRegistryMetadataError at associations[0].previous_version"));
}

TEST(StatelessRulesTest, OnDemandEntriesHaveTheirTransaction) {
  const auto request = ASubmission().With(AnEntry().AsOnDemand()).Build();
  EXPECT_THAT(FaultsOf(RunStatelessRules(request, Transaction::kRegisterOnDemandDocumentEntry)),
              IsEmpty());
  EXPECT_THAT(FaultsOf(FaultsIn(request)),
              ElementsAre("XDSRegistryMetadataError at document_entries[0].object_type"));
}

// Real names of real people here: they pass every rule as they are.
TEST(StatelessRulesTest, AcceptsTextsOfEveryScript) {
  for (const char* text : {"Ánde Čáhppe Đuvvá Ŋgoŋgu Šaldi Ŧeste Žiežžu", "e\u0301 a\u030a",
                           "שלום עולם", "مرحبا بالعالم", "\u202bright to left\u202c",
                           "👩‍⚕️ 🏥", "漢字かな交じり文", "\u00a0"}) {
    auto request = ASubmission()
                       .With(AnEntry().WithTitle(text).ByAuthor(text, text))
                       .With(AFolder().WithTitle(text))
                       .Build();
    request.mutable_submission_set()->mutable_comments()->add_localized()->set_value(text);
    EXPECT_THAT(FaultsOf(FaultsIn(request)), IsEmpty()) << text;
  }
}

TEST(StatelessRulesTest, RefusesControlCharactersInFoldersAndAssociations) {
  auto request = ASubmission().With(AFolder().WithTitle("a\x01")).Build();
  request.mutable_folders(0)->mutable_codes(0)->set_code("a\x1b");
  auto& association = *request.add_associations();
  association.set_association_type(kTransform);
  association.set_source_object("\n");
  association.mutable_documentation()->set_display_name("\x7f");
  EXPECT_THAT(FaultsOf(FaultsIn(request)),
              ::testing::IsSupersetOf(
                  {"XDSRegistryMetadataError at folders[0].title.localized[0].value",
                   "XDSRegistryMetadataError at folders[0].codes[0].code",
                   "XDSRegistryMetadataError at associations[1].source_object",
                   "XDSRegistryMetadataError at associations[1].documentation.display_name"}));
}

}  // namespace
}  // namespace docshare
