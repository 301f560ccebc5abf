#include "registry/server/testing/registry_server.h"

#include <cstdio>
#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gtest/gtest.h"
#include "platform/crypto/testing/test_key_ring.h"
#include "platform/rpc/channel.h"
#include "platform/rpc/peer_identity.h"

namespace docshare::registry {

RegistryServer::RegistryServer(const std::vector<config::v1::Role>& roles,
                               const config::v1::RegistryConfig& settings)
    : log_("registry", [this](absl::string_view line) {
        const std::lock_guard<std::mutex> lock(mutex_);
        absl::StrAppend(&lines_, line);
      }) {
  config_.set_home_community_id("urn:oid:2.999.1");
  config_.set_data_dir(absl::StrCat(folder_.path(), "/data"));
  config_.set_key_ring(absl::StrCat(folder_.path(), "/key-ring"));
  platform::WriteTestKeyRing(config_.key_ring());
  config_.set_block_cache_mib(8);
  config_.set_disk_reserve_mib(1);
  config_.mutable_listener()->set_address("127.0.0.1:0");
  config_.mutable_listener()->set_plaintext_on_loopback(true);
  config_.mutable_listener()->set_port_file(absl::StrCat(folder_.path(), "/port"));
  config_.mutable_listener()->set_drain_s(2);
  config::v1::Peer& peer = *config_.add_peers();
  peer.set_name(platform::kPlaintextPeerName);
  for (config::v1::Role role : roles) peer.add_roles(role);
  config_.MergeFrom(settings);
  Start();
}

RegistryServer::~RegistryServer() { Stop(); }

std::vector<config::v1::Role> RegistryServer::AllRoles() {
  return {config::v1::ROLE_PATIENT_FEED, config::v1::ROLE_REGISTER, config::v1::ROLE_QUERY,
          config::v1::ROLE_UPDATE,       config::v1::ROLE_REMOVE,   config::v1::ROLE_WATCH,
          config::v1::ROLE_ADMINISTER};
}

void RegistryServer::Start() {
  auto registry = Registry::Open(config_, &log_);
  ASSERT_TRUE(registry.ok()) << registry.status();
  registry_ = *std::move(registry);
  signals_ = std::make_unique<platform::ShutdownSignals>();
  thread_ = std::thread([this] { EXPECT_TRUE(registry_->Serve(*signals_).ok()); });
  const std::string& port_file = config_.listener().port_file();
  while (!(std::ifstream(port_file) >> port_)) absl::SleepFor(absl::Milliseconds(5));
  std::remove(port_file.c_str());
}

void RegistryServer::Stop() {
  if (!thread_.joinable()) return;
  signals_->Request();
  thread_.join();
  registry_.reset();
}

std::shared_ptr<grpc::Channel> RegistryServer::Channel() const {
  platform::ChannelOptions options;
  options.address = absl::StrCat("127.0.0.1:", port_);
  options.security.plaintext_on_loopback = true;
  return *platform::OpenChannel(options);
}

std::unique_ptr<v1::RegistryService::Stub> RegistryServer::Stub() const {
  return v1::RegistryService::NewStub(Channel());
}

std::unique_ptr<admin::v1::RegistryAdminService::Stub> RegistryServer::AdminStub() const {
  return admin::v1::RegistryAdminService::NewStub(Channel());
}

std::unique_ptr<admin::v1::CodeSetService::Stub> RegistryServer::CodeSetStub() const {
  return admin::v1::CodeSetService::NewStub(Channel());
}

void RegistryServer::FeedPatient(const std::string& id) const {
  v1::FeedPatientRequest request;
  *request.mutable_patient_id() = docshare::testing::APatient(id);
  grpc::ClientContext context;
  v1::FeedPatientResponse response;
  const grpc::Status status = Stub()->FeedPatient(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
}

v1::RegisterDocumentSetResponse RegistryServer::Register(
    const v1::RegisterDocumentSetRequest& request) const {
  grpc::ClientContext context;
  v1::RegisterDocumentSetResponse response;
  const grpc::Status status = Stub()->RegisterDocumentSet(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response;
}

std::string RegistryServer::Log() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return lines_;
}

}  // namespace docshare::registry
