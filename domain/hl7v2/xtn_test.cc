#include "domain/hl7v2/xtn.h"

#include <gtest/gtest.h>

#include <string>

namespace docshare {
namespace {

TEST(XtnTest, AcceptsPhonesAndEmailAddresses) {
  for (const char* text :
       {"^^PH^^^^12345678", "^PRN^PH^^47^^12345678", "^WPN^CP^^47^22^12345678^99",
        "^WPN^FX^^^^12345678^^", "^PRN^PH^^^^^^^^^+47 12345678", "^NET^Internet^name@example.org",
        "^^Internet^name@example.org"}) {
    EXPECT_TRUE(CheckXtn(text).ok()) << text << ": " << CheckXtn(text);
  }
}

TEST(XtnTest, Check25RefusesWrongForms) {
  for (const std::string& text :
       {std::string(), std::string("^^^"), std::string("12345678"), std::string("^PRN"),
        std::string("^PRN^PH"), std::string("^PRN^^^47^^12345678"),
        std::string("(47)12345678^PRN^PH^^^^12345678"), std::string("^PRN^PH^a@b^^^12345678"),
        std::string("^PRN^PH^^^^1^^text"), std::string("^PRN^PH^^^^1^^^^^^x"),
        std::string("^NET^PH^^^^12345678"), std::string("^NET^Internet"),
        std::string("^PRN^Internet^name@example.org"),
        std::string("^NET^Internet^name@example.org^47"), std::string("^NET^internet^a@b"),
        std::string("^^PH^^^^1\\H\\"), std::string("^^PH^^^^1~^^PH^^^^2"),
        std::string("^^PH^^^^1\n"), "^^PH^^^^" + std::string(256, '1')}) {
    EXPECT_EQ(CheckXtn(text).code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

}  // namespace
}  // namespace docshare
