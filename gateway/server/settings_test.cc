#include "gateway/server/settings.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

namespace docshare::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kGood[] = R"(
  home_community_id: "urn:oid:2.999.1"
  registry { address: "127.0.0.1:1" plaintext_on_loopback: true }
  repositories {
    repository_unique_id: "2.999.2.1"
    endpoint { address: "127.0.0.1:2" plaintext_on_loopback: true }
  }
  soap { address: "127.0.0.1:0" plaintext_on_loopback: true }
  missing_assertion: MISSING_ASSERTION_ALLOWED
)";

config::v1::GatewayConfig Config(const std::string& more = "") {
  config::v1::GatewayConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kGood, &config));
  EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(more, &config)) << more;
  return config;
}

std::string Refusal(const config::v1::GatewayConfig& config) {
  return std::string(CheckedSettings(config, "gateway.textproto").status().message());
}

TEST(GatewaySettingsTest, FillsInDefaults) {
  const auto settings = CheckedSettings(Config(), "gateway.textproto");
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_THAT(settings->soap.paths, ElementsAre("/Registry/services/RegistryService",
                                                "/Repository/services/RepositoryService",
                                                "/XCA/services/RespondingGatewayService"));
  EXPECT_FALSE(settings->soap.refuse_missing_assertion);
  EXPECT_EQ(settings->soap.scheme, "http");
  EXPECT_EQ(settings->http.max_calls, 64);
  EXPECT_EQ(settings->http.stall_time, absl::Seconds(30));
}

TEST(GatewaySettingsTest, NamesEveryFieldThatIsMissing) {
  const std::string refusal = Refusal({});
  for (const char* field :
       {"home_community_id", "registry", "repositories", "soap", "missing_assertion"}) {
    EXPECT_THAT(refusal, HasSubstr(field));
  }
}

TEST(GatewaySettingsTest, RefusesARepositoryThatIsThereTwice) {
  EXPECT_THAT(Refusal(Config(R"(repositories {
                                  repository_unique_id: "2.999.2.1"
                                  endpoint { address: "127.0.0.1:3" plaintext_on_loopback: true }
                                })")),
              HasSubstr("repositories[1].repository_unique_id"));
}

TEST(GatewaySettingsTest, RefusesPathsThatCannotBeTold) {
  EXPECT_THAT(Refusal(Config(R"(paths { registry: "no-slash" })")), HasSubstr("paths"));
  EXPECT_THAT(Refusal(Config(R"(paths { registry: "/same" repository: "/same" })")),
              HasSubstr("path of its own"));
}

TEST(GatewaySettingsTest, RefusesReplyAddressesThatEndWithinAHostName) {
  EXPECT_THAT(Refusal(Config(R"(reply_to_prefixes: "https://xca.example")")),
              HasSubstr("reply_to_prefixes"));
  EXPECT_THAT(Refusal(Config(R"(reply_to_prefixes: "ftp://xca.example/")")),
              HasSubstr("reply_to_prefixes"));
  EXPECT_TRUE(CheckedSettings(Config(R"(reply_to_prefixes: "https://xca.example/")"), "x").ok());
}

}  // namespace
}  // namespace docshare::gateway
