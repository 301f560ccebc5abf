// Who gets in, over real mutual TLS: certificates, roles, and certificates that are replaced.

#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/rpc/status_mapping.h"
#include "tests/real_data/real_data.h"
#include "tests/stack/raw_call.h"
#include "tests/stack/refusal.h"
#include "tests/stack/stack.h"
#include "tests/stack/test_submission.h"

namespace docshare::tests {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kRegister[] = "/docshare.registry.v1.RegistryService/RegisterDocumentSet";
constexpr char kFeed[] = "/docshare.registry.v1.RegistryService/FeedPatient";
constexpr char kFind[] = "/docshare.registry.v1.RegistryService/FindDocuments";
constexpr char kGet[] = "/docshare.registry.v1.RegistryService/GetDocuments";
constexpr char kProvide[] = "/docshare.repository.v1.RepositoryService/ProvideDocumentSet";
constexpr char kRetrieve[] = "/docshare.repository.v1.RepositoryService/RetrieveDocumentSet";

// A call with an empty request. What is not refused for want of a role fails for want of content.
absl::Status Call(grpc::Channel& channel, const std::string& method) {
  if (method == kProvide) return RawClientStream(channel, method, {});
  if (method == kRetrieve) return RawServerStream(channel, method, "");
  return RawUnaryCall(channel, method, "");
}

// TLS by files, without the checks and the certificate of our own client.
std::shared_ptr<grpc::Channel> ForeignChannel(const std::string& address,
                                              const std::string& authorities,
                                              const std::string& key = "",
                                              const std::string& certificate = "") {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = *ReadFile(authorities);
  if (!key.empty()) options.pem_private_key = *ReadFile(key);
  if (!certificate.empty()) options.pem_cert_chain = *ReadFile(certificate);
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::SslCredentials(options), arguments);
}

class AccessTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto stack = Stack::Start();
    ASSERT_TRUE(stack.ok()) << stack.status();
    stack_ = stack->release();
    ASSERT_TRUE(stack_->FeedPatient(kPatient).ok());
  }

  static void TearDownTestSuite() {
    delete stack_;
    stack_ = nullptr;
  }

  void SetUp() override { ASSERT_NE(stack_, nullptr); }

  // Each server refuses a client that connects like this.
  static void ExpectNoConnection(
      const std::function<std::shared_ptr<grpc::Channel>(const std::string& address)>& connect) {
    for (ServerProcess* server : stack_->servers()) {
      auto channel = connect(server->address());
      const bool is_registry = server == &stack_->registry();
      EXPECT_THAT(Call(*channel, is_registry ? kFind : kRetrieve),
                  HasStatusCode(absl::StatusCode::kUnavailable))
          << server->log_path();
    }
  }

  static Stack* stack_;
};

Stack* AccessTest::stack_ = nullptr;

TEST_F(AccessTest, ClientWithoutCertificateIsRefused) {
  ExpectNoConnection([](const std::string& address) {
    return ForeignChannel(address, stack_->certificates().FilesOf(kHospital).trusted_authorities);
  });
}

TEST_F(AccessTest, CertificateOfAnotherAuthorityIsRefused) {
  // Same name, other authority.
  const platform::DevCertificates foreign({"--client", kHospital});
  ExpectNoConnection([&](const std::string& address) {
    return ForeignChannel(address, stack_->certificates().FilesOf(kHospital).trusted_authorities,
                          foreign.FilesOf(kHospital).private_key,
                          foreign.FilesOf(kHospital).certificate_chain);
  });
}

TEST_F(AccessTest, ExpiredCertificateIsRefused) {
  const platform::TlsFiles files = stack_->certificates().FilesOf(kExpired);
  ExpectNoConnection([&](const std::string& address) {
    return ForeignChannel(address, files.trusted_authorities, files.private_key,
                          files.certificate_chain);
  });
}

TEST_F(AccessTest, PlainTextIsRefused) {
  ExpectNoConnection([](const std::string& address) {
    return grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  });
}

TEST_F(AccessTest, ServerOfAnotherAuthorityIsNotTrusted) {
  const platform::DevCertificates foreign({"--client", kHospital});
  platform::ChannelOptions options = stack_->ToRegistry(kHospital);
  options.security.tls->trusted_authorities = foreign.FilesOf(kHospital).trusted_authorities;
  auto channel = platform::OpenChannel(options);
  ASSERT_TRUE(channel.ok()) << channel.status();
  EXPECT_THAT(Call(**channel, kFind), HasStatusCode(absl::StatusCode::kUnavailable));
}

TEST_F(AccessTest, EveryCallNeedsItsRole) {
  struct Case {
    const char* system;
    std::vector<const char*> allowed;
  };
  for (const Case& c : {Case{kHospital, {kFind, kGet}}, Case{kMunicipality, {kFind, kGet}},
                        Case{kAdmin, {kFeed, kFind, kGet}}, Case{kNobody, {}},
                        Case{kRepositorySystems[0], {kRegister}}}) {
    auto channel = stack_->RegistryChannel(c.system);
    for (const char* method : {kRegister, kFeed, kFind, kGet}) {
      SCOPED_TRACE(absl::StrCat(c.system, " ", method));
      const bool allowed = std::count(c.allowed.begin(), c.allowed.end(), std::string(method)) == 1;
      EXPECT_THAT(Call(*channel, method),
                  HasStatusCode(allowed ? absl::StatusCode::kInvalidArgument
                                        : absl::StatusCode::kPermissionDenied));
    }
  }
  for (const Case& c : {Case{kHospital, {kProvide, kRetrieve}}, Case{kMunicipality, {kRetrieve}},
                        Case{kAdmin, {}}, Case{kNobody, {}}, Case{kRepositorySystems[1], {}}}) {
    auto channel = stack_->RepositoryChannel(0, c.system);
    for (const char* method : {kProvide, kRetrieve}) {
      SCOPED_TRACE(absl::StrCat(c.system, " ", method));
      const bool allowed = std::count(c.allowed.begin(), c.allowed.end(), std::string(method)) == 1;
      EXPECT_THAT(Call(*channel, method),
                  HasStatusCode(allowed ? absl::StatusCode::kInvalidArgument
                                        : absl::StatusCode::kPermissionDenied));
    }
  }
}

TEST_F(AccessTest, RepositoryWithoutTheRoleAnswersUnavailable) {
  StackOptions options;
  options.change_registry = [](config::v1::RegistryConfig& config) {
    for (config::v1::Peer& peer : *config.mutable_peers()) {
      if (peer.name() == kRepositorySystems[0]) peer.set_roles(0, config::v1::ROLE_QUERY);
    }
  };
  auto stack = Stack::Start(options);
  ASSERT_TRUE(stack.ok()) << stack.status();
  ASSERT_TRUE((*stack)->FeedPatient(kPatient).ok());
  const TestSubmission submission = ASubmissionOf({"one"});
  consumer::CallLimits once;
  once.retry.max_attempts = 1;
  const absl::Status status = (*stack)
                                  ->Source(0, kHospital, once)
                                  ->Provide(submission.metadata, submission.Documents())
                                  .status();
  EXPECT_THAT(status, HasStatusCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(status, HasRegistryError("XDSRegistryNotAvailable", ""));
}

// ---- Certificates that are replaced while the servers run.

// The certificate a new connection to the server meets, PEM; empty when there is none.
std::string CertificateMet(const platform::ChannelOptions& options, const std::string& method) {
  auto channel = platform::OpenChannel(options);
  if (!channel.ok()) return "";
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(10)));
  if (method == kFind) {
    registry::v1::FindDocumentsResponse response;
    registry::v1::RegistryService::NewStub(*channel)->FindDocuments(&context, {}, &response);
  } else {
    repository::v1::RetrieveDocumentSetResponse response;
    auto stub = repository::v1::RepositoryService::NewStub(*channel);
    auto reader = stub->RetrieveDocumentSet(&context, {});
    while (reader->Read(&response)) {
    }
    reader->Finish();
  }
  const auto identity = context.auth_context();
  if (identity == nullptr) return "";
  const std::vector<grpc::string_ref> met = identity->FindPropertyValues("x509_pem_cert");
  return met.empty() ? "" : std::string(met.front().data(), met.front().size());
}

// Asks until the answer is as expected, or half a minute has passed.
bool Becomes(const std::function<bool()>& is_so) {
  const absl::Time until = absl::Now() + absl::Seconds(30);
  while (!is_so()) {
    if (absl::Now() > until) return false;
  }
  return true;
}

TEST_F(AccessTest, NewCertificatesAreUsedWithoutARestart) {
  auto stack = Stack::Start();
  ASSERT_TRUE(stack.ok()) << stack.status();
  ASSERT_TRUE((*stack)->FeedPatient(kPatient).ok());
  // Its connections stay open through everything.
  auto old_source = (*stack)->Source(0, kHospital);
  TestSubmission submission = ASubmissionOf({"before"});
  ASSERT_TRUE(old_source->Provide(submission.metadata, submission.Documents()).ok());

  platform::DevCertificates& certificates = (*stack)->certificates();
  const std::string old_certificate = *ReadFile(certificates.FilesOf("registry").certificate_chain);
  certificates.Run({"--renew", "--server", "registry", "--server", kRepositorySystems[0],
                    "--server", kRepositorySystems[1], "--client", kHospital});
  const std::string new_certificate = *ReadFile(certificates.FilesOf("registry").certificate_chain);
  ASSERT_THAT(new_certificate, Not(old_certificate));
  EXPECT_TRUE(Becomes(
      [&] { return CertificateMet((*stack)->ToRegistry(kHospital), kFind) == new_certificate; }));
  for (int i = 0; i < kRepositories; ++i) {
    EXPECT_TRUE(Becomes([&] {
      return CertificateMet((*stack)->ToRepository(i, kHospital), kRetrieve) ==
             *ReadFile(certificates.FilesOf(kRepositorySystems[static_cast<size_t>(i)])
                           .certificate_chain);
    }));
  }
  auto new_source = (*stack)->Source(0, kHospital);
  for (consumer::DocumentSource* source : {old_source.get(), new_source.get()}) {
    submission = ASubmissionOf({"after"});
    auto provided = source->Provide(submission.metadata, submission.Documents());
    EXPECT_TRUE(provided.ok()) << provided.status();
  }
}

TEST_F(AccessTest, NewAuthorityShutsOutCertificatesOfTheOldOne) {
  auto stack = Stack::Start();
  ASSERT_TRUE(stack.ok()) << stack.status();
  platform::DevCertificates& certificates = (*stack)->certificates();
  const platform::TlsFiles files = certificates.FilesOf(kHospital);
  const std::string old_key = *ReadFile(files.private_key);
  const std::string old_certificate = *ReadFile(files.certificate_chain);
  certificates.Run({"--force", "--server", "registry", "--server", kRepositorySystems[0],
                    "--server", kRepositorySystems[1], "--client", kHospital, "--client", kAdmin});
  EXPECT_TRUE(Becomes([&] { return (*stack)->FeedPatient(kPatient).ok(); }));
  EXPECT_TRUE(Becomes([&] {
    const TestSubmission submission = ASubmissionOf({"after"});
    return (*stack)
        ->Source(0, kHospital)
        ->Provide(submission.metadata, submission.Documents())
        .ok();
  }));
  grpc::SslCredentialsOptions old;
  old.pem_root_certs = *ReadFile(files.trusted_authorities);
  old.pem_private_key = old_key;
  old.pem_cert_chain = old_certificate;
  EXPECT_TRUE(Becomes([&] {
    auto channel = grpc::CreateChannel((*stack)->registry().address(), grpc::SslCredentials(old));
    return Call(*channel, kFind).code() == absl::StatusCode::kUnavailable;
  }));
}

}  // namespace
}  // namespace docshare::tests
