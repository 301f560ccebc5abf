#include "tests/stack/stack.h"

#include <google/protobuf/text_format.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/metadata/testing/submission_builder.h"
#include "platform/crypto/testing/test_key_ring.h"
#include "tests/real_data/real_data.h"

namespace docshare::tests {
namespace {

constexpr char kRegistryProgram[] = "registry/server/docshare-registry";
constexpr char kRepositoryProgram[] = "repository/server/docshare-repository";
constexpr char kRegistrySystem[] = "registry";
constexpr absl::Duration kDrainLimit = absl::Seconds(30);
// Submissions may be as large.
constexpr int kMaxMessageBytes = 64 << 20;

std::string NewFolder() {
  std::string pattern = absl::StrCat(std::getenv("TEST_TMPDIR"), "/stack.XXXXXX");
  if (mkdtemp(pattern.data()) == nullptr) {
    std::perror(pattern.c_str());
    std::abort();
  }
  return pattern;
}

std::string Text(const google::protobuf::Message& config) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(config, &text);
  return text;
}

template <typename T>
T OrAbort(absl::StatusOr<T> made) {
  if (!made.ok()) {
    std::fprintf(stderr, "%s\n", made.status().ToString().c_str());
    std::abort();
  }
  return *std::move(made);
}

template <typename Config>
void AddPeer(Config& config, const std::string& name,
             std::initializer_list<config::v1::Role> roles) {
  config::v1::Peer& peer = *config.add_peers();
  peer.set_name(name);
  for (config::v1::Role role : roles) peer.add_roles(role);
}

}  // namespace

Stack::Stack(const StackOptions& options)
    : options_(options),
      folder_(NewFolder()),
      certificates_({"--server", kRegistrySystem, "--server", kRepositorySystems[0], "--server",
                     kRepositorySystems[1], "--client", kHospital, "--client", kMunicipality,
                     "--client", kAdmin, "--client", kNobody, "--expired", kExpired}),
      registry_(std::make_unique<ServerProcess>(
          WorkspaceFile(kRegistryProgram), folder_ + "/registry", options.server_environment)) {
  for (size_t i = 0; i < kRepositories; ++i) {
    repositories_[i] = std::make_unique<ServerProcess>(
        WorkspaceFile(kRepositoryProgram), absl::StrCat(folder_, "/", kRepositorySystems[i]),
        options.server_environment);
  }
}

absl::StatusOr<std::unique_ptr<Stack>> Stack::Start(const StackOptions& options) {
  auto stack = std::unique_ptr<Stack>(new Stack(options));
  platform::WriteTestKeyRing(stack->key_ring());
  absl::Status status = stack->registry_->WriteConfig(Text(stack->RegistryConfig()));
  for (int i = 0; status.ok() && i < kRepositories; ++i) {
    status = stack->repository(i).WriteConfig(Text(stack->RepositoryConfig(i)));
  }
  for (ServerProcess* server : stack->servers()) {
    if (status.ok()) status = server->Start();
  }
  if (!status.ok()) return status;
  return stack;
}

Stack::~Stack() {
  // Ends the processes before their data go.
  for (auto& repository : repositories_) repository.reset();
  registry_.reset();
  std::error_code ignored;  // The test runner cleans up too.
  std::filesystem::remove_all(folder_, ignored);
}

std::array<ServerProcess*, 1 + kRepositories> Stack::servers() {
  return {registry_.get(), repositories_[0].get(), repositories_[1].get()};
}

absl::StatusOr<std::string> Stack::RegistryLog() const { return ReadFile(registry_->log_path()); }

absl::StatusOr<std::string> Stack::RepositoryLog(int i) const {
  return ReadFile(repositories_[static_cast<size_t>(i)]->log_path());
}

platform::ChannelOptions Stack::ToRegistry(const std::string& system) const {
  platform::ChannelOptions options;
  options.address = registry_->address();
  options.security = certificates_.SecurityOf(system);
  options.max_send_message_bytes = kMaxMessageBytes;
  options.max_receive_message_bytes = kMaxMessageBytes;
  options.max_reconnect_backoff = absl::Milliseconds(500);
  return options;
}

platform::ChannelOptions Stack::ToRepository(int i, const std::string& system) const {
  platform::ChannelOptions options = ToRegistry(system);
  options.address = repositories_[static_cast<size_t>(i)]->address();
  return options;
}

std::shared_ptr<grpc::Channel> Stack::RegistryChannel(const std::string& system) const {
  return OrAbort(platform::OpenChannel(ToRegistry(system)));
}

std::shared_ptr<grpc::Channel> Stack::RepositoryChannel(int i, const std::string& system) const {
  return OrAbort(platform::OpenChannel(ToRepository(i, system)));
}

std::unique_ptr<registry::v1::RegistryService::Stub> Stack::RegistryStub(
    const std::string& system) const {
  return registry::v1::RegistryService::NewStub(RegistryChannel(system));
}

std::unique_ptr<repository::v1::RepositoryService::Stub> Stack::RepositoryStub(
    int i, const std::string& system) const {
  return repository::v1::RepositoryService::NewStub(RepositoryChannel(i, system));
}

std::unique_ptr<consumer::DocumentConsumer> Stack::Consumer(
    const std::string& system, const consumer::CallLimits& limits) const {
  consumer::ConsumerOptions options;
  options.registry = ToRegistry(system);
  for (int i = 0; i < kRepositories; ++i) {
    options.repositories.push_back(
        {kRepositoryOids[static_cast<size_t>(i)], ToRepository(i, system)});
  }
  options.limits = limits;
  return OrAbort(consumer::DocumentConsumer::Create(options));
}

std::unique_ptr<consumer::DocumentSource> Stack::Source(int repository, const std::string& system,
                                                        const consumer::CallLimits& limits) const {
  consumer::SourceOptions options;
  options.repository = ToRepository(repository, system);
  options.limits = limits;
  return OrAbort(consumer::DocumentSource::Create(std::move(options)));
}

absl::Status Stack::FeedPatient(const std::string& id) const {
  auto feed =
      OrAbort(consumer::PatientFeed::Create({.registry = ToRegistry(kAdmin), .limits = {}}));
  registry::v1::FeedPatientRequest request;
  *request.mutable_patient_id() = testing::APatient(id);
  return feed->Feed(request).status();
}

config::v1::ClientProfile Stack::Profile(const std::string& system, int repository) const {
  config::v1::ClientProfile profile;
  profile.set_name(system);
  *profile.mutable_registry() = Endpoint(*registry_, system);
  for (size_t i = 0; i < kRepositories; ++i) {
    config::v1::RepositoryAddress& address = *profile.add_repositories();
    address.set_repository_unique_id(kRepositoryOids[i]);
    *address.mutable_endpoint() = Endpoint(*repositories_[i], system);
  }
  profile.set_publish_to(kRepositoryOids[static_cast<size_t>(repository)]);
  config::v1::PublishDefaults& publish = *profile.mutable_publish();
  publish.set_source_id("2.999.40.1");
  publish.set_patient_authority(testing::APatient().assigning_authority());
  publish.set_healthcare_facility_type_code(
      "86.101^^2.16.578.1.12.4.1.1.1303^Alminnelige somatiske sykehus");
  publish.set_practice_setting_code("D01^^2.16.578.1.12.4.1.1.8655^Indremedisin");
  publish.set_language_code("nb-NO");
  publish.set_confidentiality_code("N^^2.16.840.1.113883.5.25^Normal");
  publish.set_author_institution("Testsykehuset HF");
  publish.set_content_type_code("A00-1^^2.16.578.1.12.4.1.1.9602^Epikriser og sammenfatninger");
  publish.set_class_code("A00-1^^2.16.578.1.12.4.1.1.9602^Epikriser og sammenfatninger");
  publish.set_type_code("A03-2^^2.16.578.1.12.4.1.1.9602^Epikrise");
  return profile;
}

config::v1::RegistryConfig Stack::RegistryConfig() const {
  config::v1::RegistryConfig config;
  config.set_home_community_id(kCommunity);
  config.set_data_dir(registry_->data_dir());
  config.set_key_ring(key_ring());
  config.set_block_cache_mib(32);
  config.set_disk_reserve_mib(16);
  Listen(*registry_, kRegistrySystem, *config.mutable_listener());
  for (const char* repository : kRepositorySystems) {
    AddPeer(config, repository, {config::v1::ROLE_REGISTER});
  }
  for (const char* system : {kHospital, kMunicipality, kExpired}) {
    AddPeer(config, system, {config::v1::ROLE_QUERY});
  }
  AddPeer(config, kAdmin,
          {config::v1::ROLE_PATIENT_FEED, config::v1::ROLE_QUERY, config::v1::ROLE_ADMINISTER});
  if (options_.change_registry) options_.change_registry(config);
  return config;
}

config::v1::RepositoryConfig Stack::RepositoryConfig(int i) const {
  const ServerProcess& server = *repositories_[static_cast<size_t>(i)];
  const std::string system = kRepositorySystems[static_cast<size_t>(i)];
  config::v1::RepositoryConfig config;
  config.set_repository_unique_id(kRepositoryOids[static_cast<size_t>(i)]);
  config.set_data_dir(server.data_dir());
  config.set_key_ring(key_ring());
  config.set_disk_reserve_mib(16);
  config.set_registry_wait_s(options_.registry_wait_s);
  Listen(server, system, *config.mutable_listener());
  *config.mutable_registry() = Endpoint(*registry_, system);
  const std::string owner = i == 0 ? kHospital : kMunicipality;
  const std::string other = i == 0 ? kMunicipality : kHospital;
  for (const std::string& peer : {owner, std::string(kExpired)}) {
    AddPeer(config, peer, {config::v1::ROLE_PROVIDE, config::v1::ROLE_RETRIEVE});
  }
  AddPeer(config, other, {config::v1::ROLE_RETRIEVE});
  if (options_.change_repository) options_.change_repository(i, config);
  return config;
}

void Stack::Listen(const ServerProcess& server, const std::string& system,
                   config::v1::Listener& listener) const {
  const config::v1::Endpoint endpoint = Endpoint(server, system);
  listener.set_address(endpoint.address());
  *listener.mutable_tls() = endpoint.tls();
  listener.set_port_file(server.port_file());
  listener.set_drain_s(absl::ToInt64Seconds(kDrainLimit));
}

config::v1::Endpoint Stack::Endpoint(const ServerProcess& server, const std::string& system) const {
  const platform::TlsFiles files = certificates_.FilesOf(system);
  config::v1::Endpoint endpoint;
  endpoint.set_address(server.address());
  endpoint.mutable_tls()->set_certificate_chain(files.certificate_chain);
  endpoint.mutable_tls()->set_private_key(files.private_key);
  endpoint.mutable_tls()->set_trusted_authorities(files.trusted_authorities);
  endpoint.mutable_tls()->set_refresh_s(1);
  return endpoint;
}

}  // namespace docshare::tests
