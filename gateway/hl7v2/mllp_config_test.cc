#include "gateway/hl7v2/mllp_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace docshare::gateway {
namespace {

using ::testing::HasSubstr;

TEST(MllpConfigTest, WhatIsNotMentionedKeepsItsDefault) {
  const MllpServerOptions options = MllpServerOptionsFrom({});
  EXPECT_EQ(options.max_connections, 64);
  EXPECT_EQ(options.limits.message_time, std::chrono::seconds(30));
  EXPECT_EQ(options.limits.idle_time, std::chrono::hours(1));
}

TEST(MllpConfigTest, TakesWhatIsMentioned) {
  config::v1::Mllp mllp;
  mllp.mutable_listener()->set_address("127.0.0.1:0");
  mllp.mutable_listener()->set_plaintext_on_loopback(true);
  mllp.mutable_listener()->set_port_file("port");
  mllp.set_max_connections(3);
  mllp.set_message_limit_s(4);
  mllp.set_idle_limit_s(4294967295);
  const MllpServerOptions options = MllpServerOptionsFrom(mllp);
  EXPECT_EQ(options.listen_address, "127.0.0.1:0");
  EXPECT_TRUE(options.security.plaintext_on_loopback);
  EXPECT_EQ(options.port_file, "port");
  EXPECT_EQ(options.max_connections, 3);
  EXPECT_EQ(options.limits.message_time, std::chrono::seconds(4));
  EXPECT_EQ(options.limits.idle_time, std::chrono::seconds(4294967295));
}

TEST(MllpConfigTest, ReadsTheAuthorities) {
  config::v1::Mllp mllp;
  mllp.add_assigning_authorities("1.2.3");
  mllp.add_assigning_authorities("1.2.4");
  EXPECT_FALSE(CommunityAuthoritiesFrom(mllp)->without_oid);
  mllp.set_default_assigning_authority("1.2.4");
  const auto community = CommunityAuthoritiesFrom(mllp);
  ASSERT_TRUE(community.ok()) << community.status();
  EXPECT_EQ(community->oids.size(), 2u);
  EXPECT_EQ(community->without_oid->ToString(), "1.2.4");
}

TEST(MllpConfigTest, RefusesAuthoritiesThatCannotWork) {
  config::v1::Mllp mllp;
  const auto message = [&mllp] {
    return std::string(CommunityAuthoritiesFrom(mllp).status().message());
  };
  EXPECT_THAT(message(), HasSubstr("mllp.assigning_authorities is empty"));
  mllp.add_assigning_authorities("1.2.3");
  mllp.set_default_assigning_authority("1.2.4");
  EXPECT_THAT(message(), HasSubstr("default_assigning_authority: '1.2.4' is none"));
  mllp.add_assigning_authorities("urn:oid:1.2");
  EXPECT_THAT(message(), HasSubstr("'urn:oid:1.2' is not an OID"));
}

}  // namespace
}  // namespace docshare::gateway
