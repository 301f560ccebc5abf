#include "domain/metadata/rules/stateless_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "domain/metadata/submission_ids.h"
#include "domain/metadata/testing/rule_cases.h"
#include "domain/metadata/testing/submission_builder.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::AnEntry;
using testing::ASubmission;
using ::testing::ElementsAre;
using testing::FaultsOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(StatelessRulesTest, AcceptsWhatTheBuildersMake) {
  const std::vector<RegisterDocumentSetRequest> requests = {
      ASubmission().With(AnEntry()).Build(),
      ASubmission().With(AnEntry()).With(AnEntry()).OfPatient("30916130186").Build(),
      ASubmission().OfPatient("05861860053").With(AnEntry()).Build(),
      ASubmission()
          .Referencing(*EntryUuid::Parse("urn:uuid:00000000-0000-4000-8000-000000000001"))
          .Build(),
  };
  for (const RegisterDocumentSetRequest& request : requests) {
    EXPECT_THAT(FaultsOf(RunStatelessRules(request)), IsEmpty());
    RegisterDocumentSetRequest resolved = request;
    ResolveSubmissionIds(resolved);
    EXPECT_THAT(FaultsOf(RunStatelessRules(resolved)), IsEmpty());
  }
}

TEST(StatelessRulesTest, CollectsAllFaultsInTheOrderOfTheElements) {
  auto request = ASubmission()
                     .With(AnEntry().WithEntryUuid("a").WithHash("zz"))
                     .With(AnEntry().WithEntryUuid("b").OfPatient("30916130186"))
                     .Build();
  request.mutable_submission_set()->clear_source_id();
  request.mutable_associations(1)->set_association_type("RPLC");
  const RegistryErrors errors = RunStatelessRules(request);
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
  EXPECT_THAT(
      FaultsOf(RunStatelessRules({})),
      ElementsAre("XDSRegistryMetadataError at ", "XDSRegistryMetadataError at submission_set"));
}

TEST(StatelessRulesTest, StopsAfterAThousandFaults) {
  RegisterDocumentSetRequest request;
  for (int i = 0; i < 5000; ++i) request.add_document_entries();
  const RegistryErrors errors = RunStatelessRules(request);
  ASSERT_EQ(errors.list().errors_size(), 1001);
  EXPECT_THAT(errors.list().errors(1000).code_context(), HasSubstr("more than 1000 faults"));
}

TEST(StatelessRulesTest, TenThousandEntriesAreOneFault) {
  RegisterDocumentSetRequest request;
  for (int i = 0; i < 10000; ++i) request.add_document_entries();
  const RegistryErrors errors = RunStatelessRules(request);
  EXPECT_THAT(FaultsOf(errors), ElementsAre("XDSRegistryOutOfResources at document_entries"));
  EXPECT_EQ(errors.ToStatus().code(), absl::StatusCode::kResourceExhausted);
}

TEST(StatelessRulesTest, FiveThousandEntriesAreFine) {
  auto submission = ASubmission();
  for (int i = 0; i < 5000; ++i) submission.With(AnEntry());
  EXPECT_THAT(FaultsOf(RunStatelessRules(submission.Build())), IsEmpty());
}

}  // namespace
}  // namespace docshare
