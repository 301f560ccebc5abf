// The client library over mutual TLS, with certificates as tools/dev-certs makes them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "consumer/client/document_consumer.h"
#include "consumer/client/testing/fake_registry.h"
#include "consumer/client/testing/loopback_server.h"
#include "platform/rpc/testing/dev_certificates.h"

namespace docshare::consumer {
namespace {

using docshare::registry::v1::FindDocumentsRequest;
using platform::DevCertificates;
using ::testing::HasSubstr;

class MutualTlsTest : public ::testing::Test {
 protected:
  MutualTlsTest() : server_({&registry_}, certificates_.SecurityOf("registry")) {}

  absl::StatusOr<std::unique_ptr<DocumentConsumer>> Connect(
      const platform::TransportSecurity& security) {
    ConsumerOptions options;
    options.registry = server_.channel(security);
    options.limits.call_timeout = absl::Seconds(5);
    options.limits.retry.max_attempts = 1;
    return DocumentConsumer::Create(options);
  }

  DevCertificates certificates_;
  FakeRegistry registry_;
  LoopbackServer server_;
};

TEST_F(MutualTlsTest, TrustedCertificatesConnect) {
  auto consumer = Connect(certificates_.SecurityOf("hospital"));
  ASSERT_TRUE(consumer.ok()) << consumer.status();
  absl::Status status = (*consumer)->FindDocuments(FindDocumentsRequest()).status();
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(MutualTlsTest, ServersOfAnotherAuthorityAreUnavailable) {
  DevCertificates others;
  auto consumer = Connect(others.SecurityOf("hospital"));
  ASSERT_TRUE(consumer.ok()) << consumer.status();
  EXPECT_EQ((*consumer)->FindDocuments(FindDocumentsRequest()).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(registry_.failures().calls(), 0);
}

TEST_F(MutualTlsTest, ExpiredCertificateIsNamedBeforeAnyCall) {
  certificates_.Run({"--expired", "old"});
  absl::Status status = Connect(certificates_.SecurityOf("old")).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("old.crt"));
}

}  // namespace
}  // namespace docshare::consumer
