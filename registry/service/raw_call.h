#pragma once

#include <grpcpp/grpcpp.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/access/peer_roles.h"
#include "google/protobuf/descriptor.h"
#include "platform/operations/operational_log.h"

namespace docshare::registry {

// What raw methods do with a call.

// The name of a caller who holds `role`.
absl::StatusOr<std::string> Authorize(const grpc::CallbackServerContext& context,
                                      const PeerRoles& roles, Role role);

// Returns kInvalidArgument with XDSRegistryOutOfResources for a message that would take very much
// more memory than it has bytes.
absl::Status CheckHeld(const google::protobuf::Descriptor& type, const grpc::ByteBuffer& bytes);

// Reads the message of a caller who holds `role`; returns the caller's name.
template <typename Request>
absl::StatusOr<std::string> Receive(const grpc::CallbackServerContext& context,
                                    const PeerRoles& roles, Role role,
                                    const grpc::ByteBuffer& bytes, Request* request) {
  auto caller = Authorize(context, roles, role);
  if (!caller.ok()) return caller;
  if (absl::Status held = CheckHeld(*Request::descriptor(), bytes); !held.ok()) return held;
  grpc::ByteBuffer shared(bytes);
  if (!grpc::SerializationTraits<Request>::Deserialize(&shared, request).ok()) {
    return absl::InvalidArgumentError("the request is not a well-formed protobuf message");
  }
  return caller;
}

// The reply, without another copy of its bytes.
grpc::ByteBuffer Wrap(std::string bytes);

// Ends a call with an error, which gets the code XDSRegistryError if it has none yet, and logs it
// when it says something about this process rather than about the request.
void Refuse(const absl::Status& status, absl::string_view method, platform::OperationalLog& log,
            grpc::ServerUnaryReactor* reactor);

}  // namespace docshare::registry
