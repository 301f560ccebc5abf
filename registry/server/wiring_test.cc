#include "registry/server/wiring.h"

#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "platform/crypto/testing/test_key_ring.h"

namespace docshare::registry {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

config::v1::RegistryConfig Parse(const std::string& text) {
  config::v1::RegistryConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &config));
  return config;
}

config::v1::RegistryConfig GoodConfig() {
  return Parse(R"(
    home_community_id: "urn:oid:2.999.1"
    data_dir: "registry"
    key_ring: "/etc/docshare/key-ring.textproto"
    listener { address: "127.0.0.1:0" plaintext_on_loopback: true }
    peers { name: "admin" roles: ROLE_QUERY })");
}

std::string FaultsOf(const config::v1::RegistryConfig& config) {
  return std::string(CheckConfig(config, "registry.textproto").message());
}

TEST(RegistryConfigTest, AcceptsACompleteConfiguration) {
  EXPECT_TRUE(CheckConfig(GoodConfig(), "registry.textproto").ok());
}

TEST(RegistryConfigTest, NamesEveryMissingFieldWithAnExample) {
  EXPECT_THAT(FaultsOf({}),
              AllOf(HasSubstr("registry.textproto"), HasSubstr("home_community_id"),
                    HasSubstr("data_dir"), HasSubstr("key_ring"), HasSubstr("listener"),
                    HasSubstr("peers"), HasSubstr("urn:oid:2.999.1")));
}

TEST(RegistryConfigTest, RefusesACommunityThatIsNotAnOidUrn) {
  config::v1::RegistryConfig config = GoodConfig();
  config.set_home_community_id("2.999.1");
  EXPECT_THAT(FaultsOf(config), HasSubstr("home_community_id"));
}

TEST(RegistryConfigTest, RefusesAPeerWithoutNameOrWithAnUnspecifiedRole) {
  config::v1::RegistryConfig config = GoodConfig();
  config.add_peers()->add_roles(config::v1::ROLE_UNSPECIFIED);
  EXPECT_THAT(FaultsOf(config), AllOf(HasSubstr("peers.name"), HasSubstr("ROLE_UNSPECIFIED")));
}

TEST(RegistryTest, OpensItsDatabaseAgainAndRefusesAnotherCommunity) {
  platform::OperationalLog log("test", [](absl::string_view) {});
  config::v1::RegistryConfig config = GoodConfig();
  config.set_data_dir(::testing::TempDir() + "/registry-wiring");
  config.set_key_ring(::testing::TempDir() + "/registry-wiring-keys");
  platform::WriteTestKeyRing(config.key_ring());
  for (int i = 0; i < 2; ++i) {
    auto registry = Registry::Open(config, &log);
    ASSERT_TRUE(registry.ok()) << registry.status();
  }
  config.set_home_community_id("urn:oid:2.999.2");
  auto other = Registry::Open(config, &log);
  EXPECT_TRUE(absl::IsFailedPrecondition(other.status())) << other.status();
}

TEST(RegistryTest, ItsKeyRingIsNeededAndNamed) {
  platform::OperationalLog log("test", [](absl::string_view) {});
  config::v1::RegistryConfig config = GoodConfig();
  config.set_data_dir(::testing::TempDir() + "/registry-keys");
  config.set_key_ring(::testing::TempDir() + "/registry-keys-ring");
  const absl::Status missing = Registry::Open(config, &log).status();
  EXPECT_TRUE(absl::IsInvalidArgument(missing)) << missing;
  EXPECT_THAT(std::string(missing.message()), HasSubstr("registry-keys-ring"));
  platform::WriteTestKeyRing(config.key_ring());
  ASSERT_TRUE(Registry::Open(config, &log).ok());
  platform::WriteTestKeyRing(config.key_ring(), {"another"});
  const absl::Status another = Registry::Open(config, &log).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(another)) << another;
  EXPECT_THAT(std::string(another.message()), HasSubstr("wrapping key test "));
}

TEST(RegistryTest, SecondProcessOnTheSameDataIsRefused) {
  platform::OperationalLog log("test", [](absl::string_view) {});
  config::v1::RegistryConfig config = GoodConfig();
  config.set_data_dir(::testing::TempDir() + "/registry-locked");
  config.set_key_ring(::testing::TempDir() + "/registry-locked-keys");
  platform::WriteTestKeyRing(config.key_ring());
  auto first = Registry::Open(config, &log);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_FALSE(Registry::Open(config, &log).ok());
}

}  // namespace
}  // namespace docshare::registry
