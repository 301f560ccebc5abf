#include "platform/config/text_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "absl/strings/str_cat.h"
#include "docshare/config/v1/repository_config.pb.h"

namespace docshare::platform {
namespace {

using docshare::config::v1::RepositoryConfig;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string FileWith(const std::string& name, const std::string& text) {
  std::string path = absl::StrCat(::testing::TempDir(), "/", name);
  std::FILE* file = std::fopen(path.c_str(), "wb");
  EXPECT_NE(file, nullptr);
  EXPECT_EQ(std::fwrite(text.data(), 1, text.size(), file), text.size());
  std::fclose(file);
  return path;
}

absl::Status ErrorOf(const std::string& text) {
  RepositoryConfig config;
  return ParseTextConfig("a.conf", text, &config);
}

TEST(TextConfigTest, ReadsAFile) {
  RepositoryConfig config;
  config.set_max_calls(7);
  std::string path =
      FileWith("good.conf", "# A comment.\ndata_dir: \"/d\"\nlistener { drain_s: 3 }\n");
  ASSERT_TRUE(ReadTextConfig(path, &config).ok());
  EXPECT_EQ(config.data_dir(), "/d");
  EXPECT_EQ(config.listener().drain_s(), 3);
  EXPECT_EQ(config.max_calls(), 0) << "the message is cleared first";
}

TEST(TextConfigTest, RefusesUnknownFieldsWithTheirLine) {
  absl::Status status = ErrorOf("data_dir: \"/d\"\n\n  data_directory: \"/e\"\n");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), StartsWith("a.conf:3:"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("data_directory"));
}

TEST(TextConfigTest, NamesTheLineOfEveryKindOfFault) {
  struct Case {
    const char* name;
    const char* text;
    const char* start;
  };
  for (const Case& c : {Case{"wrong type", "max_calls: \"many\"", "a.conf:1:"},
                        Case{"twice", "data_dir: \"a\"\ndata_dir: \"b\"", "a.conf:2:"},
                        Case{"open brace", "listener {\n", "a.conf:2:"},
                        Case{"not text",
                             "\x7f"
                             "ELF\x01\x02",
                             "a.conf:1:"}}) {
    absl::Status status = ErrorOf(c.text);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.name;
    EXPECT_THAT(std::string(status.message()), StartsWith(c.start)) << c.name;
  }
}

TEST(TextConfigTest, AnEmptyFileIsAnEmptyMessage) { EXPECT_TRUE(ErrorOf("").ok()); }

TEST(TextConfigTest, NamesAFileThatIsNotThere) {
  RepositoryConfig config;
  absl::Status status = ReadTextConfig("/nowhere/x.conf", &config);
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("/nowhere/x.conf"));
}

TEST(TextConfigTest, RefusesAFolderAndAHugeFile) {
  RepositoryConfig config;
  EXPECT_EQ(ReadTextConfig(::testing::TempDir(), &config).code(), absl::StatusCode::kUnavailable);
  std::string path = FileWith("huge.conf", std::string(kMaxConfigBytes + 1, '#'));
  EXPECT_EQ(ReadTextConfig(path, &config).code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace docshare::platform
