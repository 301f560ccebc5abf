#include "consumer/client/testing/fake_registry.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "docshare/metadata/v1/registry_error.pb.h"
#include "domain/metadata/association_type.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::Association;
using docshare::metadata::v1::DocumentEntry;
using docshare::metadata::v1::Folder;
using docshare::registry::v1::FeedPatientRequest;
using docshare::registry::v1::FeedPatientResponse;
using docshare::registry::v1::FindDocumentsByReferenceIdRequest;
using docshare::registry::v1::FindDocumentsRequest;
using docshare::registry::v1::MergePatientsRequest;
using docshare::registry::v1::MergePatientsResponse;
using docshare::registry::v1::RegisterDocumentSetRequest;
using docshare::registry::v1::RegisterDocumentSetResponse;

}  // namespace

absl::Status Refusal(absl::StatusCode code, const std::string& error_code,
                     const std::string& context, const std::string& location) {
  docshare::metadata::v1::RegistryErrorList list;
  auto* error = list.add_errors();
  error->set_error_code(error_code);
  error->set_code_context(context);
  error->set_location(location);
  error->set_severity(docshare::metadata::v1::SEVERITY_ERROR);
  absl::Status status(code, absl::StrCat(error_code, ": ", context));
  status.SetPayload("type.googleapis.com/docshare.metadata.v1.RegistryErrorList",
                    absl::Cord(list.SerializeAsString()));
  return status;
}

grpc::Status FakeRegistry::FeedPatient(grpc::ServerContext*, const FeedPatientRequest* request,
                                       FeedPatientResponse* response) {
  absl::Status failure = failures_.Next();
  if (!failure.ok()) return platform::ToGrpcStatus(failure);
  std::lock_guard<std::mutex> lock(mutex_);
  fed_.push_back(*request);
  response->set_created(patients_.insert(request->patient_id().id()).second);
  response->set_commit_position(fed_.size());
  return grpc::Status::OK;
}

grpc::Status FakeRegistry::MergePatients(grpc::ServerContext*, const MergePatientsRequest* request,
                                         MergePatientsResponse* response) {
  grpc::Status begun = Begin();
  if (!begun.ok()) return begun;
  std::lock_guard<std::mutex> lock(mutex_);
  response->set_changed(patients_.erase(request->subsumed().id()) > 0);
  for (DocumentEntry& entry : entries_) {
    if (entry.patient_id().id() != request->subsumed().id()) continue;
    *entry.mutable_patient_id() = request->surviving();
    response->set_moved_objects(response->moved_objects() + 1);
  }
  return grpc::Status::OK;
}

grpc::Status FakeRegistry::RegisterDocumentSet(grpc::ServerContext*,
                                               const RegisterDocumentSetRequest* request,
                                               RegisterDocumentSetResponse* response) {
  absl::Status failure = failures_.Next();
  if (failure.ok()) failure = Register(*request, *response);
  return platform::ToGrpcStatus(failure);
}

absl::Status FakeRegistry::Register(const RegisterDocumentSetRequest& request,
                                    RegisterDocumentSetResponse& response) {
  std::lock_guard<std::mutex> lock(mutex_);
  for (int i = 0; i < request.document_entries_size(); ++i) {
    const std::string& patient = request.document_entries(i).patient_id().id();
    if (patients_.count(patient) == 0) {
      return Refusal(absl::StatusCode::kFailedPrecondition, "XDSUnknownPatientId",
                     absl::StrCat("the patient ", patient, " is not known"),
                     absl::StrCat("document_entries[", i, "].patient_id"));
    }
  }
  for (const RegisterDocumentSetRequest& before : submissions_) {
    if (before.submission_set().unique_id() == request.submission_set().unique_id()) {
      response.set_already_registered(true);
    }
  }
  auto assign = [&response](const std::string& submitted) {
    auto* assigned = response.add_assigned_ids();
    assigned->set_submitted_id(submitted);
    assigned->set_entry_uuid(submitted);
  };
  assign(request.submission_set().entry_uuid());
  for (const DocumentEntry& entry : request.document_entries()) assign(entry.entry_uuid());
  for (const Folder& folder : request.folders()) assign(folder.entry_uuid());
  for (const auto& association : request.associations()) assign(association.entry_uuid());
  if (!response.already_registered()) {
    submissions_.push_back(request);
    for (const DocumentEntry& entry : request.document_entries()) {
      entries_.push_back(entry);
      entries_.back().set_availability_status(docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED);
    }
    for (const Folder& folder : request.folders()) {
      folders_.push_back(folder);
      folders_.back().set_availability_status(docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED);
    }
    for (const Association& association : request.associations()) Relate(association);
  }
  response.set_commit_position(submissions_.size());
  return absl::OkStatus();
}

void FakeRegistry::AddPatient(const std::string& id) {
  std::lock_guard<std::mutex> lock(mutex_);
  patients_.insert(id);
}

void FakeRegistry::AddEntry(DocumentEntry entry) {
  std::lock_guard<std::mutex> lock(mutex_);
  patients_.insert(entry.patient_id().id());
  entries_.push_back(std::move(entry));
}

void FakeRegistry::AddFolder(Folder folder) {
  std::lock_guard<std::mutex> lock(mutex_);
  folders_.push_back(std::move(folder));
}

void FakeRegistry::AddAssociation(const std::string& type, const std::string& source,
                                  const std::string& target) {
  Association association;
  association.set_association_type(type);
  association.set_source_object(source);
  association.set_target_object(target);
  std::lock_guard<std::mutex> lock(mutex_);
  Relate(association);
}

void FakeRegistry::Relate(const Association& association) {
  associations_.push_back(association);
  if (!IsReplacement(association.association_type())) return;
  for (DocumentEntry& entry : entries_) {
    if (entry.entry_uuid() != association.target_object()) continue;
    entry.set_availability_status(docshare::metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  }
}

void FakeRegistry::set_page_size(size_t size) {
  std::lock_guard<std::mutex> lock(mutex_);
  page_size_ = size;
}

void FakeRegistry::set_stuck(bool stuck) {
  std::lock_guard<std::mutex> lock(mutex_);
  stuck_ = stuck;
}

std::vector<FeedPatientRequest> FakeRegistry::fed() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return fed_;
}

std::vector<FindDocumentsRequest> FakeRegistry::queries() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return queries_;
}

std::vector<FindDocumentsByReferenceIdRequest> FakeRegistry::reference_id_queries() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return reference_id_queries_;
}

std::vector<RegisterDocumentSetRequest> FakeRegistry::submissions() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return submissions_;
}

}  // namespace docshare::consumer
