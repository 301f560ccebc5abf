// The whole way: a sender on a TLS socket, the gateway, and a registry behind gRPC.

#include <gmock/gmock.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "gateway/hl7v2/mllp_config.h"
#include "gateway/hl7v2/mllp_framing.h"
#include "gateway/hl7v2/mllp_server.h"
#include "gateway/hl7v2/patient_feed_handler.h"
#include "gateway/registry_client/grpc_patient_commands.h"
#include "platform/clock/system_clock.h"
#include "platform/http/testing/test_client.h"
#include "platform/random/random_uuid_source.h"
#include "platform/rpc/channel.h"
#include "platform/rpc/status_mapping.h"
#include "platform/rpc/testing/dev_certificates.h"

namespace docshare::gateway {
namespace {

using ::testing::HasSubstr;

// The patients of a community, with the rules of FeedPatient and MergePatients.
class SmallRegistry : public registry::v1::RegistryService::Service {
 public:
  grpc::Status FeedPatient(grpc::ServerContext* context,
                           const registry::v1::FeedPatientRequest* request,
                           registry::v1::FeedPatientResponse*) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto caller = context->client_metadata().find("docshare-acting-for");
    if (caller == context->client_metadata().end() || caller->second != "hospital") {
      return platform::ToGrpcStatus(absl::PermissionDeniedError("not for you"));
    }
    std::string& merged_into = patients_[request->patient_id().id()];
    return merged_into.empty() ? grpc::Status::OK : Unknown("patient_id");
  }

  grpc::Status MergePatients(grpc::ServerContext*,
                             const registry::v1::MergePatientsRequest* request,
                             registry::v1::MergePatientsResponse*) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto surviving = patients_.find(request->surviving().id());
    const auto subsumed = patients_.find(request->subsumed().id());
    if (surviving == patients_.end() || !surviving->second.empty()) return Unknown("surviving");
    if (subsumed == patients_.end()) return Unknown("subsumed");
    if (subsumed->second == surviving->first) return grpc::Status::OK;
    if (!subsumed->second.empty()) return Unknown("subsumed");
    subsumed->second = surviving->first;
    return grpc::Status::OK;
  }

 private:
  static grpc::Status Unknown(const char* field) {
    return platform::ToGrpcStatus(XdsError(XdsErrorCode::kUnknownPatientId, field, "not known"));
  }

  std::mutex mutex_;
  // What each was merged into.
  std::map<std::string, std::string> patients_;
};

class PatientFeedOverMllpTest : public ::testing::Test {
 protected:
  PatientFeedOverMllpTest() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&registry_);
    registry_server_ = builder.BuildAndStart();
    auto channel = platform::OpenChannel(
        {.address = absl::StrCat("127.0.0.1:", port), .security = {.plaintext_on_loopback = true}});
    commands_ = std::make_unique<GrpcPatientCommands>(
        *channel, PatientCommandLimits{.feed_timeout = absl::Seconds(2)});

    config::v1::Mllp mllp;
    mllp.add_assigning_authorities("1.2.3");
    mllp.mutable_listener()->set_address("127.0.0.1:0");
    const platform::TlsFiles files = certificates_.FilesOf("registry");
    auto* tls = mllp.mutable_listener()->mutable_tls();
    tls->set_certificate_chain(files.certificate_chain);
    tls->set_private_key(files.private_key);
    tls->set_trusted_authorities(files.trusted_authorities);
    handler_ = std::make_unique<PatientFeedHandler>(*CommunityAuthoritiesFrom(mllp), *commands_,
                                                    clock_, uuids_, log_);
    auto server = MllpServer::Start(
        MllpServerOptionsFrom(mllp),
        [this](absl::string_view message, const std::string& system) {
          return handler_->Answer(message, system);
        },
        &log_);
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  std::unique_ptr<platform::TestClient> Connect(const std::string& system) {
    return std::make_unique<platform::TestClient>(
        server_->port(), platform::TestTls{.files = certificates_.FilesOf(system)});
  }

  // The acknowledgement of one message.
  static std::string Ask(platform::TestClient& client, absl::string_view event,
                         absl::string_view segments) {
    client.Send(FrameMllp(absl::StrCat("MSH|^~\\&|APP|FAC|REG|COM|20260101||ADT^", event,
                                       "|4711|P|2.3.1\r", segments, "\r")));
    std::string answer;
    while (answer.find('\x1c') == std::string::npos) {
      const std::string piece = client.Receive();
      if (piece.empty()) break;
      answer += piece;
    }
    return answer;
  }

  platform::DevCertificates certificates_{
      {"--server", "registry", "--client", "hospital", "--client", "stranger"}};
  SmallRegistry registry_;
  std::unique_ptr<grpc::Server> registry_server_;
  platform::SystemClock clock_;
  platform::RandomUuidSource uuids_;
  platform::OperationalLog log_{"gateway", [](absl::string_view) {}};
  std::unique_ptr<GrpcPatientCommands> commands_;
  std::unique_ptr<PatientFeedHandler> handler_;
  std::unique_ptr<MllpServer> server_;
};

constexpr char kAccepted[] = "\rMSA|AA|4711\r\x1c";

TEST_F(PatientFeedOverMllpTest, TheSameMessagesAgainAreAcceptedAgain) {
  const auto client = Connect("hospital");
  for (int round = 0; round < 2; ++round) {
    if (round == 0) {
      EXPECT_THAT(Ask(*client, "A04", "PID|||2^^^&1.2.3&ISO"), HasSubstr(kAccepted));
    }
    EXPECT_THAT(Ask(*client, "A01", "PID|||1^^^&1.2.3&ISO"), HasSubstr(kAccepted));
    EXPECT_THAT(Ask(*client, "A40", "PID|||1^^^&1.2.3&ISO\rMRG|2^^^&1.2.3&ISO"),
                HasSubstr(kAccepted));
  }
  // Who was merged away is not made known again by a late copy.
  EXPECT_THAT(Ask(*client, "A04", "PID|||2^^^&1.2.3&ISO"),
              HasSubstr("\rMSA|AE|4711|XDSUnknownPatientId: not known\r"
                        "ERR|PID^1^3^204&Unknown key identifier&HL70357\r"));
}

TEST_F(PatientFeedOverMllpTest, MergeOfAStrangerNamesTheField) {
  const auto client = Connect("hospital");
  EXPECT_THAT(Ask(*client, "A01", "PID|||1^^^&1.2.3&ISO"), HasSubstr(kAccepted));
  EXPECT_THAT(Ask(*client, "A40", "PID|||1^^^&1.2.3&ISO\rMRG|9^^^&1.2.3&ISO"),
              HasSubstr("ERR|MRG^1^1^204&"));
}

TEST_F(PatientFeedOverMllpTest, RegistryJudgesTheSenderNotTheGateway) {
  const auto client = Connect("stranger");
  EXPECT_THAT(Ask(*client, "A01", "PID|||1^^^&1.2.3&ISO"), HasSubstr("\rMSA|AE|4711|the registry "
                                                                     "does not take"));
}

TEST_F(PatientFeedOverMllpTest, RegistryThatIsAwayMeansLater) {
  registry_server_->Shutdown();
  const auto client = Connect("hospital");
  EXPECT_THAT(Ask(*client, "A01", "PID|||1^^^&1.2.3&ISO"),
              HasSubstr("send the message again later"));
  // The connection is as good as before.
  EXPECT_THAT(Ask(*client, "A08", "PID|||1^^^&1.2.3&ISO"), HasSubstr(kAccepted));
}

}  // namespace
}  // namespace docshare::gateway
