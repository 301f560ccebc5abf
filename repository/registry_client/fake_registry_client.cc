#include "repository/registry_client/fake_registry_client.h"

#include <utility>

#include "domain/errors/xds_error.h"
#include "domain/metadata/content_digest.h"
#include "domain/metadata/submission_ids.h"

namespace docshare::repository {

using metadata::v1::DocumentEntry;

RegistrationResult FakeRegistryClient::RegisterDocumentSet(const Request& request,
                                                           absl::Time /*deadline*/) {
  std::function<void(const Request&)> hook;
  {
    std::lock_guard lock(mutex_);
    ++call_count_;
    hook = hook_;
  }
  // Without the lock: the hook may call this object.
  if (hook) hook(request);

  std::lock_guard lock(mutex_);
  if (down_) return {absl::UnavailableError("the registry is down"), earlier_attempt_unclear_};
  if (script_.empty()) return {Apply(request), earlier_attempt_unclear_};
  Outcome outcome = std::move(script_.front());
  script_.pop_front();
  if (outcome.registers) {
    if (absl::StatusOr<Response> response = Apply(request); !response.ok()) {
      return {response.status(), earlier_attempt_unclear_};
    }
  }
  return {outcome.status, earlier_attempt_unclear_};
}

absl::StatusOr<FakeRegistryClient::Response> FakeRegistryClient::Apply(const Request& request) {
  Request resolved = request;
  Response response;
  for (auto& assigned : ResolveSubmissionIds(resolved)) {
    *response.add_assigned_ids() = std::move(assigned);
  }
  auto known = submissions_.find(resolved.submission_set().unique_id());
  if (known != submissions_.end()) {
    if (ContentDigest(registered_[known->second]) != ContentDigest(resolved)) {
      return XdsError(XdsErrorCode::kDuplicateUniqueIdInRegistry, "submission_set.unique_id",
                      "another submission has this unique id");
    }
    response.set_commit_position(known->second + 1);
    response.set_already_registered(true);
    return response;
  }
  for (const DocumentEntry& entry : resolved.document_entries()) {
    auto other = entries_.find(entry.unique_id());
    if (other == entries_.end()) continue;
    if (other->second.hash() != entry.hash()) {
      return XdsError(XdsErrorCode::kNonIdenticalHash, "document_entries", entry.unique_id());
    }
    if (other->second.size() != entry.size()) {
      return XdsError(XdsErrorCode::kNonIdenticalSize, "document_entries", entry.unique_id());
    }
  }
  for (const DocumentEntry& entry : resolved.document_entries()) {
    entries_.emplace(entry.unique_id(), entry);
  }
  submissions_.emplace(resolved.submission_set().unique_id(), registered_.size());
  registered_.push_back(std::move(resolved));
  response.set_commit_position(registered_.size());
  return response;
}

void FakeRegistryClient::FailNext(absl::Status status) {
  std::lock_guard lock(mutex_);
  script_.push_back({std::move(status), false});
}

void FakeRegistryClient::LoseNextAnswer(absl::Status status) {
  std::lock_guard lock(mutex_);
  script_.push_back({std::move(status), true});
}

void FakeRegistryClient::SetDown(bool down) {
  std::lock_guard lock(mutex_);
  down_ = down;
}

void FakeRegistryClient::SetEarlierAttemptUnclear(bool unclear) {
  std::lock_guard lock(mutex_);
  earlier_attempt_unclear_ = unclear;
}

void FakeRegistryClient::OnCall(std::function<void(const Request&)> hook) {
  std::lock_guard lock(mutex_);
  hook_ = std::move(hook);
}

std::vector<FakeRegistryClient::Request> FakeRegistryClient::registered() const {
  std::lock_guard lock(mutex_);
  return registered_;
}

int FakeRegistryClient::call_count() const {
  std::lock_guard lock(mutex_);
  return call_count_;
}

}  // namespace docshare::repository
