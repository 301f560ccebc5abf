#include "domain/hl7v2/intended_recipient.h"

#include <gtest/gtest.h>

#include "absl/status/status.h"

namespace docshare {
namespace {

TEST(IntendedRecipientTest, ReadsTheParts) {
  const auto recipient = ParseIntendedRecipient(
      "Some Hospital^^^^^^^^^1.2.3.4|^Wel^Marcus^^^Dr^MD|^^Internet^mwel@example.org");
  ASSERT_TRUE(recipient.ok()) << recipient.status();
  EXPECT_EQ(recipient->organization().name(), "Some Hospital");
  EXPECT_EQ(recipient->person().family_name(), "Wel");
  EXPECT_EQ(recipient->telecom().xtn(), "^^Internet^mwel@example.org");
}

TEST(IntendedRecipientTest, GivesBackTheTextWithoutBarsAtItsEnd) {
  struct Case {
    const char* text;
    const char* rendered;
  };
  const Case cases[] = {
      {"Some Hospital", "Some Hospital"},
      {"|^Wel^Marcus", "|^Wel^Marcus"},
      {"||^^Internet^a@example.org", "||^^Internet^a@example.org"},
      {"Some Hospital||^^Internet^a@example.org", "Some Hospital||^^Internet^a@example.org"},
      {"Main Hospital^^^^^^^^^1.2.3||", "Main Hospital^^^^^^^^^1.2.3"},
      {"|12345^John^Smith^^^Dr^MD|", "|12345^John^Smith^^^Dr^MD"},
  };
  for (const Case& c : cases) {
    const auto recipient = ParseIntendedRecipient(c.text);
    ASSERT_TRUE(recipient.ok()) << c.text << ": " << recipient.status();
    EXPECT_EQ(RenderIntendedRecipient(*recipient), c.rendered);
  }
}

TEST(IntendedRecipientTest, Check25RefusesWrongForms) {
  for (const std::string& text :
       {std::string(), std::string("|"), std::string("||"), std::string("A|^B|^^PH^^^^1|x"),
        std::string("A^x"), std::string("|^^given"), std::string("||12345678"),
        std::string(257, 'a')}) {
    EXPECT_EQ(ParseIntendedRecipient(text).status().code(), absl::StatusCode::kInvalidArgument)
        << text;
  }
}

}  // namespace
}  // namespace docshare
