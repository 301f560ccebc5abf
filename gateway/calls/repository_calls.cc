#include "gateway/calls/repository_calls.h"

#include "absl/time/clock.h"

namespace docshare::gateway {

RepositoryCalls::Stub* RepositoryCalls::Find(absl::string_view unique_id) const {
  for (const Repository& repository : repositories_) {
    if (repository.unique_id == unique_id) return repository.stub.get();
  }
  return nullptr;
}

void RepositoryCalls::Prepare(const Caller& caller, grpc::ClientContext* context) const {
  Introduce(caller, context);
  context->set_deadline(absl::ToChronoTime(absl::Now() + limits_.transfer_timeout));
}

}  // namespace docshare::gateway
