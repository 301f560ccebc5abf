#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/registry_service.grpc.pb.h"
#include "gateway/calls/caller.h"

namespace docshare::gateway {

// Calls of the community's registry in the names of others. Thread-safe; calls block.
//
// Refusals come back with the standard's errors, see RegistryErrorsOf() in domain/errors; else
// kPermissionDenied, kUnauthenticated, kUnavailable, kDeadlineExceeded and kResourceExhausted.
class RegistryCalls {
 public:
  using Stub = registry::v1::RegistryService::StubInterface;
  template <typename Request, typename Response>
  using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);

  RegistryCalls(std::unique_ptr<Stub> stub, const CallLimits& limits)
      : stub_(std::move(stub)), limits_(limits) {}

  // A call that may be repeated safely; it is, on UNAVAILABLE.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(const Caller& caller, Method<Request, Response> method,
                                const Request& request) const {
    Response response;
    absl::Status status = Repeat(caller, [&](grpc::ClientContext& context) {
      response.Clear();
      return (stub_.get()->*method)(&context, request, &response);
    });
    if (!status.ok()) return status;
    return response;
  }

  // A call that is made once: a second one would be answered otherwise.
  template <typename Request, typename Response>
  absl::StatusOr<Response> CallOnce(const Caller& caller, Method<Request, Response> method,
                                    const Request& request) const {
    Response response;
    absl::Status status = Once(caller, [&](grpc::ClientContext& context) {
      return (stub_.get()->*method)(&context, request, &response);
    });
    if (!status.ok()) return status;
    return response;
  }

 private:
  using Attempt = std::function<grpc::Status(grpc::ClientContext& context)>;

  absl::Status Repeat(const Caller& caller, const Attempt& attempt) const;
  absl::Status Once(const Caller& caller, const Attempt& attempt) const;

  const std::unique_ptr<Stub> stub_;
  const CallLimits limits_;
};

}  // namespace docshare::gateway
