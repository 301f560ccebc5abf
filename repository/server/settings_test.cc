#include "repository/server/settings.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

namespace docshare::repository {
namespace {

using ::testing::HasSubstr;

config::v1::RepositoryConfig GoodConfig() {
  config::v1::RepositoryConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(R"(
    repository_unique_id: "2.16.578.1.12.4.5.100"
    data_dir: "/var/lib/docshare/repository"
    key_ring: "/etc/docshare/key-ring.textproto"
    listener { address: "127.0.0.1:0" plaintext_on_loopback: true }
    registry { address: "127.0.0.1:7400" plaintext_on_loopback: true }
    peers { name: "hospital" roles: ROLE_PROVIDE roles: ROLE_RETRIEVE }
    peers { name: "municipality" roles: ROLE_RETRIEVE })",
                                                            &config));
  return config;
}

std::string FaultsOf(const config::v1::RepositoryConfig& config) {
  absl::StatusOr<Settings> settings = CheckedSettings(config, "repository.conf");
  EXPECT_EQ(settings.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(settings.status().message());
}

TEST(SettingsTest, FillsInDefaults) {
  absl::StatusOr<Settings> settings = CheckedSettings(GoodConfig(), "repository.conf");
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(settings->repository_unique_id.ToString(), "2.16.578.1.12.4.5.100");
  EXPECT_EQ(settings->data_dir, "/var/lib/docshare/repository");
  EXPECT_EQ(settings->disk_reserve_bytes, uint64_t{256} << 20);
  EXPECT_EQ(settings->max_calls, 128);
  EXPECT_EQ(settings->stall_limit, absl::Seconds(30));
  EXPECT_EQ(settings->registry_wait, absl::Seconds(20));
  EXPECT_EQ(settings->registry.address, "127.0.0.1:7400");
  EXPECT_TRUE(settings->roles.CheckRole("hospital", Role::kProvide).ok());
  EXPECT_TRUE(settings->roles.CheckRole("municipality", Role::kRetrieve).ok());
  EXPECT_FALSE(settings->roles.CheckRole("municipality", Role::kProvide).ok());
}

TEST(SettingsTest, NamesEveryRequiredFieldWithAnExample) {
  std::string faults = FaultsOf({});
  for (const char* field : {"repository_unique_id", "data_dir", "key_ring", "listener.address",
                            "listener.tls", "registry.address", "registry.tls", "peers"}) {
    EXPECT_THAT(faults, HasSubstr(std::string("repository.conf: ") + field +
                                  " is required, for example: "));
  }
}

TEST(SettingsTest, NamesFieldsThatAreWrong) {
  struct Case {
    void (*change)(config::v1::RepositoryConfig&);
    const char* fault;
  };
  for (const Case& c : {
           Case{[](auto& config) { config.set_repository_unique_id("urn:oid:1.2"); },
                "repository_unique_id must be an OID"},
           Case{[](auto& config) { config.mutable_peers(1)->clear_name(); },
                "peers[1].name is required"},
           Case{[](auto& config) { config.mutable_peers(0)->clear_roles(); },
                "peers[0].roles is required"},
           Case{[](auto& config) { config.mutable_peers(0)->add_roles(config::v1::ROLE_QUERY); },
                "peers[0].roles must be ROLE_PROVIDE, ROLE_RETRIEVE"},
           Case{[](auto& config) { config.set_max_calls(1'000'000); },
                "max_calls must be at most 10000"},
           Case{[](auto& config) { config.set_stall_limit_s(10'000); },
                "stall_limit_s must be at most 3600"},
       }) {
    config::v1::RepositoryConfig config = GoodConfig();
    c.change(config);
    EXPECT_THAT(FaultsOf(config), HasSubstr(c.fault));
  }
}

}  // namespace
}  // namespace docshare::repository
