// The whole repository in one process, over real mutual TLS, RocksDB and files.

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "docshare/repository/v1/repository_service.grpc.pb.h"
#include "domain/errors/xds_error.h"
#include "platform/crypto/testing/test_key_ring.h"
#include "platform/kv/temporary_folder.h"
#include "platform/rpc/channel.h"
#include "platform/rpc/status_mapping.h"
#include "platform/rpc/testing/dev_certificates.h"
#include "repository/provide/testing/provision.h"
#include "repository/provide/testing/repository_process.h"
#include "repository/registry_client/fake_registry_server.h"
#include "repository/server/settings.h"
#include "repository/server/wiring.h"

namespace docshare::repository {
namespace {

using docshare::testing::AnEntry;
using registry::v1::RegisterDocumentSetRequest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A repository that serves from construction to destruction.
class RepositoryServer {
 public:
  explicit RepositoryServer(const config::v1::RepositoryConfig& config) {
    absl::StatusOr<Settings> settings = CheckedSettings(config, "test");
    EXPECT_TRUE(settings.ok()) << settings.status();
    auto repository = Repository::Open(*std::move(settings), &log_);
    EXPECT_TRUE(repository.ok()) << repository.status();
    repository_ = *std::move(repository);
    thread_ = std::thread([this] { EXPECT_TRUE(repository_->Serve(signals_).ok()); });
    for (;;) {
      if (std::ifstream(config.listener().port_file()) >> port_) break;
      absl::SleepFor(absl::Milliseconds(5));
    }
    std::remove(config.listener().port_file().c_str());
  }

  ~RepositoryServer() {
    signals_.Request();
    thread_.join();
  }

  int port() const { return port_; }
  Repository& repository() { return *repository_; }

 private:
  platform::ShutdownSignals signals_;
  platform::OperationalLog log_{"repository"};
  std::unique_ptr<Repository> repository_;
  std::thread thread_;
  int port_ = 0;
};

class RepositoryServerTest : public ::testing::Test {
 protected:
  // One authority for all tests: making it takes a second.
  static const platform::DevCertificates& Certificates() {
    static const auto* certificates = new platform::DevCertificates;
    return *certificates;
  }

  RepositoryServerTest() {
    config_.set_repository_unique_id(kTestRepositoryUniqueId);
    config_.set_data_dir(absl::StrCat(folder_.path(), "/data"));
    config_.set_key_ring(absl::StrCat(folder_.path(), "/key-ring"));
    platform::WriteTestKeyRing(config_.key_ring());
    config_.mutable_listener()->set_address("127.0.0.1:0");
    config_.mutable_listener()->set_port_file(absl::StrCat(folder_.path(), "/port"));
    SetTls("hospital-repository", *config_.mutable_listener()->mutable_tls());
    SetTls("hospital-repository", *config_.mutable_registry()->mutable_tls());
    config_.set_registry_wait_s(1);
    config_.set_disk_reserve_mib(1);
    AddPeer("hospital", {config::v1::ROLE_PROVIDE, config::v1::ROLE_RETRIEVE});
    AddPeer("municipality", {config::v1::ROLE_RETRIEVE});
    StartRegistry("127.0.0.1:0");
  }

  void SetTls(const std::string& name, config::v1::TlsFiles& tls) {
    platform::TlsFiles files = certificates_.FilesOf(name);
    tls.set_certificate_chain(files.certificate_chain);
    tls.set_private_key(files.private_key);
    tls.set_trusted_authorities(files.trusted_authorities);
  }

  void AddPeer(const std::string& name, const std::vector<config::v1::Role>& roles) {
    config::v1::Peer& peer = *config_.add_peers();
    peer.set_name(name);
    for (config::v1::Role role : roles) peer.add_roles(role);
  }

  void StartRegistry(const std::string& address) {
    registry_ = std::make_unique<FakeRegistryServer>(certificates_, address);
    config_.mutable_registry()->set_address(absl::StrCat("127.0.0.1:", registry_->port()));
  }

  void Start() { server_ = std::make_unique<RepositoryServer>(config_); }

  std::shared_ptr<grpc::Channel> ChannelOf(const std::string& client) {
    platform::ChannelOptions options;
    options.address = absl::StrCat("127.0.0.1:", server_->port());
    options.security = certificates_.SecurityOf(client);
    options.max_send_message_bytes = kMaxRepositoryMessageBytes;
    return *platform::OpenChannel(options);
  }

  std::unique_ptr<v1::RepositoryService::Stub> StubOf(const std::string& client) {
    return v1::RepositoryService::NewStub(ChannelOf(client));
  }

  absl::StatusOr<v1::ProvideDocumentSetResponse> Provide(
      const std::vector<v1::ProvideDocumentSetRequest>& stream,
      const std::string& client = "hospital") {
    auto stub = StubOf(client);
    grpc::ClientContext context;
    v1::ProvideDocumentSetResponse response;
    auto writer = stub->ProvideDocumentSet(&context, &response);
    for (const auto& message : stream) {
      if (!writer->Write(message)) break;
    }
    writer->WritesDone();
    absl::Status status = platform::FromGrpcStatus(writer->Finish());
    if (!status.ok()) return status;
    return response;
  }

  // Provides whatever the bytes are.
  absl::Status ProvideBytes(const std::vector<std::string>& messages) {
    grpc::GenericStub stub(ChannelOf("hospital"));
    grpc::ClientContext context;
    grpc::CompletionQueue queue;
    auto call = stub.PrepareCall(
        &context, "/docshare.repository.v1.RepositoryService/ProvideDocumentSet", &queue);
    auto wait = [&queue] {
      void* tag;
      bool ok = false;
      EXPECT_TRUE(queue.Next(&tag, &ok));
      return ok;
    };
    call->StartCall(nullptr);
    EXPECT_TRUE(wait());
    for (const std::string& message : messages) {
      grpc::Slice slice(message);
      call->Write(grpc::ByteBuffer(&slice, 1), nullptr);
      if (!wait()) break;
    }
    call->WritesDone(nullptr);
    wait();
    grpc::ByteBuffer response;
    call->Read(&response, nullptr);
    wait();
    grpc::Status status;
    call->Finish(&status, nullptr);
    EXPECT_TRUE(wait());
    return platform::FromGrpcStatus(status);
  }

  absl::StatusOr<std::string> Retrieve(const std::string& unique_id,
                                       const std::string& client = "municipality") {
    auto stub = StubOf(client);
    grpc::ClientContext context;
    v1::RetrieveDocumentSetRequest request;
    request.add_documents()->set_repository_unique_id(kTestRepositoryUniqueId);
    request.mutable_documents(0)->set_document_unique_id(unique_id);
    auto reader = stub->RetrieveDocumentSet(&context, request);
    std::string bytes;
    v1::RetrieveDocumentSetResponse message;
    while (reader->Read(&message)) bytes += message.data().data();
    absl::Status status = platform::FromGrpcStatus(reader->Finish());
    if (!status.ok()) return status;
    return bytes;
  }

  static std::string UniqueIdOf(const Provision& provision, int index = 0) {
    return provision.metadata.document_entries(index).unique_id();
  }

  platform::TemporaryFolder folder_;
  const platform::DevCertificates& certificates_ = Certificates();
  config::v1::RepositoryConfig config_;
  std::unique_ptr<FakeRegistryServer> registry_;
  std::unique_ptr<RepositoryServer> server_;
};

TEST_F(RepositoryServerTest, ProvidesAndRetrieves) {
  Start();
  std::string large;
  for (int i = 0; large.size() < 3'000'000; ++i) absl::StrAppend(&large, i, ";");
  Provision provision = AProvision({"small", large, ""});

  absl::StatusOr<v1::ProvideDocumentSetResponse> response = Provide(StreamOf(provision));

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->registration().commit_position(), 1);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(*Retrieve(UniqueIdOf(provision, i)), provision.documents[i]) << i;
  }
  RegisterDocumentSetRequest registered = registry_->registry().registered().at(0);
  EXPECT_EQ(registered.document_entries(1).size(), large.size());
  EXPECT_EQ(registered.document_entries(1).repository_unique_id(), kTestRepositoryUniqueId);
  EXPECT_EQ(server_->repository().unsettled_count(), 0);
}

TEST_F(RepositoryServerTest, ErrorsOfTheStandardTravelWithTheStatus) {
  Start();
  absl::Status status =
      Provide(StreamOf(AProvisionOf(AnEntry().WithHash(std::string(40, '0')).WithSize(3), "abc")))
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(CodesOf(status), ElementsAre("XDSRepositoryMetadataError"));
  EXPECT_THAT(LocationsOf(status), ElementsAre("document_entries[0].hash"));

  status = Retrieve("2.999.404").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(CodesOf(status), ElementsAre("XDSDocumentUniqueIdError"));
}

TEST_F(RepositoryServerTest, RefusesWhoHasNoRole) {
  Start();
  EXPECT_EQ(Provide(StreamOf(AProvision()), "municipality").status().code(),
            absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Retrieve("2.999.1", "admin").status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(registry_->registry().call_count(), 0);
}

TEST_F(RepositoryServerTest, RefusesWhoHasNoCertificateOfOurs) {
  Start();
  platform::DevCertificates foreign;
  platform::ChannelOptions options;
  options.address = absl::StrCat("127.0.0.1:", server_->port());
  options.security = foreign.SecurityOf("hospital");
  options.security.tls->trusted_authorities = certificates_.FilesOf("hospital").trusted_authorities;
  auto stub = v1::RepositoryService::NewStub(*platform::OpenChannel(options));
  grpc::ClientContext context;
  v1::ProvideDocumentSetResponse response;
  auto writer = stub->ProvideDocumentSet(&context, &response);
  EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(RepositoryServerTest, RecoversWhenTheRegistryComesBack) {
  Start();
  const std::string address = absl::StrCat("127.0.0.1:", registry_->port());
  registry_.reset();
  Provision provision = AProvision();

  absl::Status status = Provide(StreamOf(provision)).status();

  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(CodesOf(status), ElementsAre("XDSRegistryNotAvailable"));
  EXPECT_EQ(Retrieve(UniqueIdOf(provision)).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(server_->repository().unsettled_count(), 1);
  StartRegistry(address);
  while (server_->repository().unsettled_count() > 0) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_EQ(*Retrieve(UniqueIdOf(provision)), "a document");
}

TEST_F(RepositoryServerTest, ARestartKeepsWhatIsThereAndSettlesWhatWaits) {
  Start();
  Provision published = AProvision();
  ASSERT_TRUE(Provide(StreamOf(published)).ok());
  const std::string address = absl::StrCat("127.0.0.1:", registry_->port());
  registry_.reset();
  Provision waiting = AProvision();
  ASSERT_EQ(Provide(StreamOf(waiting)).status().code(), absl::StatusCode::kUnavailable);
  server_.reset();
  StartRegistry(address);

  Start();

  while (server_->repository().unsettled_count() > 0) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_EQ(*Retrieve(UniqueIdOf(published)), "a document");
  EXPECT_EQ(*Retrieve(UniqueIdOf(waiting)), "a document");
}

TEST_F(RepositoryServerTest, OneProcessAtATimeUsesADataFolder) {
  Start();
  platform::OperationalLog log("second");
  absl::Status status = Repository::Open(*CheckedSettings(config_, "test"), &log).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr(config_.data_dir()));
  EXPECT_THAT(std::string(status.message()), HasSubstr("open already"));
}

TEST_F(RepositoryServerTest, ADataFolderKeepsItsRepository) {
  Start();
  server_.reset();
  config_.set_repository_unique_id("2.999.30.8");
  platform::OperationalLog log("other");
  absl::Status status = Repository::Open(*CheckedSettings(config_, "test"), &log).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("repository 2.999.30.7"));
}

TEST_F(RepositoryServerTest, CancelsAStreamThatStalls) {
  config_.set_stall_limit_s(1);
  Start();
  auto stub = StubOf("hospital");
  grpc::ClientContext context;
  v1::ProvideDocumentSetResponse response;
  auto writer = stub->ProvideDocumentSet(&context, &response);
  std::vector<v1::ProvideDocumentSetRequest> stream = StreamOf(AProvision());
  ASSERT_TRUE(writer->Write(stream[0]));

  // Nothing more is sent, and the stream is not ended.
  EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_EQ(registry_->registry().call_count(), 0);
}

TEST_F(RepositoryServerTest, EmptyChunksAreNoProgress) {
  config_.set_stall_limit_s(1);
  Start();
  auto stub = StubOf("hospital");
  grpc::ClientContext context;
  v1::ProvideDocumentSetResponse response;
  auto writer = stub->ProvideDocumentSet(&context, &response);
  Provision provision = AProvision();
  std::vector<v1::ProvideDocumentSetRequest> stream = StreamOf(provision);
  ASSERT_TRUE(writer->Write(stream[0]));
  v1::ProvideDocumentSetRequest empty;
  empty.mutable_chunk()->set_entry_uuid(provision.metadata.document_entries(0).entry_uuid());
  while (writer->Write(empty)) absl::SleepFor(absl::Milliseconds(20));
  EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(RepositoryServerTest, ABrokenStreamRegistersNothing) {
  Start();
  std::vector<v1::ProvideDocumentSetRequest> stream = StreamOf(AProvision({"one", "two"}));
  for (size_t messages = 0; messages < stream.size(); ++messages) {
    auto stub = StubOf("hospital");
    grpc::ClientContext context;
    v1::ProvideDocumentSetResponse response;
    auto writer = stub->ProvideDocumentSet(&context, &response);
    for (size_t i = 0; i < messages; ++i) ASSERT_TRUE(writer->Write(stream[i]));
    context.TryCancel();
    EXPECT_FALSE(writer->Finish().ok());
  }
  EXPECT_TRUE(Provide(StreamOf(AProvision())).ok()) << "the server lives";
  EXPECT_EQ(registry_->registry().registered().size(), 1);
}

TEST_F(RepositoryServerTest, AMalformedMessageAnywhereRegistersNothing) {
  Start();
  std::vector<std::string> stream;
  for (const auto& message : StreamOf(AProvision())) stream.push_back(message.SerializeAsString());
  for (size_t good = 0; good <= stream.size(); ++good) {
    std::vector<std::string> messages(stream.begin(), stream.begin() + good);
    messages.push_back("\xff\xff no protobuf");
    absl::Status status = ProvideBytes(messages);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << good;
    EXPECT_THAT(CodesOf(status), ElementsAre("XDSRepositoryError"));
  }
  EXPECT_EQ(registry_->registry().call_count(), 0);
  EXPECT_TRUE(ProvideBytes(stream).ok()) << "the server lives";
}

TEST_F(RepositoryServerTest, RefusesCallsBeyondItsLimit) {
  config_.set_max_calls(1);
  Start();
  auto stub = StubOf("hospital");
  grpc::ClientContext context;
  v1::ProvideDocumentSetResponse response;
  auto writer = stub->ProvideDocumentSet(&context, &response);
  Provision provision = AProvision();
  std::vector<v1::ProvideDocumentSetRequest> stream = StreamOf(provision);
  ASSERT_TRUE(writer->Write(stream[0]));

  // The first call may not have arrived yet.
  absl::Status status = absl::OkStatus();
  while (!absl::IsResourceExhausted(status)) status = Retrieve("2.999.404").status();
  EXPECT_THAT(CodesOf(status), ElementsAre("XDSRepositoryBusy"));

  ASSERT_TRUE(writer->Write(stream[1]));
  writer->WritesDone();
  EXPECT_TRUE(writer->Finish().ok());
  EXPECT_EQ(*Retrieve(UniqueIdOf(provision)), "a document");
}

}  // namespace
}  // namespace docshare::repository
