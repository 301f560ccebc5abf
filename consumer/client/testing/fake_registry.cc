#include "consumer/client/testing/fake_registry.h"

#include <algorithm>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "docshare/metadata/v1/registry_error.pb.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::AvailabilityStatus;
using docshare::metadata::v1::DocumentEntry;
using docshare::registry::v1::FeedPatientRequest;
using docshare::registry::v1::FeedPatientResponse;
using docshare::registry::v1::FindDocumentsRequest;
using docshare::registry::v1::FindDocumentsResponse;
using docshare::registry::v1::GetDocumentsRequest;
using docshare::registry::v1::GetDocumentsResponse;
using docshare::registry::v1::RegisterDocumentSetRequest;
using docshare::registry::v1::RegisterDocumentSetResponse;

bool Selects(const FindDocumentsRequest& request, const DocumentEntry& entry) {
  const auto& statuses = request.statuses();
  return entry.patient_id().id() == request.patient_id().id() &&
         std::find(statuses.begin(), statuses.end(), entry.availability_status()) != statuses.end();
}

template <typename Values>
bool Contains(const Values& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

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
  for (const auto& association : request.associations()) assign(association.entry_uuid());
  if (!response.already_registered()) {
    submissions_.push_back(request);
    for (const DocumentEntry& entry : request.document_entries()) {
      entries_.push_back(entry);
      entries_.back().set_availability_status(docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED);
    }
  }
  response.set_commit_position(submissions_.size());
  return absl::OkStatus();
}

grpc::Status FakeRegistry::FindDocuments(grpc::ServerContext*, const FindDocumentsRequest* request,
                                         FindDocumentsResponse* response) {
  absl::Status failure = failures_.Next();
  if (!failure.ok()) return platform::ToGrpcStatus(failure);
  std::lock_guard<std::mutex> lock(mutex_);
  queries_.push_back(*request);
  size_t position = 0;
  if (!request->page_token().empty() && !absl::SimpleAtoi(request->page_token(), &position)) {
    return platform::ToGrpcStatus(Refusal(absl::StatusCode::kInvalidArgument, "XDSRegistryError",
                                          "no such page token", "page_token"));
  }
  if (stuck_) {
    response->set_next_page_token("1");
    return grpc::Status::OK;
  }
  const size_t page_size =
      request->page_size() == 0 ? page_size_ : std::min<size_t>(page_size_, request->page_size());
  size_t on_page = 0;
  for (; position < entries_.size(); ++position) {
    if (!Selects(*request, entries_[position])) continue;
    if (on_page++ == page_size) {
      response->set_next_page_token(absl::StrCat(position));
      break;
    }
    if (request->return_type() == docshare::registry::v1::RETURN_TYPE_OBJECT_REF) {
      response->add_entry_uuids(entries_[position].entry_uuid());
    } else {
      *response->add_document_entries() = entries_[position];
    }
  }
  return grpc::Status::OK;
}

grpc::Status FakeRegistry::GetDocuments(grpc::ServerContext*, const GetDocumentsRequest* request,
                                        GetDocumentsResponse* response) {
  absl::Status failure = failures_.Next();
  if (!failure.ok()) return platform::ToGrpcStatus(failure);
  std::lock_guard<std::mutex> lock(mutex_);
  for (const DocumentEntry& entry : entries_) {
    if (Contains(request->entry_uuids(), entry.entry_uuid()) ||
        Contains(request->unique_ids(), entry.unique_id())) {
      *response->add_document_entries() = entry;
    }
  }
  return grpc::Status::OK;
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

std::vector<RegisterDocumentSetRequest> FakeRegistry::submissions() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return submissions_;
}

}  // namespace docshare::consumer
