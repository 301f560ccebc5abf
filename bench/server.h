#pragma once

#include <memory>
#include <string>
#include <vector>

#include "docshare/registry/v1/registry_service.grpc.pb.h"
#include "platform/rpc/channel.h"

namespace docshare::bench {

// Ends the program: a figure after a failure means nothing.
[[noreturn]] void Die(const std::string& message);

// The way to a server for the system "admin"; `certificates`: the folder of tools/dev-certs.
platform::ChannelOptions AsAdmin(const std::string& address, const std::string& certificates);

// Stubs of one server over several connections.
class Server {
 public:
  // `certificates`: the folder of tools/dev-certs.
  Server(const std::string& address, const std::string& certificates);

  registry::v1::RegistryService::Stub& stub(int caller) { return *stubs_[caller % stubs_.size()]; }

 private:
  std::vector<std::unique_ptr<registry::v1::RegistryService::Stub>> stubs_;
};

// False, and says why, when the call failed.
bool Check(const grpc::Status& status);

bool Feed(Server& server, int caller, int patient);

bool Register(Server& server, int caller, const registry::v1::RegisterDocumentSetRequest& request,
              registry::v1::RegisterDocumentSetResponse& response);

}  // namespace docshare::bench
