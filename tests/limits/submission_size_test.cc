// The largest submission the contract allows, on real servers.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/stack/stack.h"
#include "tests/stack/test_submission.h"

namespace docshare::tests {
namespace {

using ::testing::SizeIs;

TEST(SubmissionSizeTest, LargestSubmissionIsAccepted) {
  auto stack = Stack::Start();
  ASSERT_TRUE(stack.ok()) << stack.status();
  ASSERT_TRUE((*stack)->FeedPatient(kPatient).ok());
  constexpr size_t kDocuments = 5000;
  const TestSubmission submission = ASubmissionOf(std::vector<std::string>(kDocuments, "x"));
  // More than fits in a message of the default size, on both ways.
  ASSERT_GT(submission.metadata.ByteSizeLong(), 4u << 20);
  auto provided =
      (*stack)->Source(0, kHospital)->Provide(submission.metadata, submission.Documents());
  ASSERT_TRUE(provided.ok()) << provided.status();
  auto entries = FindAll(*(*stack)->Consumer(kMunicipality), kPatient);
  ASSERT_TRUE(entries.ok()) << entries.status();
  EXPECT_THAT(*entries, SizeIs(kDocuments));
}

}  // namespace
}  // namespace docshare::tests
