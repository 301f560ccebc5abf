#include "domain/metadata/rules/submission_limits.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::FaultsOf;

RegisterDocumentSetRequest Of(int entries, int folders, int associations) {
  RegisterDocumentSetRequest request;
  for (int i = 0; i < entries; ++i) request.add_document_entries();
  for (int i = 0; i < folders; ++i) request.add_folders();
  for (int i = 0; i < associations; ++i) request.add_associations();
  return request;
}

TEST(SubmissionLimitsTest, AcceptsUpToTheLimits) {
  EXPECT_EQ(FaultsOf(&CheckSubmissionLimits, Of(5000, 5000, 5000)), std::vector<std::string>{});
}

TEST(SubmissionLimitsTest, RefusesMore) {
  EXPECT_EQ(FaultsOf(&CheckSubmissionLimits, Of(5001, 0, 0)),
            std::vector<std::string>{"XDSRegistryOutOfResources at document_entries"});
  EXPECT_EQ(FaultsOf(&CheckSubmissionLimits, Of(0, 5001, 0)),
            std::vector<std::string>{"XDSRegistryOutOfResources at folders"});
  EXPECT_EQ(FaultsOf(&CheckSubmissionLimits, Of(0, 0, 5001)),
            std::vector<std::string>{"XDSRegistryOutOfResources at associations"});
}

TEST(SubmissionLimitsTest, TwentyThousandObjectsAreToldInNumbers) {
  RegistryErrors errors;
  CheckSubmissionLimits(Of(20000, 20000, 20000), errors);
  ASSERT_EQ(errors.list().errors_size(), 3);
  EXPECT_EQ(errors.list().errors(0).code_context(),
            "20000 document_entries in one submission, at most 5000 are accepted; submit fewer at "
            "a time");
}

}  // namespace
}  // namespace docshare
