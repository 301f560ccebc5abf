#include "gateway/calls/registry_calls.h"

#include "absl/time/clock.h"
#include "platform/rpc/retry.h"

namespace docshare::gateway {

absl::Status RegistryCalls::Repeat(const Caller& caller, const Attempt& attempt) const {
  return platform::CallWithRetry({}, absl::Now() + limits_.call_timeout,
                                 [&](grpc::ClientContext& context) {
                                   Introduce(caller, &context);
                                   return attempt(context);
                                 });
}

absl::Status RegistryCalls::Once(const Caller& caller, const Attempt& attempt) const {
  platform::RetryPolicy once;
  once.max_attempts = 1;
  return platform::CallWithRetry(once, absl::Now() + limits_.call_timeout,
                                 [&](grpc::ClientContext& context) {
                                   Introduce(caller, &context);
                                   return attempt(context);
                                 });
}

}  // namespace docshare::gateway
