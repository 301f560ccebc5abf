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

TEST(SubmissionLimitsTest, RefusesAnObjectOfMoreThanAMebibyte) {
  RegisterDocumentSetRequest request = Of(2, 1, 1);
  request.mutable_document_entries(1)->set_entry_uuid(std::string(kMaxObjectBytes - 4, 'x'));
  EXPECT_EQ(FaultsOf(&CheckSubmissionLimits, request), std::vector<std::string>{});
  request.mutable_document_entries(1)->set_entry_uuid(std::string(kMaxObjectBytes, 'x'));
  request.mutable_submission_set()->set_unique_id(std::string(kMaxObjectBytes, 'x'));
  request.mutable_folders(0)->set_unique_id(std::string(kMaxObjectBytes, 'x'));
  request.mutable_associations(0)->set_entry_uuid(std::string(kMaxObjectBytes, 'x'));
  EXPECT_EQ(FaultsOf(&CheckSubmissionLimits, request),
            (std::vector<std::string>{"XDSRegistryOutOfResources at submission_set",
                                      "XDSRegistryOutOfResources at document_entries[1]",
                                      "XDSRegistryOutOfResources at folders[0]",
                                      "XDSRegistryOutOfResources at associations[0]"}));
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
