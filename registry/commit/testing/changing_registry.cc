#include "registry/commit/testing/changing_registry.h"

#include <cstdio>
#include <cstdlib>
#include <limits>
#include <memory>

#include "domain/errors/xds_error.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/testing/submission_builder.h"
#include "domain/time/dtm.h"
#include "registry/commit/state_machine.h"
#include "registry/index/object_by_logical_id.h"
#include "registry/index/object_by_uuid.h"
#include "registry/objects/stored_association.h"
#include "registry/objects/stored_document.h"
#include "registry/objects/stored_folder.h"
#include "registry/objects/stored_submission_set.h"
#include "registry/patients/change_patient_link.h"
#include "registry/patients/merge_patients.h"
#include "registry/register/feed_patient.h"
#include "registry/register/register_document_set.h"
#include "registry/remove/remove_metadata.h"
#include "registry/update/update_document_set.h"

namespace docshare::registry {
namespace {

using docshare::testing::APatient;

[[noreturn]] void Fail(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::abort();
}

EntryUuid Uuid(absl::string_view urn) {
  auto uuid = EntryUuid::Parse(urn);
  if (!uuid.ok()) Fail("no entryUUID: " + std::string(urn));
  return *uuid;
}

template <typename Stored>
Stored Require(absl::StatusOr<absl::optional<Stored>> found, absl::string_view urn) {
  if (!found.ok()) Fail(found.status().ToString());
  if (!found->has_value()) Fail("there is no " + std::string(urn));
  return **std::move(found);
}

}  // namespace

ChangingRegistry::ChangingRegistry(const std::vector<std::string>& patients) {
  for (const std::string& patient : patients) {
    if (absl::Status status = Feed(patient); !status.ok()) Fail(status.ToString());
  }
}

Outcome ChangingRegistry::Apply(storage::v1::Command command) {
  command.set_rule_version(kRuleVersion);
  command.set_accepted_s(kStart_s + static_cast<int64_t>(++position_));
  command.set_caller("a test");
  platform::KvBatch batch;
  Outcome outcome = registry::Apply(command, position_, store_, batch);
  if (!outcome.ok()) {
    if (!batch.empty()) Fail("a refused command left rows");
    return outcome;
  }
  absl::Status written = store_.Write(batch, platform::Durability::kSynced);
  if (!written.ok()) Fail(written.ToString());
  return outcome;
}

template <typename Response>
absl::StatusOr<Response> ChangingRegistry::Send(const storage::v1::Command& command) {
  Outcome outcome = Apply(command);
  if (!outcome.ok()) return outcome.status();
  return std::get<Response>(*std::move(outcome));
}

absl::Status ChangingRegistry::Feed(absl::string_view patient) {
  v1::FeedPatientRequest request;
  *request.mutable_patient_id() = APatient(patient);
  auto change = PrepareFeedPatient(request);
  if (!change.ok()) return change.status();
  storage::v1::Command command;
  *command.mutable_feed_patient() = *std::move(change);
  return Send<v1::FeedPatientResponse>(command).status();
}

absl::StatusOr<v1::RegisterDocumentSetResponse> ChangingRegistry::Register(
    v1::RegisterDocumentSetRequest request) {
  auto change = PrepareRegisterDocumentSet(std::move(request));
  if (!change.ok()) return change.status();
  storage::v1::Command command;
  *command.mutable_register_document_set() = *std::move(change);
  return Send<v1::RegisterDocumentSetResponse>(command);
}

absl::StatusOr<v1::UpdateDocumentSetResponse> ChangingRegistry::Update(
    v1::RegisterDocumentSetRequest submission) {
  auto change = PrepareUpdateDocumentSet(std::move(submission), UpdateScope::kAll);
  if (!change.ok()) return change.status();
  storage::v1::Command command;
  *command.mutable_update_document_set() = *std::move(change);
  return Send<v1::UpdateDocumentSetResponse>(command);
}

absl::StatusOr<v1::RestrictedUpdateDocumentSetResponse> ChangingRegistry::RestrictedUpdate(
    v1::RegisterDocumentSetRequest submission) {
  auto change = PrepareUpdateDocumentSet(std::move(submission), UpdateScope::kRestricted);
  if (!change.ok()) return change.status();
  storage::v1::Command command;
  *command.mutable_update_document_set() = *std::move(change);
  return Send<v1::RestrictedUpdateDocumentSetResponse>(command);
}

absl::StatusOr<v1::RemoveMetadataResponse> ChangingRegistry::Remove(
    const std::vector<std::string>& entry_uuids) {
  v1::RemoveMetadataRequest request;
  *request.mutable_entry_uuids() = {entry_uuids.begin(), entry_uuids.end()};
  auto change = PrepareRemoveMetadata(request);
  if (!change.ok()) return change.status();
  storage::v1::Command command;
  *command.mutable_remove_metadata() = *std::move(change);
  return Send<v1::RemoveMetadataResponse>(command);
}

absl::StatusOr<v1::MergePatientsResponse> ChangingRegistry::Merge(absl::string_view surviving,
                                                                  absl::string_view subsumed) {
  v1::MergePatientsRequest request;
  *request.mutable_surviving() = APatient(surviving);
  *request.mutable_subsumed() = APatient(subsumed);
  auto change = PrepareMergePatients(request);
  if (!change.ok()) return change.status();
  storage::v1::Command command;
  *command.mutable_merge_patients() = *std::move(change);
  return Send<v1::MergePatientsResponse>(command);
}

absl::StatusOr<v1::ChangePatientLinkResponse> ChangingRegistry::ChangeLink(
    absl::string_view local, absl::string_view previous, absl::string_view current,
    absl::string_view subsumed_local) {
  v1::ChangePatientLinkRequest request;
  *request.mutable_local() = APatient(local);
  *request.mutable_previous() = APatient(previous);
  *request.mutable_current() = APatient(current);
  if (!subsumed_local.empty()) *request.mutable_subsumed_local() = APatient(subsumed_local);
  auto change = PrepareChangePatientLink(request);
  if (!change.ok()) return change.status();
  storage::v1::Command command;
  *command.mutable_change_patient_link() = *std::move(change);
  return Send<v1::ChangePatientLinkResponse>(command);
}

std::vector<std::string> ChangingRegistry::MustRegister(
    const v1::RegisterDocumentSetRequest& request) {
  auto response = Register(request);
  if (!response.ok()) Fail(response.status().ToString());
  std::vector<std::string> uuids;
  for (const v1::AssignedId& id : response->assigned_ids()) uuids.push_back(id.entry_uuid());
  return uuids;
}

metadata::v1::DocumentEntry ChangingRegistry::Entry(absl::string_view urn) const {
  return Require(ReadDocument(store_, Uuid(urn)), urn).entry;
}

metadata::v1::Folder ChangingRegistry::Folder(absl::string_view urn) const {
  return Require(ReadFolder(store_, Uuid(urn)), urn).folder;
}

metadata::v1::SubmissionSet ChangingRegistry::SubmissionSet(absl::string_view urn) const {
  return Require(ReadSubmissionSetObject(store_, Uuid(urn)), urn).set;
}

metadata::v1::Association ChangingRegistry::Association(absl::string_view urn) const {
  return Require(ReadAssociation(store_, Uuid(urn)), urn).association;
}

bool ChangingRegistry::Exists(absl::string_view urn) const {
  auto locator = FindObject(store_, Uuid(urn));
  if (!locator.ok()) Fail(locator.status().ToString());
  return locator->has_value();
}

std::vector<std::string> ChangingRegistry::Versions(absl::string_view logical_id) const {
  auto versions = FindVersions(store_, Uuid(logical_id), std::numeric_limits<size_t>::max());
  if (!versions.ok()) Fail(versions.status().ToString());
  std::vector<std::string> urns;
  for (const ObjectVersion& version : *versions) urns.push_back(version.uuid.ToString());
  return urns;
}

bool ChangingRegistry::IsNewest(absl::string_view urn) const {
  auto document = ReadDocument(store_, Uuid(urn));
  if (!document.ok()) Fail(document.status().ToString());
  if (document->has_value()) return (*document)->filter.is_newest_version();
  return Require(ReadFolder(store_, Uuid(urn)), urn).is_newest_version;
}

std::vector<metadata::v1::Association> ChangingRegistry::LinksFrom(absl::string_view source) const {
  auto stored = AssociationsAt(store_, Uuid(source), AssociationEnd::kSource);
  if (!stored.ok()) Fail(stored.status().ToString());
  std::vector<metadata::v1::Association> links;
  for (const StoredAssociation& link : *stored) links.push_back(link.association);
  return links;
}

std::vector<metadata::v1::Association> ChangingRegistry::Links(absl::string_view type,
                                                               absl::string_view source,
                                                               absl::string_view target) const {
  std::vector<metadata::v1::Association> links;
  for (metadata::v1::Association& link : LinksFrom(source)) {
    if (link.association_type() == type && link.target_object() == target) {
      links.push_back(std::move(link));
    }
  }
  return links;
}

std::map<std::string, std::string> ChangingRegistry::Rows() const {
  std::map<std::string, std::string> rows;
  for (auto it = store_.Scan("", ""); it->Valid(); it->Next()) {
    rows.emplace(std::string(it->key()), std::string(it->value()));
  }
  return rows;
}

std::string ChangingRegistry::Now() const {
  return Dtm::FromUnixSeconds(kStart_s + static_cast<int64_t>(position_))->text();
}

std::vector<std::pair<std::string, std::string>> ErrorsOf(const absl::Status& status) {
  std::vector<std::pair<std::string, std::string>> errors;
  auto list = RegistryErrorsOf(status);
  if (!list.has_value()) return errors;
  for (const auto& error : list->errors()) {
    errors.emplace_back(error.error_code(), error.location());
  }
  return errors;
}

std::vector<std::string> CodesOf(const absl::Status& status) {
  std::vector<std::string> codes;
  for (auto& [code, location] : ErrorsOf(status)) codes.push_back(std::move(code));
  return codes;
}

}  // namespace docshare::registry
