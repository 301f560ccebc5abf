#include "domain/hl7v2/pid_field.h"

#include <gtest/gtest.h>

#include "absl/status/status.h"

namespace docshare {
namespace {

TEST(PidFieldTest, GivesBackEveryTextItAccepts) {
  for (const char* text :
       {"PID-3|pid1^^^&1.2.3&ISO~pid2^^^&1.2.4&ISO", "PID-5|Doe^John^^^", "PID-7|19560527",
        "PID-8|M", "PID-11|100 Main St^^Metropolis^Il^44130^USA", "PID-5|O\\T\\Brien", "PID-13|",
        "PID-2|x", "PID-19|123"}) {
    const auto field = ParsePidField(text);
    ASSERT_TRUE(field.ok()) << text << ": " << field.status();
    EXPECT_EQ(RenderPidField(*field), text);
  }
}

TEST(PidFieldTest, SplitsAtTheFirstBar) {
  const auto field = ParsePidField("PID-5|Nordmann^Kari");
  ASSERT_TRUE(field.ok());
  EXPECT_EQ(field->field(), "PID-5");
  EXPECT_EQ(field->value(), "Nordmann^Kari");
}

TEST(PidFieldTest, Check26RefusesWrongForms) {
  for (const std::string& text :
       {std::string(), std::string("PID-5"), std::string("PID-|x"), std::string("PID-0|x"),
        std::string("PID-05|x"), std::string("PID-100|x"), std::string("PID-5.1|x"),
        std::string("pid-5|x"), std::string("PV1-2|x"), std::string("|x"),
        std::string("PID-7|1956~1957"), std::string("PID-8|M~F"), std::string("PID-5|a|b"),
        std::string("PID-5|C:\\dir"), std::string("PID-5|\\H\\x"), std::string("PID-5|a\nb"),
        "PID-5|" + std::string(251, 'a')}) {
    EXPECT_EQ(ParsePidField(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

}  // namespace
}  // namespace docshare
