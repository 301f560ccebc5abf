#pragma once

#include <grpcpp/server_context.h>

#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/access/peer_roles.h"
#include "platform/operations/operational_log.h"

namespace docshare::registry {

// Puts an answer that was found into the reply.
template <typename Response>
absl::Status TakeAnswer(absl::StatusOr<Response> answer, Response* reply) {
  if (!answer.ok()) return answer.status();
  *reply = *std::move(answer);
  return absl::OkStatus();
}

// What the admin services do alike with every call: lets in who may administer, and makes the
// answer of a failure. Thread-safe.
class AdminCalls {
 public:
  // Both must outlive this object.
  AdminCalls(const PeerRoles* roles, platform::OperationalLog* log) : roles_(roles), log_(log) {}

  // Does `work`, with the caller's name, for a caller who may administer. Refusals of a request
  // carry a code of the standard; the server's own faults are logged, by method and code.
  grpc::Status Serve(const grpc::ServerContext& context, absl::string_view method,
                     const std::function<absl::Status(const std::string& caller)>& work) const;

 private:
  const PeerRoles* const roles_;
  platform::OperationalLog* const log_;
};

}  // namespace docshare::registry
