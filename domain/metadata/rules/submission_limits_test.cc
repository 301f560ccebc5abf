#include "domain/metadata/rules/submission_limits.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::FaultsOf;

RegisterDocumentSetRequest Of(int entries, int associations) {
  RegisterDocumentSetRequest request;
  for (int i = 0; i < entries; ++i) request.add_document_entries();
  for (int i = 0; i < associations; ++i) request.add_associations();
  return request;
}

TEST(SubmissionLimitsTest, AcceptsUpToTheLimits) {
  EXPECT_EQ(FaultsOf(&CheckSubmissionLimits, Of(5000, 5000)), std::vector<std::string>{});
}

TEST(SubmissionLimitsTest, RefusesMore) {
  EXPECT_EQ(FaultsOf(&CheckSubmissionLimits, Of(5001, 0)),
            std::vector<std::string>{"XDSRegistryOutOfResources at document_entries"});
  EXPECT_EQ(FaultsOf(&CheckSubmissionLimits, Of(0, 5001)),
            std::vector<std::string>{"XDSRegistryOutOfResources at associations"});
}

}  // namespace
}  // namespace docshare
