#include "repository/registry_client/fake_registry_client.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "domain/metadata/association_type.h"
#include "domain/metadata/content_digest.h"
#include "domain/metadata/submission_ids.h"

namespace docshare::repository {

using metadata::v1::Association;
using metadata::v1::DocumentEntry;

namespace {

bool Contains(const google::protobuf::RepeatedPtrField<std::string>& values,
              const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool IsOfTypes(const DocumentEntry& entry, const google::protobuf::RepeatedField<int>& types) {
  if (types.empty()) return entry.object_type() == metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE;
  return std::find(types.begin(), types.end(), entry.object_type()) != types.end();
}

}  // namespace

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
    for (const DocumentEntry& other : entries_) {
      if (other.unique_id() != entry.unique_id()) continue;
      if (other.hash() != entry.hash()) {
        return XdsError(XdsErrorCode::kNonIdenticalHash, "document_entries", entry.unique_id());
      }
      if (other.size() != entry.size()) {
        return XdsError(XdsErrorCode::kNonIdenticalSize, "document_entries", entry.unique_id());
      }
    }
  }
  for (const Association& association : resolved.associations()) {
    for (const DocumentEntry& entry : entries_) {
      if (IsReplacement(association.association_type()) &&
          association.target_object() == entry.entry_uuid() &&
          entry.availability_status() == metadata::v1::AVAILABILITY_STATUS_DEPRECATED) {
        return XdsError(XdsErrorCode::kRegistryDeprecatedDocument, "associations", "deprecated");
      }
    }
  }
  Keep(resolved);
  submissions_.emplace(resolved.submission_set().unique_id(), registered_.size());
  registered_.push_back(std::move(resolved));
  response.set_commit_position(registered_.size());
  return response;
}

void FakeRegistryClient::Keep(const Request& request) {
  for (const Association& association : request.associations()) {
    associations_.push_back(association);
    if (!IsReplacement(association.association_type())) continue;
    for (DocumentEntry& entry : entries_) {
      if (entry.entry_uuid() == association.target_object()) {
        entry.set_availability_status(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
      }
    }
  }
  for (const DocumentEntry& entry : request.document_entries()) {
    entries_.push_back(entry);
    entries_.back().set_availability_status(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  }
}

absl::StatusOr<registry::v1::RegisterOnDemandDocumentEntryResponse>
FakeRegistryClient::RegisterOnDemandDocumentEntry(
    const registry::v1::RegisterOnDemandDocumentEntryRequest& request, absl::Time /*deadline*/) {
  std::lock_guard lock(mutex_);
  ++query_count_;
  if (!query_status_.ok()) return query_status_;
  Request resolved;
  *resolved.mutable_submission_set() = request.submission_set();
  *resolved.mutable_document_entries() = request.document_entries();
  *resolved.mutable_associations() = request.associations();
  registry::v1::RegisterOnDemandDocumentEntryResponse response;
  for (auto& assigned : ResolveSubmissionIds(resolved)) {
    *response.add_assigned_ids() = std::move(assigned);
  }
  Keep(resolved);
  return response;
}

absl::StatusOr<registry::v1::FindDocumentsResponse> FakeRegistryClient::FindDocuments(
    const registry::v1::FindDocumentsRequest& request, absl::Time /*deadline*/) {
  std::lock_guard lock(mutex_);
  ++query_count_;
  if (!query_status_.ok()) return query_status_;
  size_t next = 0;
  if (!absl::SimpleAtoi(request.page_token().empty() ? "0" : request.page_token(), &next)) {
    return absl::InvalidArgumentError("page_token");
  }
  const size_t most = request.page_size() == 0 ? 100 : request.page_size();
  std::vector<const DocumentEntry*> found;
  registry::v1::FindDocumentsResponse response;
  for (; next < entries_.size() && found.size() < most; ++next) {
    const DocumentEntry& entry = entries_[next];
    const auto& statuses = request.statuses();
    if (entry.patient_id().id() == request.patient_id().id() &&
        std::find(statuses.begin(), statuses.end(), entry.availability_status()) !=
            statuses.end() &&
        IsOfTypes(entry, request.object_types())) {
      found.push_back(&entry);
    }
  }
  for (const DocumentEntry* entry : found) {
    if (request.return_type() == registry::v1::RETURN_TYPE_OBJECT_REF) {
      response.add_entry_uuids(entry->entry_uuid());
    } else {
      *response.add_document_entries() = *entry;
    }
  }
  if (next < entries_.size()) response.set_next_page_token(absl::StrCat(next));
  return response;
}

absl::StatusOr<registry::v1::GetDocumentsResponse> FakeRegistryClient::GetDocuments(
    const registry::v1::GetDocumentsRequest& request, absl::Time /*deadline*/) {
  std::lock_guard lock(mutex_);
  ++query_count_;
  if (!query_status_.ok()) return query_status_;
  registry::v1::GetDocumentsResponse response;
  for (const DocumentEntry& entry : entries_) {
    if (!Contains(request.unique_ids(), entry.unique_id()) &&
        !Contains(request.entry_uuids(), entry.entry_uuid())) {
      continue;
    }
    if (request.return_type() == registry::v1::RETURN_TYPE_OBJECT_REF) {
      response.add_entry_uuids(entry.entry_uuid());
    } else {
      *response.add_document_entries() = entry;
    }
  }
  return response;
}

absl::StatusOr<registry::v1::GetAssociationsResponse> FakeRegistryClient::GetAssociations(
    const registry::v1::GetAssociationsRequest& request, absl::Time /*deadline*/) {
  std::lock_guard lock(mutex_);
  ++query_count_;
  if (!query_status_.ok()) return query_status_;
  registry::v1::GetAssociationsResponse response;
  for (const Association& association : associations_) {
    if (Contains(request.uuids(), association.source_object()) ||
        Contains(request.uuids(), association.target_object())) {
      *response.add_associations() = association;
    }
  }
  return response;
}

void FakeRegistryClient::FailQueries(absl::Status status) {
  std::lock_guard lock(mutex_);
  query_status_ = std::move(status);
}

void FakeRegistryClient::Deprecate(const std::string& unique_id) {
  std::lock_guard lock(mutex_);
  for (DocumentEntry& entry : entries_) {
    if (entry.unique_id() != unique_id) continue;
    entry.set_availability_status(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  }
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

int FakeRegistryClient::query_count() const {
  std::lock_guard lock(mutex_);
  return query_count_;
}

int FakeRegistryClient::call_count() const {
  std::lock_guard lock(mutex_);
  return call_count_;
}

}  // namespace docshare::repository
