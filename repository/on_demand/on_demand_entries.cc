#include "repository/on_demand/on_demand_entries.h"

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "domain/errors/xds_error.h"
#include "domain/metadata/association_type.h"
#include "repository/registry_client/find_all_documents.h"

namespace docshare::repository {
namespace {

using metadata::v1::Association;
using metadata::v1::DocumentEntry;
using metadata::v1::PatientIdentifier;

constexpr uint32_t kPageSize = 1000;
// A unique id that so many entries have is nobody's name.
constexpr int kMostEntriesOfOneId = 16;

bool IsOnDemand(const DocumentEntry& entry) {
  return entry.object_type() == metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND;
}

bool IsApproved(const DocumentEntry& entry) {
  return entry.availability_status() == metadata::v1::AVAILABILITY_STATUS_APPROVED;
}

// The same for all versions of an entry.
const std::string& LogicalId(const DocumentEntry& entry) {
  return entry.logical_id().empty() ? entry.entry_uuid() : entry.logical_id();
}

absl::Status NoSuchDocument(const UniqueId& unique_id, absl::string_view why) {
  return XdsErrorWithStatus(absl::StatusCode::kNotFound, XdsErrorCode::kDocumentUniqueIdError,
                            unique_id.ToString(), why);
}

}  // namespace

bool OnDemandEntries::IsOurs(const DocumentEntry& entry) const {
  return entry.repository_unique_id() == repository_unique_id_.ToString() &&
         entry.mime_type() == mime_type_;
}

absl::StatusOr<OnDemandEntries::Entries> OnDemandEntries::OfPatient(
    const PatientIdentifier& patient_id, absl::Time deadline) const {
  Entries found;
  absl::Status status = FindOfType(patient_id, metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND,
                                   /*deprecated_too=*/false, deadline, &found, nullptr);
  if (!status.ok()) return status;
  Entries ours;
  for (DocumentEntry& entry : found) {
    if (IsOurs(entry)) ours.push_back(std::move(entry));
  }
  return ours;
}

absl::StatusOr<DocumentEntry> OnDemandEntries::Get(const std::string& entry_uuid,
                                                   absl::Time deadline) const {
  registry::v1::GetDocumentsRequest request;
  request.add_entry_uuids(entry_uuid);
  request.set_return_type(registry::v1::RETURN_TYPE_LEAF_CLASS);
  absl::StatusOr<registry::v1::GetDocumentsResponse> found =
      registry_->GetDocuments(request, deadline);
  if (!found.ok()) return found.status();
  if (found->document_entries_size() != 1) return absl::AbortedError("the entry went meanwhile");
  return std::move(*found->mutable_document_entries(0));
}

absl::StatusOr<DocumentEntry> OnDemandEntries::Find(const UniqueId& unique_id,
                                                    absl::Time deadline) const {
  // One after the other: those of one unique id may be of several patients, which a query for whole
  // entries refuses.
  registry::v1::GetDocumentsRequest request;
  request.add_unique_ids(unique_id.ToString());
  request.set_return_type(registry::v1::RETURN_TYPE_OBJECT_REF);
  absl::StatusOr<registry::v1::GetDocumentsResponse> found =
      registry_->GetDocuments(request, deadline);
  if (!found.ok()) return found.status();
  if (found->entry_uuids_size() > kMostEntriesOfOneId) {
    return NoSuchDocument(unique_id, "too many entries have this unique id");
  }
  absl::optional<DocumentEntry> chosen;
  for (const std::string& entry_uuid : found->entry_uuids()) {
    absl::StatusOr<DocumentEntry> entry = Get(entry_uuid, deadline);
    if (!entry.ok()) return entry.status();
    if (!IsOnDemand(*entry) || !IsApproved(*entry) || !IsOurs(*entry)) continue;
    if (chosen.has_value()) return NoSuchDocument(unique_id, "it is not clear which is meant");
    chosen = *std::move(entry);
  }
  if (!chosen.has_value()) {
    return NoSuchDocument(unique_id, "the repository has no such document");
  }
  return *std::move(chosen);
}

absl::Status OnDemandEntries::FindOfType(const PatientIdentifier& patient_id,
                                         metadata::v1::DocumentEntryType type, bool deprecated_too,
                                         absl::Time deadline, Entries* entries,
                                         Uuids* entry_uuids) const {
  registry::v1::FindDocumentsRequest request;
  *request.mutable_patient_id() = patient_id;
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  if (deprecated_too) {
    request.add_statuses(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
    request.set_metadata_level(2);
  }
  request.add_object_types(type);
  request.set_return_type(entries == nullptr ? registry::v1::RETURN_TYPE_OBJECT_REF
                                             : registry::v1::RETURN_TYPE_LEAF_CLASS);
  return FindAllDocuments(*registry_, std::move(request), deadline,
                          [&](registry::v1::FindDocumentsResponse& page) {
                            for (DocumentEntry& entry : *page.mutable_document_entries()) {
                              entries->push_back(std::move(entry));
                            }
                            for (const std::string& entry_uuid : page.entry_uuids()) {
                              entry_uuids->insert(entry_uuid);
                            }
                            return absl::OkStatus();
                          });
}

absl::StatusOr<OnDemandEntries::Snapshots> OnDemandEntries::SnapshotsOf(const DocumentEntry& entry,
                                                                        absl::Time deadline) const {
  // Of every version: a new one may have left its snapshots with the one before.
  Entries on_demand;
  absl::Status found = FindOfType(entry.patient_id(), metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND,
                                  /*deprecated_too=*/true, deadline, &on_demand, nullptr);
  if (!found.ok()) return found;
  if (on_demand.empty()) return absl::AbortedError("the patient was merged meanwhile");
  Uuids versions;
  Snapshots snapshots;
  Uuids of_entry;
  registry::v1::GetAssociationsRequest request;
  request.set_return_type(registry::v1::RETURN_TYPE_LEAF_CLASS);
  request.set_metadata_level(2);
  request.set_page_size(kPageSize);
  for (const DocumentEntry& other : on_demand) {
    if (LogicalId(other) == LogicalId(entry)) versions.insert(other.entry_uuid());
    request.add_uuids(other.entry_uuid());
  }
  do {
    absl::StatusOr<registry::v1::GetAssociationsResponse> page =
        registry_->GetAssociations(request, deadline);
    if (!page.ok()) return page.status();
    for (const Association& association : page->associations()) {
      if (association.association_type() != kIsSnapshotOf) continue;
      snapshots.of_all.insert(association.source_object());
      if (versions.contains(association.target_object())) {
        of_entry.insert(association.source_object());
      }
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  if (of_entry.empty()) return snapshots;

  Uuids approved;
  found = FindOfType(entry.patient_id(), metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE,
                     /*deprecated_too=*/false, deadline, nullptr, &approved);
  if (!found.ok()) return found;
  for (const std::string& entry_uuid : of_entry) {
    if (!approved.contains(entry_uuid)) continue;
    absl::StatusOr<DocumentEntry> snapshot = Get(entry_uuid, deadline);
    if (!snapshot.ok()) return snapshot.status();
    snapshots.approved.push_back(*std::move(snapshot));
  }
  return snapshots;
}

}  // namespace docshare::repository
