#pragma once

#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "repository/registry_client/registry_client.h"

namespace docshare::repository {

// A registry in memory, for tests. It keeps the rules a repository can run into: a submission sent
// again is answered as the first time, its unique id with other content and a document's unique id
// with another hash or size are refused, and so is the replacement of what is deprecated.
// Everything else is registered. Queries know the patient, status, object types and pages.
// Thread-safe.
class FakeRegistryClient : public RegistryClient {
 public:
  using Request = registry::v1::RegisterDocumentSetRequest;
  using Response = registry::v1::RegisterDocumentSetResponse;

  RegistrationResult RegisterDocumentSet(const Request& request, absl::Time deadline) override;
  absl::StatusOr<registry::v1::RegisterOnDemandDocumentEntryResponse> RegisterOnDemandDocumentEntry(
      const registry::v1::RegisterOnDemandDocumentEntryRequest& request,
      absl::Time deadline) override;
  absl::StatusOr<registry::v1::FindDocumentsResponse> FindDocuments(
      const registry::v1::FindDocumentsRequest& request, absl::Time deadline) override;
  absl::StatusOr<registry::v1::GetDocumentsResponse> GetDocuments(
      const registry::v1::GetDocumentsRequest& request, absl::Time deadline) override;
  absl::StatusOr<registry::v1::GetAssociationsResponse> GetAssociations(
      const registry::v1::GetAssociationsRequest& request, absl::Time deadline) override;

  // The next call that has no other outcome yet ends with `status` and registers nothing.
  void FailNext(absl::Status status);

  // The next call that has no other outcome yet registers, but its answer is lost on the way.
  void LoseNextAnswer(absl::Status status);

  // While down, calls end with kUnavailable and register nothing.
  void SetDown(bool down);

  // What every result says of attempts before.
  void SetEarlierAttemptUnclear(bool unclear);

  // Every query ends with `status` from now on; OK makes them work again.
  void FailQueries(absl::Status status);

  // Sets the status of the entries with that unique id.
  void Deprecate(const std::string& unique_id);

  // Called at the beginning of each registration, on the caller's thread.
  void OnCall(std::function<void(const Request&)> hook);

  // What is registered, in order, each submission once.
  std::vector<Request> registered() const;

  int call_count() const;
  int query_count() const;

 private:
  struct Outcome {
    absl::Status status;
    bool registers;
  };

  absl::StatusOr<Response> Apply(const Request& request);
  // Requires resolved ids.
  void Keep(const Request& request);

  mutable std::mutex mutex_;
  std::deque<Outcome> script_;
  bool down_ = false;
  bool earlier_attempt_unclear_ = false;
  std::function<void(const Request&)> hook_;
  std::vector<Request> registered_;
  // By SubmissionSet.unique_id: where it is in registered_.
  std::map<std::string, size_t> submissions_;
  // Every entry, in order of registration, and every association.
  std::vector<metadata::v1::DocumentEntry> entries_;
  std::vector<metadata::v1::Association> associations_;
  absl::Status query_status_;
  int call_count_ = 0;
  int query_count_ = 0;
};

}  // namespace docshare::repository
