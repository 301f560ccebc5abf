#include "bench/server.h"

#include <grpcpp/grpcpp.h>

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "bench/submissions.h"
#include "platform/rpc/channel.h"

namespace docshare::bench {

using registry::v1::RegistryService;

namespace {

constexpr int kChannels = 4;

}  // namespace

void Die(const std::string& message) {
  std::fprintf(stderr, "bench: %s\n", message.c_str());
  std::exit(EXIT_FAILURE);
}

platform::ChannelOptions AsAdmin(const std::string& address, const std::string& certificates) {
  platform::ChannelOptions options;
  options.address = address;
  platform::TlsFiles files;
  files.certificate_chain = absl::StrCat(certificates, "/admin.crt");
  files.private_key = absl::StrCat(certificates, "/admin.key");
  files.trusted_authorities = absl::StrCat(certificates, "/ca.crt");
  options.security.tls = files;
  return options;
}

Server::Server(const std::string& address, const std::string& certificates) {
  const platform::ChannelOptions options = AsAdmin(address, certificates);
  for (int i = 0; i < kChannels; ++i) {
    auto channel = platform::OpenChannel(options);
    if (!channel.ok()) Die(channel.status().ToString());
    stubs_.push_back(RegistryService::NewStub(*channel));
  }
}

bool Check(const grpc::Status& status) {
  if (!status.ok()) {
    std::fprintf(stderr, "bench: %d %s\n", static_cast<int>(status.error_code()),
                 status.error_message().c_str());
  }
  return status.ok();
}

bool Feed(Server& server, int caller, int patient) {
  registry::v1::FeedPatientRequest request;
  *request.mutable_patient_id() = Patient(patient);
  registry::v1::FeedPatientResponse response;
  grpc::ClientContext context;
  return Check(server.stub(caller).FeedPatient(&context, request, &response));
}

bool Register(Server& server, int caller, const registry::v1::RegisterDocumentSetRequest& request,
              registry::v1::RegisterDocumentSetResponse& response) {
  grpc::ClientContext context;
  return Check(server.stub(caller).RegisterDocumentSet(&context, request, &response));
}

}  // namespace docshare::bench
