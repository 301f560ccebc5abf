#include "platform/rpc/testing/dev_certificates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/rpc/tls_files.h"

namespace docshare::platform {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Read(const std::string& path) {
  std::ifstream in(path);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::string OutputOf(const std::string& command) {
  std::string output;
  std::FILE* pipe = popen(command.c_str(), "r");
  char buffer[4096];
  while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) output += buffer;
  EXPECT_EQ(pclose(pipe), 0) << command;
  return output;
}

std::string TextOf(const DevCertificates& certificates, const std::string& name) {
  return OutputOf(
      absl::StrCat("openssl x509 -noout -text -in ", certificates.dir(), "/", name, ".crt"));
}

TEST(DevCertificatesTest, DefaultSetIsUsable) {
  const DevCertificates certificates;
  for (const char* name : {"registry", "hospital-repository", "municipal-repository", "hospital",
                           "municipality", "admin"}) {
    EXPECT_TRUE(CheckTlsFiles(certificates.FilesOf(name), absl::Now()).ok()) << name;
    EXPECT_EQ(std::filesystem::status(certificates.FilesOf(name).private_key).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_THAT(TextOf(certificates, name),
                HasSubstr(absl::StrCat("URI:urn:docshare:system:", name)));
  }
}

TEST(DevCertificatesTest, ServersAreClientsTooAndClientsAreNoServers) {
  const DevCertificates certificates;
  const std::string server = TextOf(certificates, "registry");
  EXPECT_THAT(server, HasSubstr("TLS Web Server Authentication, TLS Web Client Authentication"));
  EXPECT_THAT(server, HasSubstr("DNS:localhost, IP Address:127.0.0.1"));
  const std::string client = TextOf(certificates, "hospital");
  EXPECT_THAT(client, HasSubstr("TLS Web Client Authentication"));
  EXPECT_THAT(client, Not(HasSubstr("TLS Web Server Authentication")));
  EXPECT_THAT(client, Not(HasSubstr("DNS:")));
}

TEST(DevCertificatesTest, RepeatingKeepsWhatExists) {
  DevCertificates certificates({"--server", "registry"});
  const std::string authority = Read(certificates.dir() + "/ca.crt");
  const std::string registry = Read(certificates.dir() + "/registry.crt");
  certificates.Run({"--server", "registry", "--client", "clinic"});
  EXPECT_EQ(Read(certificates.dir() + "/ca.crt"), authority);
  EXPECT_EQ(Read(certificates.dir() + "/registry.crt"), registry);
  EXPECT_TRUE(CheckTlsFiles(certificates.FilesOf("clinic"), absl::Now()).ok());
}

TEST(DevCertificatesTest, RenewMakesNewOnesUnderTheSameAuthority) {
  DevCertificates certificates({"--server", "registry"});
  const std::string authority = Read(certificates.dir() + "/ca.crt");
  const std::string registry = Read(certificates.dir() + "/registry.crt");
  certificates.Run({"--renew", "--server", "registry"});
  EXPECT_EQ(Read(certificates.dir() + "/ca.crt"), authority);
  EXPECT_NE(Read(certificates.dir() + "/registry.crt"), registry);
  EXPECT_TRUE(CheckTlsFiles(certificates.FilesOf("registry"), absl::Now()).ok());
}

TEST(DevCertificatesTest, ForceMakesANewAuthority) {
  DevCertificates certificates({"--server", "registry"});
  const std::string authority = Read(certificates.dir() + "/ca.crt");
  certificates.Run({"--force", "--server", "registry"});
  EXPECT_NE(Read(certificates.dir() + "/ca.crt"), authority);
  EXPECT_THAT(OutputOf(absl::StrCat("openssl verify -CAfile ", certificates.dir(), "/ca.crt ",
                                    certificates.dir(), "/registry.crt")),
              HasSubstr("OK"));
}

TEST(DevCertificatesTest, ExpiredIsExpired) {
  const DevCertificates certificates({"--expired", "late"});
  EXPECT_EQ(CheckTlsFiles(certificates.FilesOf("late"), absl::Now()).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(DevCertificatesTest, AClientThatBecomesAServerGetsANewCertificate) {
  DevCertificates certificates({"--client", "clinic"});
  certificates.Run({"--server", "clinic"});
  EXPECT_THAT(TextOf(certificates, "clinic"), HasSubstr("DNS:localhost"));
}

TEST(DevCertificatesTest, RefusesWhatItDoesNotUnderstand) {
  const std::string dir = ::testing::TempDir() + "/never";
  for (const char* arguments :
       {"", " --server", " --server 'a b'", " --client ../x", " --server ca", " --days 0",
        " --days 3651", " --days x", " --nonsense", " other/folder"}) {
    const std::string folder = *arguments == '\0' ? "" : " " + dir;
    const int status =
        std::system(absl::StrCat("tools/dev-certs", folder, arguments, " 2>/dev/null").c_str());
    EXPECT_EQ(WEXITSTATUS(status), 2) << arguments;
  }
  EXPECT_FALSE(std::filesystem::exists(dir));
}

TEST(DevCertificatesTest, HelpHasExamples) {
  EXPECT_THAT(OutputOf("tools/dev-certs --help"), HasSubstr("Examples:"));
}

}  // namespace
}  // namespace docshare::platform
