#include "consumer/cli/profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "platform/clock/fake_clock.h"
#include "platform/random/sequence_uuid_source.h"

namespace docshare::consumer {
namespace {

namespace fs = std::filesystem;

using docshare::config::v1::ClientProfile;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kTwoProfiles[] = R"(
default_profile: "municipality"
profiles {
  name: "hospital"
  registry { address: "127.0.0.1:1" plaintext_on_loopback: true }
  repositories {
    repository_unique_id: "1.2.3.1"
    endpoint { address: "127.0.0.1:2" plaintext_on_loopback: true }
  }
}
profiles {
  name: "municipality"
  registry {
    address: "registry.example.org:7443"
    tls { certificate_chain: "certs/m.crt" private_key: "/keys/m.key" trusted_authorities: "ca.crt" }
  }
}
)";

class ProfileTest : public ::testing::Test {
 protected:
  ProfileTest() : folder_(fs::path(::testing::TempDir()) / "profile_test") {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }

  std::string Write(const std::string& name, const std::string& text) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path.string();
  }

  absl::StatusOr<ClientProfile> Load(const std::string& config, const std::string& profile = "") {
    GlobalOptions options;
    options.config = config;
    options.profile = profile;
    options.verbose = true;
    CommandContext context{{out_, err_}, options, EnvironmentOf(), clock_, uuids_};
    return LoadProfile(context);
  }

  Environment EnvironmentOf() {
    return [this](absl::string_view name) -> absl::optional<std::string> {
      auto variable = variables_.find(std::string(name));
      if (variable == variables_.end()) return absl::nullopt;
      return variable->second;
    };
  }

  std::string PathFor(const std::string& config = "") {
    GlobalOptions options;
    options.config = config;
    return ConfigPath(options, EnvironmentOf()).value_or("none");
  }

  const fs::path folder_;
  std::map<std::string, std::string> variables_;
  std::ostringstream out_, err_;
  platform::FakeClock clock_{absl::UnixEpoch()};
  platform::SequenceUuidSource uuids_;
};

TEST_F(ProfileTest, LooksForTheConfigurationInOrder) {
  EXPECT_EQ(PathFor(), "none");
  variables_["HOME"] = "/home/kari";
  EXPECT_EQ(PathFor(), "/home/kari/.config/docshare/profiles.textproto");
  variables_["XDG_CONFIG_HOME"] = "/xdg";
  EXPECT_EQ(PathFor(), "/xdg/docshare/profiles.textproto");
  variables_["DOCSHARE_CONFIG"] = "/own/file";
  EXPECT_EQ(PathFor(), "/own/file");
  EXPECT_EQ(PathFor("given"), "given");
}

TEST_F(ProfileTest, ChoosesTheProfile) {
  const std::string path = Write("p.textproto", kTwoProfiles);
  EXPECT_EQ(Load(path)->name(), "municipality");
  EXPECT_EQ(Load(path, "hospital")->name(), "hospital");
  EXPECT_THAT(err_.str(), HasSubstr("profile \"hospital\""));
}

TEST_F(ProfileTest, FirstProfileIsTheDefaultOfTheDefault) {
  std::string text = kTwoProfiles;
  text.erase(text.find("default_profile"), text.find("profiles {") - text.find("default_profile"));
  EXPECT_EQ(Load(Write("p.textproto", text))->name(), "hospital");
}

TEST_F(ProfileTest, CertificatesAreRelativeToTheConfiguration) {
  absl::StatusOr<ClientProfile> profile = Load(Write("sub/p.textproto", kTwoProfiles));
  ASSERT_TRUE(profile.ok()) << profile.status();
  EXPECT_EQ(profile->registry().tls().certificate_chain(), (folder_ / "sub/certs/m.crt").string());
  EXPECT_EQ(profile->registry().tls().private_key(), "/keys/m.key");
}

TEST_F(ProfileTest, TellsWhatIsWrong) {
  const std::string path = Write("p.textproto", kTwoProfiles);
  const struct {
    const char* name;
    absl::Status status;
    const char* message;
  } cases[] = {
      {"unknown profile", Load(path, "clinic").status(), "there are: hospital, municipality"},
      {"no file", Load((folder_ / "missing").string()).status(), "there is no configuration"},
      {"folder", Load(folder_.string()).status(), "cannot read"},
      {"unknown field", Load(Write("a", "profiles { colour: 1 }")).status(), ":1:18"},
      {"empty file", Load(Write("b", "")).status(), "there is no profile"},
      {"no registry", Load(Write("c", "profiles { name: \"x\" }")).status(), "registry.address"},
      {"no TLS", Load(Write("d", "profiles { registry { address: \"h:1\" } }")).status(),
       "registry.tls"},
      {"repository without OID",
       Load(Write("e",
                  "profiles { registry { address: \"h:1\" plaintext_on_loopback: true } "
                  "repositories { endpoint { address: \"h:2\" "
                  "plaintext_on_loopback: true } } }"))
           .status(),
       "repositories[0].repository_unique_id"},
      {"publish_to elsewhere",
       Load(Write("f",
                  "profiles { publish_to: \"9.9\" "
                  "registry { address: \"h:1\" plaintext_on_loopback: true } }"))
           .status(),
       "publish_to"},
  };
  for (const auto& c : cases) {
    EXPECT_TRUE(absl::IsInvalidArgument(c.status) || absl::IsFailedPrecondition(c.status))
        << c.name << ": " << c.status;
    EXPECT_THAT(std::string(c.status.message()), HasSubstr(c.message)) << c.name;
  }
}

TEST_F(ProfileTest, MissingCertificateIsAFaultOfConfiguration) {
  absl::StatusOr<ClientProfile> profile = Load(Write("p.textproto", kTwoProfiles));
  ASSERT_TRUE(profile.ok());
  absl::Status status = ConnectConsumer(*profile, GlobalOptions()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("certs/m.crt"));
  EXPECT_EQ(ConnectPatientFeed(*profile, GlobalOptions()).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(ProfileTest, ConnectsToTheServersOfTheProfile) {
  absl::StatusOr<ClientProfile> profile = Load(Write("p.textproto", kTwoProfiles), "hospital");
  ASSERT_TRUE(profile.ok());
  EXPECT_TRUE(ConnectConsumer(*profile, GlobalOptions()).ok());
  EXPECT_TRUE(ConnectPatientFeed(*profile, GlobalOptions()).ok());
  EXPECT_TRUE(ConnectSource(*profile, GlobalOptions()).ok());
  profile->clear_repositories();
  EXPECT_EQ(ConnectSource(*profile, GlobalOptions()).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace docshare::consumer
