#include "consumer/cli/metadata_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace docshare::consumer {
namespace {

using docshare::registry::v1::RegisterDocumentSetRequest;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string Written(const std::string& text) {
  std::string path =
      (std::filesystem::path(::testing::TempDir()) / "metadata_file_test.json").string();
  std::ofstream(path) << text;
  return path;
}

TEST(MetadataFileTest, ReadsOneEntry) {
  absl::StatusOr<RegisterDocumentSetRequest> request = ReadMetadataFile(Written(
      R"({"title": {"localized": [{"value": "Epikrise"}]}, "classCode": {"code": "A00-1"}})"));
  ASSERT_TRUE(request.ok()) << request.status();
  ASSERT_EQ(request->document_entries_size(), 1);
  EXPECT_EQ(request->document_entries(0).class_code().code(), "A00-1");
  EXPECT_FALSE(request->has_submission_set());
}

TEST(MetadataFileTest, ReadsASubmission) {
  absl::StatusOr<RegisterDocumentSetRequest> request = ReadMetadataFile(
      Written(R"({"submissionSet": {"uniqueId": "1.2"}, "documentEntries": [{"size": "7"}, {}]})"));
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->submission_set().unique_id(), "1.2");
  ASSERT_EQ(request->document_entries_size(), 2);
  EXPECT_EQ(request->document_entries(0).size(), 7u);
}

TEST(MetadataFileTest, NamesFileAndFault) {
  const struct {
    const char* text;
    const char* message;
  } cases[] = {{"{", ""}, {"[]", ""}, {R"({"titel": {}})", "titel"}, {R"({"size": "x"})", "size"}};
  for (const auto& c : cases) {
    absl::Status status = ReadMetadataFile(Written(c.text)).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.text;
    EXPECT_THAT(std::string(status.message()),
                AllOf(HasSubstr("metadata_file_test.json"), HasSubstr(c.message)));
  }
}

TEST(MetadataFileTest, FileThatCannotBeRead) {
  for (const std::string& path : {std::string("/missing.json"), ::testing::TempDir()}) {
    absl::Status status = ReadMetadataFile(path).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(status.message()), HasSubstr(path));
  }
}

}  // namespace
}  // namespace docshare::consumer
