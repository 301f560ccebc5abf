#include "registry/validation/code_sets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"

namespace docshare::registry {
namespace {

// A file that allows these class codes.
CodeFile FileOf(const std::vector<std::string>& class_codes) {
  std::string xml = "<Codes><CodeType name=\"classCode\">";
  for (const std::string& code : class_codes) {
    absl::StrAppend(&xml, "<Code code=\"", code, "\" codingScheme=\"2.999.1\"/>");
  }
  return {"codes.xml", absl::StrCat(xml, "</CodeType></Codes>"), {}, ""};
}

uint64_t LoadCodes(CodeSets& codes, const std::vector<std::string>& class_codes) {
  const CodeFile file = FileOf(class_codes);
  const auto loaded = codes.Load({&file, 1});
  EXPECT_TRUE(loaded.ok()) << loaded.status();
  return loaded.ok() ? loaded->version.number : 0;
}

bool Allows(const CodeSets& codes, const std::string& class_code) {
  return codes.Current()->Contains(CodedAttribute::kClassCode, "2.999.1", class_code);
}

TEST(CodeSetsTest, RestrictsNothingAtFirst) {
  const CodeSets codes;
  EXPECT_EQ(codes.Current()->size(), 0U);
  EXPECT_EQ(codes.Now().active.number, 0U);
  EXPECT_FALSE(codes.Now().loaded.has_value());
  EXPECT_FALSE(codes.Now().previous.has_value());
}

TEST(CodeSetsTest, LoadingShowsTheDifferenceAndChangesNothing) {
  CodeSets codes;
  ASSERT_TRUE(codes.Activate(LoadCodes(codes, {"A", "B"})).ok());
  const CodeFile file = FileOf({"B", "C"});
  const auto loaded = codes.Load({&file, 1});
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->version.number, 2U);
  EXPECT_EQ(loaded->active, 1U);
  ASSERT_EQ(loaded->diff.added.size(), 1U);
  EXPECT_EQ(loaded->diff.added[0].code.code, "C");
  ASSERT_EQ(loaded->diff.removed.size(), 1U);
  EXPECT_EQ(loaded->diff.removed[0].code.code, "A");
  EXPECT_TRUE(Allows(codes, "A"));
  EXPECT_FALSE(Allows(codes, "C"));
  EXPECT_EQ(codes.Now().loaded->number, 2U);

  ASSERT_TRUE(codes.Activate(2).ok());
  EXPECT_FALSE(Allows(codes, "A"));
  EXPECT_TRUE(Allows(codes, "C"));
  EXPECT_FALSE(codes.Now().loaded.has_value());
}

TEST(CodeSetsTest, CallsThatRunKeepTheSetsTheyBeganWith) {
  CodeSets codes;
  ASSERT_TRUE(codes.Activate(LoadCodes(codes, {"A"})).ok());
  const std::shared_ptr<const ValueSets> running = codes.Current();
  ASSERT_TRUE(codes.Activate(LoadCodes(codes, {"B"})).ok());
  EXPECT_TRUE(running->Contains(CodedAttribute::kClassCode, "2.999.1", "A"));
  EXPECT_FALSE(Allows(codes, "A"));
}

TEST(CodeSetsTest, ABadFileLeavesEverythingAsItWas) {
  CodeSets codes;
  ASSERT_TRUE(codes.Activate(LoadCodes(codes, {"A"})).ok());
  const uint64_t waiting = LoadCodes(codes, {"B"});
  const CodeFile bad{"bad.xml", "<Codes><CodeType name=\"x\"/></Codes>", {}, ""};
  const auto loaded = codes.Load({&bad, 1});
  EXPECT_EQ(loaded.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(loaded.status().message()), ::testing::HasSubstr("bad.xml: line 1"));
  EXPECT_TRUE(Allows(codes, "A"));
  EXPECT_TRUE(codes.Activate(waiting).ok());
}

TEST(CodeSetsTest, ActivatesOnlyWhatWasLoadedLast) {
  CodeSets codes;
  EXPECT_EQ(codes.Activate(1).code(), absl::StatusCode::kFailedPrecondition);
  const uint64_t first = LoadCodes(codes, {"A"});
  const uint64_t second = LoadCodes(codes, {"B"});
  EXPECT_EQ(codes.Activate(first).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(codes.Activate(second).ok());
  EXPECT_EQ(codes.Activate(second).code(), absl::StatusCode::kFailedPrecondition);
}

TEST(CodeSetsTest, RollsBackOneVersionAfterTheOther) {
  CodeSets codes;
  ASSERT_TRUE(codes.Activate(LoadCodes(codes, {"A"})).ok());
  ASSERT_TRUE(codes.Activate(LoadCodes(codes, {"B"})).ok());
  EXPECT_EQ(codes.Now().previous->number, 1U);
  const auto first = codes.RollBack(codes.Now().active.number);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->number, 1U);
  EXPECT_TRUE(Allows(codes, "A"));
  ASSERT_TRUE(codes.RollBack(codes.Now().active.number).ok());
  EXPECT_EQ(codes.Current()->size(), 0U);
  EXPECT_EQ(codes.RollBack(codes.Now().active.number).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(CodeSetsTest, RollsBackOnlyTheVersionThatIsNamed) {
  CodeSets codes;
  ASSERT_TRUE(codes.Activate(LoadCodes(codes, {"A"})).ok());
  ASSERT_TRUE(codes.Activate(LoadCodes(codes, {"B"})).ok());
  const uint64_t active = codes.Now().active.number;
  ASSERT_TRUE(codes.RollBack(active).ok());
  EXPECT_EQ(codes.RollBack(active).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(Allows(codes, "A"));
}

TEST(CodeSetsTest, WhatWasComparedWithAnotherVersionIsNotActivated) {
  CodeSets codes;
  ASSERT_TRUE(codes.Activate(LoadCodes(codes, {"A"})).ok());
  const uint64_t loaded = LoadCodes(codes, {"B"});
  ASSERT_TRUE(codes.RollBack(codes.Now().active.number).ok());
  const absl::Status activated = codes.Activate(loaded);
  EXPECT_EQ(activated.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(activated.message()), ::testing::HasSubstr("load it again"));
  EXPECT_EQ(codes.Current()->size(), 0U);
}

TEST(CodeSetsTest, KeepsTenVersionsBack) {
  CodeSets codes;
  for (int i = 0; i < 15; ++i) {
    ASSERT_TRUE(codes.Activate(LoadCodes(codes, {absl::StrCat("C", i)})).ok());
  }
  size_t back = 0;
  while (codes.RollBack(codes.Now().active.number).ok()) ++back;
  EXPECT_EQ(back, CodeSets::kKept);
  EXPECT_EQ(codes.Now().active.number, 5U);
}

TEST(CodeSetsTest, ReadersMeetWholeVersionsWhileOthersChangeThem) {
  CodeSets codes;
  std::atomic<bool> done{false};
  std::atomic<int> torn{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const auto sets = codes.Current();
        // A version has both codes or none.
        const bool a = sets->Contains(CodedAttribute::kClassCode, "2.999.1", "A");
        const bool b = sets->Contains(CodedAttribute::kClassCode, "2.999.1", "B");
        if (a != b) ++torn;
        (void)codes.Now();
      }
    });
  }
  std::vector<std::thread> writers;
  for (int i = 0; i < 2; ++i) {
    writers.emplace_back([&] {
      const CodeFile file = FileOf({"A", "B"});
      for (int round = 0; round < 100; ++round) {
        const auto loaded = codes.Load({&file, 1});
        if (loaded.ok()) (void)codes.Activate(loaded->version.number);
        if (round % 3 == 0) (void)codes.RollBack(codes.Now().active.number);
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(torn, 0);
}

}  // namespace
}  // namespace docshare::registry
