#include "registry/patients/change_patient_link.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/entry_uuid.h"
#include "domain/ids/patient_id.h"
#include "domain/metadata/association_type.h"
#include "domain/time/dtm.h"
#include "registry/index/patient.h"
#include "registry/objects/object_facts.h"
#include "registry/objects/stored_association.h"
#include "registry/objects/stored_document.h"
#include "registry/objects/stored_folder.h"
#include "registry/patients/patient_objects.h"
#include "registry/update/version_links.h"

namespace docshare::registry {
namespace {

using metadata::v1::Association;
using storage::v1::CHANGE_KIND_UPDATED;

// Names of what a link change makes.
constexpr absl::string_view kVersionName = "version\x1f";
constexpr absl::string_view kMemberName = "of set\x1f";
constexpr absl::string_view kReferenceName = "reference\x1f";

// The UUID as an OID. Source: ITU-T X.667, arc 2.25.
std::string UuidOid(const EntryUuid& uuid) {
  EntryUuid::Bytes rest = uuid.bytes();
  std::string digits;
  while (std::any_of(rest.begin(), rest.end(), [](uint8_t byte) { return byte != 0; })) {
    unsigned remainder = 0;
    for (uint8_t& byte : rest) {
      const unsigned value = remainder << 8 | byte;
      byte = static_cast<uint8_t>(value / 10);
      remainder = value % 10;
    }
    digits.push_back(static_cast<char>('0' + remainder));
  }
  std::reverse(digits.begin(), digits.end());
  return absl::StrCat("2.25.", digits.empty() ? "0" : digits);
}

struct LinkedPatients {
  PatientId local;
  // Becomes `local`.
  absl::optional<PatientId> subsumed_local;
  PatientId current;
  uint64_t previous_number;
  uint64_t current_number;
};

// What goes to the other patient.
struct Moving {
  std::vector<StoredDocument> documents;
  std::vector<StoredFolder> folders;
};

absl::StatusOr<std::vector<StoredDocument>> FindDocuments(const platform::KvReader& store,
                                                          const std::vector<EntryUuid>& uuids,
                                                          const LinkedPatients& patients) {
  // What has the number already stays where it is.
  const bool stays = patients.previous_number == patients.current_number;
  std::vector<StoredDocument> documents;
  for (const EntryUuid& uuid : uuids) {
    auto document = ReadDocument(store, uuid);
    if (!document.ok()) return document.status();
    if (!document->has_value()) return absl::DataLossError("an indexed document is missing");
    if ((*document)->filter.status() != metadata::v1::AVAILABILITY_STATUS_APPROVED) continue;
    auto source_patient = PatientId::FromProto((*document)->entry.source_patient_id());
    if (!source_patient.ok()) continue;
    if ((*source_patient == patients.local && !stays) ||
        *source_patient == patients.subsumed_local) {
      documents.push_back(**std::move(document));
    }
  }
  return documents;
}

// Whether an Approved folder has Approved documents, all of which go.
absl::StatusOr<bool> Goes(const platform::KvReader& store, const StoredFolder& folder,
                          const absl::flat_hash_set<EntryUuid>& documents) {
  if (folder.folder.availability_status() != metadata::v1::AVAILABILITY_STATUS_APPROVED) {
    return false;
  }
  auto members = AssociationsAt(store, folder.key.uuid, AssociationEnd::kSource);
  if (!members.ok()) return members.status();
  bool goes = false;
  for (const StoredAssociation& member : *members) {
    if (!IsApproved(member.association)) continue;
    auto facts = ReadObjectFacts(store, member.target);
    if (!facts.ok()) return facts.status();
    if (!facts->has_value()) return absl::DataLossError("an association has no other end");
    if (!(*facts)->is_approved()) continue;
    if (!documents.contains(member.target)) return false;
    goes = true;
  }
  return goes;
}

absl::StatusOr<Moving> FindMoving(const platform::KvReader& store, const LinkedPatients& patients) {
  auto objects = ListPatientObjects(store, patients.previous_number);
  if (!objects.ok()) return objects.status();
  auto documents = FindDocuments(store, objects->documents, patients);
  if (!documents.ok()) return documents.status();
  Moving moving{*std::move(documents), {}};
  absl::flat_hash_set<EntryUuid> uuids;
  for (const StoredDocument& document : moving.documents) uuids.insert(document.key.uuid);
  for (const EntryUuid& uuid : objects->folders) {
    auto folder = ReadFolder(store, uuid);
    if (!folder.ok()) return folder.status();
    if (!folder->has_value()) return absl::DataLossError("an indexed folder is missing");
    auto goes = Goes(store, **folder, uuids);
    if (!goes.ok()) return goes.status();
    if (*goes) moving.folders.push_back(**std::move(folder));
  }
  return moving;
}

// Makes the new versions and their submission set.
class LinkChange {
 public:
  // `origin.submission_set` is the set's entryUUID.
  LinkChange(const LinkedPatients& patients, LinkingSubmission submission,
             const ChangeOrigin& origin, const platform::KvReader& store)
      : patients_(patients), submission_(std::move(submission)), editor_(&store, origin) {}

  absl::Status Run(const Moving& moving, v1::ChangePatientLinkResponse& response) {
    absl::Status status = AddSubmissionSet();
    for (size_t i = 0; status.ok() && i < moving.documents.size(); ++i) {
      status = RenewDocument(moving.documents[i], response);
    }
    for (size_t i = 0; status.ok() && i < moving.folders.size(); ++i) {
      status = RenewFolder(moving.folders[i], response);
    }
    if (!status.ok()) return status;
    // Every version propagates, so there is nothing they could disagree about.
    RegistryErrors errors;
    auto links = PropagateLinks(versions_, submission_, AcrossPatients::kLeave, editor_, errors);
    if (!links.ok()) return links.status();
    for (const EntryUuid& link : links->left) response.add_left_associations(link.ToString());
    response.set_submission_set(submission_.submission_set.ToString());
    return errors.ToStatus();
  }

  platform::KvBatch TakeBatch() { return editor_.TakeBatch(); }

 private:
  absl::Status AddSubmissionSet() {
    auto now = Dtm::FromUnixSeconds(editor_.origin().committed_s);
    if (!now.ok()) return now.status();
    metadata::v1::SubmissionSet set;
    set.set_entry_uuid(submission_.submission_set.ToString());
    set.set_unique_id(submission_.unique_id);
    *set.mutable_patient_id() = patients_.current.ToProto();
    set.set_source_id(patients_.current.assigning_authority().ToString());
    set.set_submission_time(now->text());
    set.mutable_content_type_code()->set_code("ITI-64");
    set.mutable_content_type_code()->set_code_system("IHE Transactions");
    set.mutable_content_type_code()->set_display_name("Notify XAD-PID Link Change");
    set.set_availability_status(metadata::v1::AVAILABILITY_STATUS_APPROVED);
    storage::v1::SubmissionSetRow row;
    row.set_commit_position(editor_.origin().position);
    return editor_.AddSubmissionSet(std::move(set), std::move(row), patients_.current_number);
  }

  absl::StatusOr<EntryUuid> Derive(absl::string_view name, const EntryUuid& of) const {
    return editor_.DeriveUuid(submission_.unique_id, absl::StrCat(name, of.ToString()));
  }

  absl::Status AddMember(const EntryUuid& version, uint32_t previous_version,
                         metadata::v1::SubmissionSetStatus set_status) {
    const auto uuid = Derive(kMemberName, version);
    if (!uuid.ok()) return uuid.status();
    Association member;
    member.set_entry_uuid(uuid->ToString());
    member.set_association_type(kHasMember);
    member.set_source_object(submission_.submission_set.ToString());
    member.set_target_object(version.ToString());
    member.set_submission_set_status(set_status);
    member.set_previous_version(previous_version);
    return editor_.AddAssociation(std::move(member));
  }

  absl::Status RenewDocument(const StoredDocument& before,
                             v1::ChangePatientLinkResponse& response) {
    const auto derived = Derive(kVersionName, before.key.uuid);
    if (!derived.ok()) return derived.status();
    const EntryUuid uuid = *derived;
    metadata::v1::DocumentEntry entry = before.entry;
    entry.set_entry_uuid(uuid.ToString());
    entry.set_version(before.entry.version() + 1);
    *entry.mutable_patient_id() = patients_.current.ToProto();
    if (auto number = PatientId::FromProto(entry.source_patient_id());
        number.ok() && *number == patients_.subsumed_local) {
      *entry.mutable_source_patient_id() = patients_.local.ToProto();
    }
    absl::Status status = editor_.SupersedeDocument(before.key.uuid);
    if (!status.ok()) return status;
    status = editor_.AddDocument(std::move(entry), patients_.current_number, CHANGE_KIND_UPDATED);
    if (!status.ok()) return status;
    status = AddMember(uuid, before.entry.version(), metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL);
    if (!status.ok()) return status;
    versions_.push_back({before.key.uuid, uuid, true, ""});
    response.add_document_entries(uuid.ToString());
    return RenewReferences(before.key.uuid, uuid);
  }

  // References that submission sets have to the document lead to its new version.
  absl::Status RenewReferences(const EntryUuid& before, const EntryUuid& after) {
    auto links = AssociationsAt(editor_.now(), before, AssociationEnd::kTarget);
    if (!links.ok()) return links.status();
    for (const StoredAssociation& link : *links) {
      if (link.association.submission_set_status() !=
              metadata::v1::SUBMISSION_SET_STATUS_REFERENCE ||
          !IsApproved(link.association)) {
        continue;
      }
      const auto uuid = Derive(kReferenceName, link.uuid);
      if (!uuid.ok()) return uuid.status();
      Association reference = link.association;
      reference.set_entry_uuid(uuid->ToString());
      reference.set_target_object(after.ToString());
      absl::Status status =
          editor_.SetAssociationStatus(link.uuid, metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
      if (status.ok()) status = editor_.AddAssociation(std::move(reference));
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status RenewFolder(const StoredFolder& before, v1::ChangePatientLinkResponse& response) {
    const auto derived = Derive(kVersionName, before.key.uuid);
    if (!derived.ok()) return derived.status();
    const EntryUuid uuid = *derived;
    metadata::v1::Folder folder = before.folder;
    folder.set_entry_uuid(uuid.ToString());
    folder.set_version(before.folder.version() + 1);
    *folder.mutable_patient_id() = patients_.current.ToProto();
    absl::Status status = editor_.SupersedeFolder(before.key.uuid);
    if (!status.ok()) return status;
    status = editor_.AddFolder(std::move(folder), patients_.current_number, CHANGE_KIND_UPDATED);
    if (!status.ok()) return status;
    versions_.push_back({before.key.uuid, uuid, true, ""});
    response.add_folders(uuid.ToString());
    return AddMember(uuid, before.folder.version(),
                     metadata::v1::SUBMISSION_SET_STATUS_UNSPECIFIED);
  }

  const LinkedPatients& patients_;
  const LinkingSubmission submission_;
  ObjectEditor editor_;
  std::vector<NewVersionLink> versions_;
};

// The number of a patient who must be active.
absl::StatusOr<uint64_t> RequireActive(const platform::KvReader& store, const PatientId& patient,
                                       absl::string_view location) {
  auto number = FindPatientNumber(store, patient);
  if (!number.ok()) return number.status();
  if (!number->has_value()) {
    return XdsError(XdsErrorCode::kUnknownPatientId, location,
                    absl::StrCat("patient ", patient.ToCx(),
                                 " is not known here, or was merged into another one"));
  }
  return **number;
}

}  // namespace

absl::StatusOr<storage::v1::ChangePatientLinkCommand> PrepareChangePatientLink(
    const v1::ChangePatientLinkRequest& request) {
  RegistryErrors errors;
  const auto check = [&](const metadata::v1::PatientIdentifier& identifier,
                         absl::string_view location) {
    auto patient = PatientId::FromProto(identifier);
    if (patient.ok()) return;
    errors.Add(XdsErrorCode::kRegistryMetadataError, location, patient.status().message());
  };
  check(request.local(), "local");
  check(request.previous(), "previous");
  check(request.current(), "current");
  if (request.has_subsumed_local()) check(request.subsumed_local(), "subsumed_local");
  if (errors.empty() && request.has_subsumed_local() &&
      *PatientId::FromProto(request.subsumed_local()) == *PatientId::FromProto(request.local())) {
    errors.Add(XdsErrorCode::kRegistryMetadataError, "subsumed_local",
               "it is the number that stays: nothing is changed by it");
  }
  if (errors.empty() && !request.has_subsumed_local() &&
      *PatientId::FromProto(request.previous()) == *PatientId::FromProto(request.current())) {
    errors.Add(XdsErrorCode::kRegistryMetadataError, "current",
               "it is the previous patient: nothing is changed by it");
  }
  if (absl::Status status = errors.ToStatus(); !status.ok()) return status;
  storage::v1::ChangePatientLinkCommand command;
  *command.mutable_local() = request.local();
  *command.mutable_previous() = request.previous();
  *command.mutable_current() = request.current();
  if (request.has_subsumed_local()) *command.mutable_subsumed_local() = request.subsumed_local();
  return command;
}

Outcome ApplyChangePatientLink(const storage::v1::ChangePatientLinkCommand& command,
                               const ChangeOrigin& origin, const platform::KvReader& store,
                               platform::KvBatch& batch) {
  auto local = PatientId::FromProto(command.local());
  if (!local.ok()) return local.status();
  auto previous = PatientId::FromProto(command.previous());
  if (!previous.ok()) return previous.status();
  auto current = PatientId::FromProto(command.current());
  if (!current.ok()) return current.status();
  auto previous_number = RequireActive(store, *previous, "previous");
  if (!previous_number.ok()) return previous_number.status();
  auto current_number = RequireActive(store, *current, "current");
  if (!current_number.ok()) return current_number.status();
  absl::optional<PatientId> subsumed_local;
  if (command.has_subsumed_local()) {
    auto subsumed = PatientId::FromProto(command.subsumed_local());
    if (!subsumed.ok()) return subsumed.status();
    subsumed_local = *std::move(subsumed);
  }
  if (*previous_number == *current_number && !subsumed_local.has_value()) {
    return absl::InvalidArgumentError("a command that moves a patient to itself");
  }

  const LinkedPatients patients{*local, subsumed_local, *current, *previous_number,
                                *current_number};
  auto moving = FindMoving(store, patients);
  if (!moving.ok()) return moving.status();
  v1::ChangePatientLinkResponse response;
  response.set_commit_position(origin.position);
  if (moving->documents.empty()) return Reply(std::move(response));

  // The UUID of a document that goes makes the set's UUIDs unlike those of any other registry.
  const auto set = ObjectEditor(&store, origin)
                       .DeriveUuid(moving->documents.front().key.uuid.ToString(),
                                   absl::StrCat("patient link change at\x1f", origin.position));
  if (!set.ok()) return set.status();
  ChangeOrigin of_set = origin;
  of_set.submission_set = set->ToString();
  LinkChange change(patients, {*set, UuidOid(*set)}, of_set, store);
  if (absl::Status status = change.Run(*moving, response); !status.ok()) return status;
  batch.Append(change.TakeBatch());
  return Reply(std::move(response));
}

}  // namespace docshare::registry
