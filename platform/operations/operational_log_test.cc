#include "platform/operations/operational_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"

namespace docshare::platform {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

// 2026-01-31T09:30:00.125Z.
absl::Time TestTime() { return absl::FromUnixMillis(1769851800125); }

class OperationalLogTest : public ::testing::Test {
 protected:
  std::vector<std::string> lines_;
  OperationalLog log_{"registry", [this](absl::string_view line) { lines_.emplace_back(line); },
                      TestTime};
};

TEST_F(OperationalLogTest, WritesOneObjectALine) {
  log_.Info("submission_committed", {{"position", 17}, {"entries", 3}});
  ASSERT_THAT(lines_, SizeIs(1));
  EXPECT_EQ(lines_[0],
            "{\"ts\":\"2026-01-31T09:30:00.125Z\",\"severity\":\"INFO\",\"component\":\"registry\","
            "\"event\":\"submission_committed\",\"position\":17,\"entries\":3}\n");
}

TEST_F(OperationalLogTest, NamesTheSeverity) {
  log_.Info("a");
  log_.Warning("b");
  log_.Error("c");
  ASSERT_THAT(lines_, SizeIs(3));
  EXPECT_THAT(lines_[0], HasSubstr("\"severity\":\"INFO\""));
  EXPECT_THAT(lines_[1], HasSubstr("\"severity\":\"WARNING\""));
  EXPECT_THAT(lines_[2], HasSubstr("\"severity\":\"ERROR\""));
}

TEST_F(OperationalLogTest, KeepsTheTypeOfEachField) {
  const std::string text = "value";
  log_.Info("typed", {{"yes", true},
                      {"negative", int64_t{-5}},
                      {"largest", std::numeric_limits<uint64_t>::max()},
                      {"size", text.size()},
                      {"ratio", 0.5},
                      {"nothing", std::numeric_limits<double>::infinity()},
                      {"literal", "word"},
                      {"text", text}});
  ASSERT_THAT(lines_, SizeIs(1));
  EXPECT_THAT(
      lines_[0],
      EndsWith("\"yes\":true,\"negative\":-5,\"largest\":18446744073709551615,\"size\":5,"
               "\"ratio\":0.5,\"nothing\":null,\"literal\":\"word\",\"text\":\"value\"}\n"));
}

TEST_F(OperationalLogTest, TextCannotEndTheLineOrTheString) {
  log_.Info("escaped", {{"text", absl::string_view("a\"b\\c\nd\re\t\x01\x7F\0\xFF z", 16)}});
  ASSERT_THAT(lines_, SizeIs(1));
  EXPECT_THAT(lines_[0],
              EndsWith("\"text\":\"a\\\"b\\\\c\\nd\\u000de\\t\\u0001\\u007f\\u0000? z\"}\n"));
}

TEST_F(OperationalLogTest, CutsLongTextBetweenCharacters) {
  log_.Info("long", {{"text", std::string(511, 'x') + "\xC3\xA6" + std::string(100000, 'y')}});
  ASSERT_THAT(lines_, SizeIs(1));
  EXPECT_THAT(lines_[0], EndsWith(absl::StrCat("\"", std::string(511, 'x'), "...\"}\n")));
}

TEST_F(OperationalLogTest, LinesOfThreadsDoNotMix) {
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([this, t] {
      for (int i = 0; i < 250; ++i) log_.Info("tick", {{"thread", t}, {"i", i}});
    });
  }
  for (std::thread& thread : threads) thread.join();
  ASSERT_THAT(lines_, SizeIs(1000));
  for (const std::string& line : lines_) {
    EXPECT_THAT(line, StartsWith("{\"ts\":"));
    EXPECT_THAT(line, EndsWith("}\n"));
  }
}

TEST(OperationalLogFileTest, FileHasTheLineWhenTheCallReturns) {
  std::FILE* file = std::tmpfile();
  ASSERT_NE(file, nullptr);
  OperationalLog log("registry", OperationalLog::ToFile(file), TestTime);
  log.Info("started");
  std::rewind(file);
  char buffer[256] = {};
  ASSERT_NE(std::fgets(buffer, sizeof buffer, file), nullptr);
  EXPECT_THAT(std::string(buffer), EndsWith("\"event\":\"started\"}\n"));
  std::fclose(file);
}

}  // namespace
}  // namespace docshare::platform
