#include "repository/on_demand/on_demand_documents.h"

#include <openssl/sha.h>

#include <memory>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/uuid_oid.h"
#include "domain/metadata/association_type.h"
#include "platform/operations/running_count.h"
#include "repository/provide/provide_limits.h"

namespace docshare::repository {
namespace {

using metadata::v1::Association;
using metadata::v1::DocumentEntry;
using metadata::v1::PatientIdentifier;
using metadata::v1::SubmissionSet;
using registry::v1::RegisterDocumentSetRequest;
using Associations = google::protobuf::RepeatedPtrField<Association>;

// Symbolic ids of what is submitted.
constexpr char kSubmissionSet[] = "submission-set";
constexpr char kDocument[] = "document";
// How often what changes meanwhile makes it begin again.
constexpr int kMostRepeats = 2;

bool HasCode(const absl::Status& status, XdsErrorCode code) {
  const auto errors = RegistryErrorsOf(status);
  return errors.has_value() && !errors->errors().empty() &&
         errors->errors(0).error_code() == ToString(code);
}

// Whether something changed while the document was made: another snapshot came first, or the
// patient was merged into another one.
bool IsRace(const absl::Status& status) {
  return absl::IsAborted(status) || HasCode(status, XdsErrorCode::kRegistryDeprecatedDocument) ||
         HasCode(status, XdsErrorCode::kUnknownPatientId) ||
         HasCode(status, XdsErrorCode::kPatientIdDoesNotMatch);
}

absl::Status RegistryNotAvailable(absl::string_view location, absl::string_view what) {
  return XdsErrorWithStatus(absl::StatusCode::kUnavailable, XdsErrorCode::kRegistryNotAvailable,
                            location, what);
}

// What is wrong between this repository and the registry, as somebody else is told; nullopt for
// other troubles.
absl::optional<absl::Status> RegistryTrouble(const absl::Status& status,
                                             absl::string_view location) {
  if (HasCode(status, XdsErrorCode::kRegistryBusy)) {
    return RegistryNotAvailable(location, "the registry is busy; repeat the call later");
  }
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
                    Associations* associations) {
  Association& association = *associations->Add();
  association.set_association_type(std::string(type));
  association.set_source_object(std::string(source));
  association.set_target_object(std::string(target));
}

void AddMember(Associations* associations) {
  AddAssociation(kHasMember, kSubmissionSet, kDocument, associations);
  associations->rbegin()->set_submission_set_status(metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL);
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
    : with_(*with),
      generator_(generator),
      entries_(with->registry, with->repository_unique_id, std::string(generator->mime_type())),
      options_(std::move(options)) {}

absl::StatusOr<MadeDocument> OnDemandDocuments::Make(const UniqueId& unique_id) {
  const platform::RunningCount making(making_now_);
  if (making.now_running() > options_.most_at_once) {
    return XdsErrorWithStatus(absl::StatusCode::kResourceExhausted, XdsErrorCode::kRepositoryBusy,
                              unique_id.ToString(),
                              "too many on-demand documents at once; try again later");
  }
  std::timed_mutex& mutex = making_[absl::HashOf(unique_id) % making_.size()];
  std::unique_lock lock(mutex, absl::ToChronoMilliseconds(options_.limit));
  if (!lock.owns_lock()) {
    return RegistryNotAvailable(unique_id.ToString(),
                                "the document is being made for others; repeat the call");
  }
  const absl::Time deadline = with_.clock->Now() + options_.limit;
  absl::StatusOr<MadeDocument> made = TryToMake(unique_id, deadline);
  for (int again = 0; IsRace(made.status()) && again < kMostRepeats; ++again) {
    made = TryToMake(unique_id, deadline);
  }
  if (made.ok() || absl::IsNotFound(made.status())) return made;
  with_.log->Warning("on_demand_document_not_made",
                     {{"code", absl::StatusCodeToString(made.status().code())}});
  return RetrievalError(made.status(), unique_id);
}

absl::StatusOr<MadeDocument> OnDemandDocuments::TryToMake(const UniqueId& unique_id,
                                                          absl::Time deadline) {
  absl::StatusOr<DocumentEntry> entry = entries_.Find(unique_id, deadline);
  if (!entry.ok()) return entry.status();
  absl::StatusOr<std::unique_ptr<DocumentDraft>> draft = generator_->Draft(*entry, deadline);
  if (!draft.ok()) return draft.status();
  // After the draft: a snapshot that comes in between is in both.
  absl::StatusOr<OnDemandEntries::Snapshots> snapshots = entries_.SnapshotsOf(*entry, deadline);
  if (!snapshots.ok()) return snapshots.status();
  // A patient who was merged meanwhile has no documents any more, under the old number.
  absl::StatusOr<DocumentEntry> still = entries_.Find(unique_id, deadline);
  if (!still.ok()) return still.status();
  if (still->SerializeAsString() != entry->SerializeAsString()) {
    return absl::AbortedError("the entry changed meanwhile");
  }
  (*draft)->LeaveOut(snapshots->of_all);
  if (options_.keep_snapshots && snapshots->approved.size() == 1) {
    absl::StatusOr<absl::optional<MadeDocument>> unchanged =
        Unchanged(**draft, snapshots->approved[0]);
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
  absl::Status kept = Keep(*entry, *now, snapshots->approved, deadline, &made);
  if (!kept.ok()) return kept;
  return made;
}

absl::StatusOr<absl::optional<MadeDocument>> OnDemandDocuments::Unchanged(
    const DocumentDraft& draft, const DocumentEntry& snapshot) const {
  const absl::StatusOr<UniqueId> unique_id = UniqueId::Parse(snapshot.unique_id());
  const absl::StatusOr<Dtm> creation_time = Dtm::Parse(snapshot.creation_time());
  // Not made here.
  if (!unique_id.ok() || !creation_time.ok()) return absl::optional<MadeDocument>();
  absl::StatusOr<absl::optional<StoredDocument>> stored = with_.catalogue->FindDocument(*unique_id);
  if (!stored.ok()) return stored.status();
  if (!stored->has_value()) return absl::optional<MadeDocument>();
  MadeDocument made{.unique_id = unique_id->ToString(),
                    .mime_type = (*stored)->mime_type,
                    .bytes = draft.Write(unique_id->ToString(), *creation_time),
                    .kept = true};
  std::array<uint8_t, SHA256_DIGEST_LENGTH> digest;
  SHA256(reinterpret_cast<const unsigned char*>(made.bytes.data()), made.bytes.size(),
         digest.data());
  if (digest != (*stored)->content.sha256) return absl::optional<MadeDocument>();
  return made;
}

absl::Status OnDemandDocuments::Keep(const DocumentEntry& entry, const Dtm& creation_time,
                                     const std::vector<DocumentEntry>& previous,
                                     absl::Time deadline, MadeDocument* made) {
  RegisterDocumentSetRequest metadata;
  *metadata.mutable_submission_set() = NewSubmissionSet(entry, creation_time);
  *metadata.add_document_entries() = SnapshotEntry(entry, made->unique_id, creation_time);
  Associations* const associations = metadata.mutable_associations();
  AddMember(associations);
  AddAssociation(kIsSnapshotOf, kDocument, entry.entry_uuid(), associations);
  for (const DocumentEntry& snapshot : previous) {
    AddAssociation(kReplace, kDocument, snapshot.entry_uuid(), associations);
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
  made->kept = true;
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
  absl::StatusOr<OnDemandEntries::Entries> there = entries_.OfPatient(patient_id, deadline);
  if (!there.ok()) return RegistryTrouble(there.status(), "").value_or(there.status());
  for (const DocumentEntry& entry : *there) {
    if (entry.type_code().code() != options_.entry.type_code().code() ||
        entry.type_code().code_system() != options_.entry.type_code().code_system()) {
      continue;
    }
    response.set_entry_uuid(entry.entry_uuid());
    response.set_unique_id(entry.unique_id());
    response.set_already_registered(true);
    return response;
  }

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
  registry::v1::RegisterOnDemandDocumentEntryRequest request;
  *request.mutable_submission_set() = NewSubmissionSet(entry, *now);
  *request.add_document_entries() = entry;
  AddMember(request.mutable_associations());
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
