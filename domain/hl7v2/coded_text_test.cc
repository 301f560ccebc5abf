#include "domain/hl7v2/coded_text.h"

#include <gtest/gtest.h>

#include "absl/status/status.h"

namespace docshare {
namespace {

TEST(CodedTextTest, ReadsTheCodedForm) {
  const auto role = ParseCodedText("6^^^&2.16.578.1.12.4.1.1.9034&ISO");
  ASSERT_TRUE(role.ok()) << role.status();
  EXPECT_EQ(role->text(), "6");
  EXPECT_EQ(role->code_system(), "2.16.578.1.12.4.1.1.9034");
}

TEST(CodedTextTest, GivesBackEveryTextItAccepts) {
  for (const char* text : {"Primary Surgeon", "Ear & Nose", "back\\slash", "a~b",
                           "6^^^&2.16.578.1.12.4.1.1.9034&ISO", "a\\S\\b^^^&1.2&ISO"}) {
    const auto role = ParseCodedText(text);
    ASSERT_TRUE(role.ok()) << text << ": " << role.status();
    EXPECT_EQ(RenderCodedText(*role), text);
  }
}

TEST(CodedTextTest, Check25RefusesWrongForms) {
  for (const std::string& text :
       {std::string(), std::string("6^Doctor"), std::string("6^^^1.2"), std::string("6^^^&1.2"),
        std::string("6^^^&x&ISO"), std::string("6^^^&1.2&ISO^"), std::string("6^^^N&1.2&ISO"),
        std::string("^^^&1.2&ISO"), std::string("6\\H\\^^^&1.2&ISO"), std::string("a\nb"),
        std::string(257, 'a')}) {
    EXPECT_EQ(ParseCodedText(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

}  // namespace
}  // namespace docshare
