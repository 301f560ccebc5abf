#include "repository/check/clamd_address.h"

#include <gtest/gtest.h>

namespace docshare::repository {
namespace {

TEST(ClamdAddressTest, KnowsSocketsAndPortsOfThisMachine) {
  struct Case {
    const char* text;
    int family;
  };
  for (const Case& c : {Case{"unix:/run/clamav/clamd.ctl", AF_UNIX}, Case{"unix:clamd", AF_UNIX},
                        Case{"127.0.0.1:3310", AF_INET}, Case{"127.3.2.1:65535", AF_INET},
                        Case{"[::1]:3310", AF_INET6}}) {
    const absl::StatusOr<ClamdAddress> address = ParseClamdAddress(c.text);
    ASSERT_TRUE(address.ok()) << address.status();
    EXPECT_EQ(address->socket.ss_family, c.family) << c.text;
    EXPECT_EQ(address->text, c.text);
  }
}

TEST(ClamdAddressTest, RefusesOtherHostsAndWhatIsNoAddress) {
  const std::string long_path = "unix:/" + std::string(108, 'x');
  for (const std::string& text :
       {std::string(), std::string("unix:"), std::string("/run/clamav/clamd.ctl"),
        std::string("127.0.0.1"), std::string("127.0.0.1:"), std::string("127.0.0.1:0"),
        std::string("127.0.0.1:65536"), std::string("127.0.0.1:x"), std::string("10.0.0.1:3310"),
        std::string("0.0.0.0:3310"), std::string("[::]:3310"), std::string("scanner:3310"),
        std::string(":3310"), long_path}) {
    EXPECT_EQ(ParseClamdAddress(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

}  // namespace
}  // namespace docshare::repository
