#include "platform/rpc/tls_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/rpc/testing/dev_certificates.h"

namespace docshare::platform {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string Read(const std::string& path) {
  std::ifstream in(path);
  std::stringstream content;
  content << in.rdbuf();
  return content.str();
}

class CheckTlsFilesTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& content) {
    const std::string path = certificates_.dir() + "/" + name;
    std::ofstream(path) << content;
    return path;
  }

  DevCertificates certificates_{
      {"--server", "registry", "--client", "hospital", "--expired", "late", "--days", "30"}};
  TlsFiles files_ = certificates_.FilesOf("registry");
};

TEST_F(CheckTlsFilesTest, ReturnsWhenTheCertificateExpires) {
  const absl::StatusOr<absl::Time> expires = CheckTlsFiles(files_, absl::Now());
  ASSERT_TRUE(expires.ok()) << expires.status();
  EXPECT_GT(*expires, absl::Now() + absl::Hours(29 * 24));
  EXPECT_LE(*expires, absl::Now() + absl::Hours(30 * 24));
}

TEST_F(CheckTlsFilesTest, AcceptsAnAuthorityFileWithAnOldAuthorityBesideTheNew) {
  files_.trusted_authorities =
      Write("both.crt", Read(certificates_.dir() + "/late.crt") + Read(files_.trusted_authorities));
  EXPECT_TRUE(CheckTlsFiles(files_, absl::Now()).ok());
}

TEST_F(CheckTlsFilesTest, NamesTheFileAndTheReason) {
  const std::string dir = certificates_.dir();
  const std::string certificate = Read(files_.certificate_chain);
  struct Case {
    const char* name;
    std::function<void(TlsFiles&)> change;
    absl::StatusCode code;
    std::string file;
    std::string reason;
  };
  const Case cases[] = {
      {"no chain configured", [](TlsFiles& f) { f.certificate_chain = ""; },
       absl::StatusCode::kInvalidArgument, "certificate chain", "no file is configured"},
      {"missing chain", [&](TlsFiles& f) { f.certificate_chain = dir + "/none.crt"; },
       absl::StatusCode::kNotFound, dir + "/none.crt", "No such file"},
      {"missing key", [&](TlsFiles& f) { f.private_key = dir + "/none.key"; },
       absl::StatusCode::kNotFound, dir + "/none.key", "No such file"},
      {"missing authorities", [&](TlsFiles& f) { f.trusted_authorities = dir + "/none.pem"; },
       absl::StatusCode::kNotFound, dir + "/none.pem", "No such file"},
      {"a folder", [&](TlsFiles& f) { f.certificate_chain = dir; },
       absl::StatusCode::kFailedPrecondition, dir, "Is a directory"},
      {"empty chain", [&](TlsFiles& f) { f.certificate_chain = Write("empty.crt", ""); },
       absl::StatusCode::kInvalidArgument, "/empty.crt", "no certificate in PEM form"},
      {"key instead of chain", [&](TlsFiles& f) { f.certificate_chain = f.private_key; },
       absl::StatusCode::kInvalidArgument, "/registry.key", "no certificate in PEM form"},
      {"damaged chain",
       [&](TlsFiles& f) {
         f.certificate_chain =
             Write("cut.crt", certificate + certificate.substr(0, certificate.size() / 2));
       },
       absl::StatusCode::kInvalidArgument, "/cut.crt", "damaged"},
      {"chain instead of key", [&](TlsFiles& f) { f.private_key = f.certificate_chain; },
       absl::StatusCode::kInvalidArgument, "/registry.crt", "no private key in PEM form"},
      {"key of another", [&](TlsFiles& f) { f.private_key = dir + "/hospital.key"; },
       absl::StatusCode::kInvalidArgument, "/hospital.key", "does not belong"},
      {"expired", [&](TlsFiles& f) { f = certificates_.FilesOf("late"); },
       absl::StatusCode::kFailedPrecondition, "/late.crt", "expired at"},
      {"expired authority", [&](TlsFiles& f) { f.trusted_authorities = dir + "/late.crt"; },
       absl::StatusCode::kFailedPrecondition, "/late.crt", "expired at"},
  };
  for (const Case& c : cases) {
    TlsFiles files = files_;
    c.change(files);
    const absl::Status status = CheckTlsFiles(files, absl::Now()).status();
    EXPECT_EQ(status.code(), c.code) << c.name << ": " << status;
    EXPECT_THAT(std::string(status.message()), AllOf(HasSubstr(c.file), HasSubstr(c.reason)))
        << c.name;
  }
}

TEST_F(CheckTlsFilesTest, RefusesACertificateOfTheFuture) {
  const absl::Status status = CheckTlsFiles(files_, absl::Now() - absl::Hours(2)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("check the clock"));
}

TEST_F(CheckTlsFilesTest, RefusesAnEncryptedKeyWithoutAsking) {
  const std::string encrypted = certificates_.dir() + "/encrypted.key";
  ASSERT_EQ(std::system(absl::StrCat("openssl pkey -in ", files_.private_key, " -out ", encrypted,
                                     " -aes256 -passout pass:secret")
                            .c_str()),
            0);
  files_.private_key = encrypted;
  const absl::Status status = CheckTlsFiles(files_, absl::Now()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("is encrypted"));
}

}  // namespace
}  // namespace docshare::platform
