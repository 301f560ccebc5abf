#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "docshare/repository/v1/repository_service.grpc.pb.h"
#include "gateway/calls/caller.h"

namespace docshare::gateway {

// The repositories of the community, by their repositoryUniqueId. Thread-safe.
class RepositoryCalls {
 public:
  using Stub = repository::v1::RepositoryService::StubInterface;

  struct Repository {
    std::string unique_id;
    std::unique_ptr<Stub> stub;
  };

  // Requires one at least.
  RepositoryCalls(std::vector<Repository> repositories, const CallLimits& limits)
      : repositories_(std::move(repositories)), limits_(limits) {}

  // Null when there is none of that id.
  Stub* Find(absl::string_view unique_id) const;
  // The one that takes submissions.
  Stub& for_submissions() const { return *repositories_.front().stub; }

  // Prepares a call in the name of another, with the time a transfer may take.
  void Prepare(const Caller& caller, grpc::ClientContext* context) const;

 private:
  const std::vector<Repository> repositories_;
  const CallLimits limits_;
};

}  // namespace docshare::gateway
