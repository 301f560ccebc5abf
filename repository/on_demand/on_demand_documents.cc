#include "repository/on_demand/on_demand_documents.h"

#include <openssl/sha.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/uuid_oid.h"
#include "domain/metadata/association_type.h"
#include "repository/provide/provide_limits.h"

namespace docshare::repository {
namespace {

using metadata::v1::Association;
using metadata::v1::DocumentEntry;
using metadata::v1::PatientIdentifier;
using metadata::v1::SubmissionSet;
using registry::v1::RegisterDocumentSetRequest;

// Symbolic ids of what is submitted.
constexpr char kSubmissionSet[] = "submission-set";
constexpr char kDocument[] = "document";

bool IsOnDemand(const DocumentEntry& entry) {
  return entry.object_type() == metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND;
}

bool IsApproved(const DocumentEntry& entry) {
  return entry.availability_status() == metadata::v1::AVAILABILITY_STATUS_APPROVED;
}

// Whether the registry took the submission's previous snapshot as replaced already: somebody else
// made one at the same time.
bool IsRace(const absl::Status& status) {
  const auto errors = RegistryErrorsOf(status);
  return errors.has_value() && !errors->errors().empty() &&
         errors->errors(0).error_code() == ToString(XdsErrorCode::kRegistryDeprecatedDocument);
}

absl::Status NoSuchDocument(const UniqueId& unique_id, absl::string_view why) {
  return XdsErrorWithStatus(absl::StatusCode::kNotFound, XdsErrorCode::kDocumentUniqueIdError,
                            unique_id.ToString(), why);
}

absl::Status RegistryNotAvailable(absl::string_view location, absl::string_view what) {
  return XdsErrorWithStatus(absl::StatusCode::kUnavailable, XdsErrorCode::kRegistryNotAvailable,
                            location, what);
}

// What is wrong between this repository and the registry, as somebody else is told; nullopt for
// other troubles.
absl::optional<absl::Status> RegistryTrouble(const absl::Status& status,
                                             absl::string_view location) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kAborted:
      return RegistryNotAvailable(location, "the registry does not answer; repeat the call");
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kUnimplemented:
      return RegistryNotAvailable(
          location, absl::StrCat("the registry does not let this repository ask and register (",
                                 absl::StatusCodeToString(status.code()),
                                 "); its administrator has to grant ROLE_QUERY and ROLE_REGISTER"));
    default:
      return absl::nullopt;
  }
}

// As whoever retrieves is told. The registry's own words may name what he may not know.
absl::Status RetrievalError(const absl::Status& status, const UniqueId& unique_id) {
  const std::string& location = unique_id.ToString();
  if (auto trouble = RegistryTrouble(status, location)) return *trouble;
  switch (status.code()) {
    case absl::StatusCode::kResourceExhausted:
      return XdsErrorWithStatus(status.code(), XdsErrorCode::kRepositoryOutOfResources, location,
                                "there is no room for the document, or it would be too large");
    case absl::StatusCode::kDataLoss:
      return XdsErrorWithStatus(status.code(), XdsErrorCode::kRepositoryError, location,
                                "what the document would be made of is damaged");
    default:
      return XdsErrorWithStatus(absl::StatusCode::kInternal, XdsErrorCode::kRepositoryError,
                                location,
                                absl::StrCat("the document cannot be made (",
                                             absl::StatusCodeToString(status.code()), ")"));
  }
}

void AddAssociation(absl::string_view type, absl::string_view source, absl::string_view target,
                    RegisterDocumentSetRequest* request) {
  Association& association = *request->add_associations();
  association.set_association_type(std::string(type));
  association.set_source_object(std::string(source));
  association.set_target_object(std::string(target));
}

void AddMember(RegisterDocumentSetRequest* request) {
  AddAssociation(kHasMember, kSubmissionSet, kDocument, request);
  request->mutable_associations()->rbegin()->set_submission_set_status(
      metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL);
}

// `entry` as the entry of a snapshot of it.
DocumentEntry SnapshotEntry(const DocumentEntry& entry, const std::string& unique_id,
                            const Dtm& creation_time) {
  DocumentEntry snapshot = entry;
  snapshot.set_entry_uuid(kDocument);
  snapshot.set_unique_id(unique_id);
  snapshot.set_object_type(metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE);
  snapshot.set_creation_time(creation_time.text());
  snapshot.clear_logical_id();
  snapshot.clear_version();
  snapshot.clear_availability_status();
  snapshot.clear_document_availability();
  return snapshot;
}

}  // namespace

OnDemandDocuments::OnDemandDocuments(const ProvideSession::Collaborators* with,
                                     DocumentGenerator* generator, Options options)
    : with_(*with), generator_(generator), options_(std::move(options)) {}

absl::StatusOr<MadeDocument> OnDemandDocuments::Make(const UniqueId& unique_id) {
  const absl::Time deadline = with_.clock->Now() + options_.limit;
  std::lock_guard lock(making_[absl::HashOf(unique_id) % making_.size()]);
  absl::StatusOr<MadeDocument> made = TryToMake(unique_id, deadline);
  if (IsRace(made.status())) made = TryToMake(unique_id, deadline);
  if (made.ok() || absl::IsNotFound(made.status())) return made;
  with_.log->Warning("on_demand_document_not_made",
                     {{"code", absl::StatusCodeToString(made.status().code())}});
  return RetrievalError(made.status(), unique_id);
}

absl::StatusOr<MadeDocument> OnDemandDocuments::TryToMake(const UniqueId& unique_id,
                                                          absl::Time deadline) {
  absl::StatusOr<DocumentEntry> entry = FindEntry(unique_id, deadline);
  if (!entry.ok()) return entry.status();
  absl::StatusOr<std::unique_ptr<DocumentDraft>> draft = generator_->Draft(*entry, deadline);
  if (!draft.ok()) return draft.status();
  // After the draft: a snapshot that comes in between is in both.
  absl::StatusOr<std::vector<DocumentEntry>> snapshots = FindSnapshots(unique_id, deadline);
  if (!snapshots.ok()) return snapshots.status();
  absl::flat_hash_set<std::string> itself;
  std::vector<DocumentEntry> approved;
  for (DocumentEntry& snapshot : *snapshots) {
    itself.insert(snapshot.entry_uuid());
    if (IsApproved(snapshot)) approved.push_back(std::move(snapshot));
  }
  (*draft)->LeaveOut(itself);
  if (options_.keep_snapshots) {
    absl::StatusOr<absl::optional<MadeDocument>> unchanged = Unchanged(**draft, approved);
    if (!unchanged.ok()) return unchanged.status();
    if (unchanged->has_value()) return **std::move(unchanged);
  }
  absl::StatusOr<Dtm> now = Dtm::FromUnixSeconds(absl::ToUnixSeconds(with_.clock->Now()));
  if (!now.ok()) return now.status();
  MadeDocument made;
  made.unique_id = NewOid();
  made.mime_type = std::string(generator_->mime_type());
  made.bytes = (*draft)->Write(made.unique_id, *now);
  if (!options_.keep_snapshots) return made;
  if (absl::Status kept = Keep(*entry, *now, approved, deadline, &made); !kept.ok()) return kept;
  return made;
}

absl::StatusOr<DocumentEntry> OnDemandDocuments::FindEntry(const UniqueId& unique_id,
                                                           absl::Time deadline) {
  registry::v1::GetDocumentsRequest request;
  request.add_unique_ids(unique_id.ToString());
  request.set_return_type(registry::v1::RETURN_TYPE_LEAF_CLASS);
  absl::StatusOr<registry::v1::GetDocumentsResponse> found =
      with_.registry->GetDocuments(request, deadline);
  if (!found.ok()) {
    const auto errors = RegistryErrorsOf(found.status());
    if (errors.has_value() && !errors->errors().empty() &&
        errors->errors(0).error_code() == ToString(XdsErrorCode::kResultNotSinglePatient)) {
      return NoSuchDocument(unique_id, "entries of several patients have this unique id");
    }
    return found.status();
  }
  bool deprecated = false;
  for (DocumentEntry& entry : *found->mutable_document_entries()) {
    if (!IsOnDemand(entry) ||
        entry.repository_unique_id() != with_.repository_unique_id.ToString()) {
      continue;
    }
    if (!IsApproved(entry)) {
      deprecated = true;
      continue;
    }
    if (entry.mime_type() != generator_->mime_type()) {
      return NoSuchDocument(unique_id,
                            absl::StrCat("the entry promises ", entry.mime_type(),
                                         "; this repository makes ", generator_->mime_type()));
    }
    return std::move(entry);
  }
  return NoSuchDocument(unique_id, deprecated ? "the on-demand document is deprecated"
                                              : "the repository has no such document");
}

absl::StatusOr<std::vector<DocumentEntry>> OnDemandDocuments::FindSnapshots(
    const UniqueId& unique_id, absl::Time deadline) {
  registry::v1::GetRelatedDocumentsRequest request;
  request.set_unique_id(unique_id.ToString());
  request.add_association_types(kIsSnapshotOf);
  request.add_object_types(metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE);
  request.add_object_types(metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
  request.set_return_type(registry::v1::RETURN_TYPE_LEAF_CLASS);
  std::vector<DocumentEntry> snapshots;
  do {
    absl::StatusOr<registry::v1::GetRelatedDocumentsResponse> page =
        with_.registry->GetRelatedDocuments(request, deadline);
    if (!page.ok()) return page.status();
    for (DocumentEntry& entry : *page->mutable_document_entries()) {
      if (!IsOnDemand(entry)) snapshots.push_back(std::move(entry));
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return snapshots;
}

absl::StatusOr<absl::optional<MadeDocument>> OnDemandDocuments::Unchanged(
    const DocumentDraft& draft, const std::vector<DocumentEntry>& snapshots) const {
  for (const DocumentEntry& snapshot : snapshots) {
    const absl::StatusOr<UniqueId> unique_id = UniqueId::Parse(snapshot.unique_id());
    const absl::StatusOr<Dtm> creation_time = Dtm::Parse(snapshot.creation_time());
    if (!unique_id.ok() || !creation_time.ok()) continue;  // Not made here.
    absl::StatusOr<absl::optional<StoredDocument>> stored =
        with_.catalogue->FindDocument(*unique_id);
    if (!stored.ok()) return stored.status();
    if (!stored->has_value()) continue;
    const std::string bytes = draft.Write(unique_id->ToString(), *creation_time);
    std::array<uint8_t, SHA256_DIGEST_LENGTH> digest;
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    if (digest != (*stored)->content.sha256) continue;
    MadeDocument made;
    made.unique_id = unique_id->ToString();
    made.mime_type = (*stored)->mime_type;
    made.snapshot = **std::move(stored);
    return made;
  }
  return absl::optional<MadeDocument>();
}

absl::Status OnDemandDocuments::Keep(const DocumentEntry& entry, const Dtm& creation_time,
                                     const std::vector<DocumentEntry>& previous,
                                     absl::Time deadline, MadeDocument* made) {
  RegisterDocumentSetRequest metadata;
  *metadata.mutable_submission_set() = NewSubmissionSet(entry, creation_time);
  *metadata.add_document_entries() = SnapshotEntry(entry, made->unique_id, creation_time);
  AddMember(&metadata);
  AddAssociation(kIsSnapshotOf, kDocument, entry.entry_uuid(), &metadata);
  for (const DocumentEntry& snapshot : previous) {
    AddAssociation(kReplace, kDocument, snapshot.entry_uuid(), &metadata);
  }
  ProvideSession session(&with_);
  if (absl::Status taken = session.TakeMetadata(std::move(metadata)); !taken.ok()) return taken;
  v1::DocumentChunk chunk;
  chunk.set_entry_uuid(kDocument);
  for (size_t at = 0; !chunk.last(); at += kMaxChunkBytes) {
    chunk.set_data(made->bytes.substr(at, kMaxChunkBytes));
    chunk.set_last(made->bytes.size() - at <= kMaxChunkBytes);
    if (absl::Status taken = session.TakeChunk(chunk); !taken.ok()) return taken;
  }
  if (auto registered = session.Finish(deadline); !registered.ok()) return registered.status();
  const absl::StatusOr<UniqueId> unique_id = UniqueId::Parse(made->unique_id);
  if (!unique_id.ok()) return unique_id.status();
  absl::StatusOr<absl::optional<StoredDocument>> stored = with_.catalogue->FindDocument(*unique_id);
  if (!stored.ok()) return stored.status();
  if (!stored->has_value()) return absl::UnavailableError("the snapshot was removed meanwhile");
  made->snapshot = **std::move(stored);
  made->bytes.clear();
  return absl::OkStatus();
}

absl::StatusOr<admin::v1::RegisterDocumentListResponse> OnDemandDocuments::Register(
    const PatientIdentifier& patient_id) {
  if (patient_id.id().empty() || patient_id.assigning_authority().empty()) {
    return absl::InvalidArgumentError("patient_id: must have an id and an assigning authority");
  }
  const absl::Time deadline = with_.clock->Now() + options_.limit;
  std::lock_guard lock(registering_);
  admin::v1::RegisterDocumentListResponse response;
  registry::v1::FindDocumentsRequest query;
  *query.mutable_patient_id() = patient_id;
  query.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  query.add_object_types(metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
  query.set_return_type(registry::v1::RETURN_TYPE_LEAF_CLASS);
  do {
    absl::StatusOr<registry::v1::FindDocumentsResponse> page =
        with_.registry->FindDocuments(query, deadline);
    if (!page.ok()) return RegistryTrouble(page.status(), "").value_or(page.status());
    for (const DocumentEntry& entry : page->document_entries()) {
      if (entry.repository_unique_id() != with_.repository_unique_id.ToString()) continue;
      response.set_entry_uuid(entry.entry_uuid());
      response.set_unique_id(entry.unique_id());
      response.set_already_registered(true);
      return response;
    }
    query.set_page_token(page->next_page_token());
  } while (!query.page_token().empty());

  absl::StatusOr<Dtm> now = Dtm::FromUnixSeconds(absl::ToUnixSeconds(with_.clock->Now()));
  if (!now.ok()) return now.status();
  DocumentEntry entry = options_.entry;
  entry.set_entry_uuid(kDocument);
  entry.set_unique_id(NewOid());
  *entry.mutable_patient_id() = patient_id;
  *entry.mutable_source_patient_id() = patient_id;
  entry.set_object_type(metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
  entry.set_mime_type(std::string(generator_->mime_type()));
  entry.set_repository_unique_id(with_.repository_unique_id.ToString());
  RegisterDocumentSetRequest submission;
  AddMember(&submission);
  registry::v1::RegisterOnDemandDocumentEntryRequest request;
  *request.mutable_submission_set() = NewSubmissionSet(entry, *now);
  *request.add_document_entries() = entry;
  request.mutable_associations()->Swap(submission.mutable_associations());
  absl::StatusOr<registry::v1::RegisterOnDemandDocumentEntryResponse> registered =
      with_.registry->RegisterOnDemandDocumentEntry(request, deadline);
  if (!registered.ok()) {
    return RegistryTrouble(registered.status(), "").value_or(registered.status());
  }
  for (const registry::v1::AssignedId& assigned : registered->assigned_ids()) {
    if (assigned.submitted_id() == kDocument) response.set_entry_uuid(assigned.entry_uuid());
  }
  response.set_unique_id(entry.unique_id());
  return response;
}

SubmissionSet OnDemandDocuments::NewSubmissionSet(const DocumentEntry& entry, const Dtm& now) {
  SubmissionSet set;
  set.set_entry_uuid(kSubmissionSet);
  set.set_unique_id(NewOid());
  set.set_source_id(with_.repository_unique_id.ToString());
  *set.mutable_patient_id() = entry.patient_id();
  *set.mutable_content_type_code() = options_.content_type_code;
  set.set_submission_time(now.text());
  *set.mutable_authors() = entry.authors();
  return set;
}

std::string OnDemandDocuments::NewOid() { return OidOfUuid(with_.uuids->Next()); }

}  // namespace docshare::repository
