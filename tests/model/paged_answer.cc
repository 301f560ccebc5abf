#include "tests/model/paged_answer.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "docshare/registry/v1/association_queries.pb.h"
#include "docshare/registry/v1/document_queries.pb.h"
#include "docshare/registry/v1/folder_queries.pb.h"
#include "docshare/registry/v1/multi_patient_queries.pb.h"
#include "docshare/registry/v1/patient_queries.pb.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/registry/v1/submission_set_queries.pb.h"
#include "domain/errors/xds_error.h"
#include "registry/query/find_documents.h"
#include "registry/query/find_documents_by_reference_id.h"
#include "registry/query/find_documents_exclude.h"
#include "registry/query/find_documents_for_multiple_patients.h"
#include "registry/query/find_folders.h"
#include "registry/query/find_folders_for_multiple_patients.h"
#include "registry/query/find_submission_sets.h"
#include "registry/query/get_all.h"
#include "registry/query/get_associations.h"
#include "registry/query/get_documents.h"
#include "registry/query/get_documents_and_associations.h"
#include "registry/query/get_folder_and_contents.h"
#include "registry/query/get_folders.h"
#include "registry/query/get_folders_for_document.h"
#include "registry/query/get_related_documents.h"
#include "registry/query/get_submission_set_and_contents.h"
#include "registry/query/get_submission_sets.h"

namespace docshare::tests {
namespace {

namespace v1 = registry::v1;
using google::protobuf::RepeatedPtrField;
using registry::RegistryStore;

// More pages than any history has objects.
constexpr int kMaxPages = 100'000;

void Put(const CodeList& codes, RepeatedPtrField<v1::CodeFilter>* filters) {
  for (const Code& code : codes) {
    v1::CodeFilter* filter = filters->Add();
    filter->set_code(code.code);
    filter->set_code_system(code.system);
  }
}

void Put(const std::vector<CodeList>& groups, RepeatedPtrField<v1::CodeGroup>* filters) {
  for (const CodeList& group : groups) Put(group, filters->Add()->mutable_any_of());
}

void Put(const std::vector<std::string>& texts, RepeatedPtrField<std::string>* values) {
  for (const std::string& text : texts) *values->Add() = text;
}

template <typename Enum>
void Put(const std::vector<Enum>& values, google::protobuf::RepeatedField<int>* field) {
  for (const Enum value : values) field->Add(value);
}

void Put(const Times& times, v1::TimeRange* range) {
  range->set_from(times.from);
  range->set_to(times.to);
}

// The parameters that FindDocuments and its kin share.
template <typename Request>
void PutDocumentParameters(const StoredQuery& query, Request& request) {
  const DocumentParameters& asked = query.documents;
  Put(query.document_statuses, request.mutable_statuses());
  Put(asked.class_codes, request.mutable_class_codes());
  Put(asked.type_codes, request.mutable_type_codes());
  Put(asked.practice_setting_codes, request.mutable_practice_setting_codes());
  Put(asked.facility_type_codes, request.mutable_healthcare_facility_type_codes());
  Put(asked.format_codes, request.mutable_format_codes());
  Put(asked.event_codes, request.mutable_event_codes());
  Put(asked.confidentiality_codes, request.mutable_confidentiality_codes());
  Put(asked.creation_time, request.mutable_creation_time());
  Put(asked.service_start_time, request.mutable_service_start_time());
  Put(asked.service_stop_time, request.mutable_service_stop_time());
  Put(asked.author_patterns, request.mutable_author_person_patterns());
  Put(query.types, request.mutable_object_types());
  Put(asked.availabilities, request.mutable_document_availabilities());
}

void PutExcluded(const StoredQuery& query, v1::FindDocumentsExcludeRequest& request) {
  const DocumentParameters& excluded = query.excluded;
  Put(excluded.class_codes, request.mutable_excluded_class_codes());
  Put(excluded.type_codes, request.mutable_excluded_type_codes());
  Put(excluded.practice_setting_codes, request.mutable_excluded_practice_setting_codes());
  Put(excluded.facility_type_codes, request.mutable_excluded_healthcare_facility_type_codes());
  Put(excluded.format_codes, request.mutable_excluded_format_codes());
  Put(excluded.event_codes, request.mutable_excluded_event_codes());
  Put(excluded.confidentiality_codes, request.mutable_excluded_confidentiality_codes());
  Put(excluded.author_patterns, request.mutable_excluded_author_person_patterns());
  Put(query.excluded_types, request.mutable_excluded_object_types());
}

// Everything else, where the request has it.
template <typename Request>
void PutRest(const StoredQuery& query, Request& request) {
  request.set_return_type(query.object_refs ? v1::RETURN_TYPE_OBJECT_REF
                                            : v1::RETURN_TYPE_LEAF_CLASS);
  request.set_page_size(query.page_size);
  if constexpr (requires { request.metadata_level(); }) {
    request.set_metadata_level(query.metadata_level);
  }
  if constexpr (requires { request.patient_id(); }) {
    *request.mutable_patient_id() = query.patients.at(0);
  }
  if constexpr (requires { request.patient_ids(); }) {
    for (const auto& patient : query.patients) *request.add_patient_ids() = patient;
  }
  if constexpr (requires { request.association_statuses(); }) {
    Put(query.association_statuses, request.mutable_association_statuses());
  }
  if constexpr (requires { request.uuids(); }) Put(query.uuids, request.mutable_uuids());
  if constexpr (requires { request.entry_uuids(); })
    Put(query.uuids, request.mutable_entry_uuids());
  if constexpr (requires { request.unique_ids(); }) {
    Put(query.unique_ids, request.mutable_unique_ids());
  }
  if constexpr (requires { request.logical_ids(); }) {
    Put(query.logical_ids, request.mutable_logical_ids());
  }
  if constexpr (requires { request.entry_uuid(); }) {
    if (!query.uuids.empty()) request.set_entry_uuid(query.uuids.at(0));
    if (!query.unique_ids.empty()) request.set_unique_id(query.unique_ids.at(0));
  }
}

// The parameters by which contents are filtered.
template <typename Request>
void PutContentFilter(const StoredQuery& query, Request& request) {
  Put(query.documents.format_codes, request.mutable_format_codes());
  Put(query.documents.confidentiality_codes, request.mutable_confidentiality_codes());
  Put(query.types, request.mutable_object_types());
}

template <typename Object>
void Add(const RepeatedPtrField<Object>& page, ById<Object>& all, PagedAnswer& answer) {
  for (const Object& object : page) {
    if (!all.emplace(object.entry_uuid(), object).second) {
      answer.fault = absl::StrCat(object.entry_uuid(), " came twice");
    }
  }
}

template <typename Response>
void AddPage(const Response& page, const StoredQuery& query, PagedAnswer& answer) {
  int size = page.entry_uuids_size();
  for (const std::string& uuid : page.entry_uuids()) {
    if (!answer.references.insert(uuid).second) answer.fault = absl::StrCat(uuid, " came twice");
  }
  if constexpr (requires { page.document_entries(); }) {
    size += page.document_entries_size();
    Add(page.document_entries(), answer.objects.documents, answer);
    answer.documents_in_order.insert(answer.documents_in_order.end(),
                                     page.document_entries().begin(),
                                     page.document_entries().end());
  }
  if constexpr (requires { page.submission_sets(); }) {
    size += page.submission_sets_size();
    Add(page.submission_sets(), answer.objects.submission_sets, answer);
  }
  if constexpr (requires { page.folders(); }) {
    size += page.folders_size();
    Add(page.folders(), answer.objects.folders, answer);
  }
  if constexpr (requires { page.associations(); }) {
    size += page.associations_size();
    Add(page.associations(), answer.objects.associations, answer);
  }
  if (query.page_size > 0 && static_cast<uint32_t>(size) > query.page_size) {
    answer.fault = absl::StrCat(size, " objects on a page of ", query.page_size);
  }
}

template <typename Response, typename Request>
PagedAnswer Ask(absl::StatusOr<std::string> (*function)(const Request&, const RegistryStore&),
                const RegistryStore& store, const StoredQuery& query, Request request) {
  PutRest(query, request);
  request.set_min_commit_position(store.commit_position());
  PagedAnswer answer;
  for (int page = 0; page < kMaxPages; ++page) {
    const absl::StatusOr<std::string> bytes = function(request, store);
    if (!bytes.ok()) {
      if (page > 0) answer.fault = "refused after the first page";
      answer.refusal = std::string(bytes.status().message());
      if (const auto errors = RegistryErrorsOf(bytes.status())) {
        for (const auto& error : errors->errors()) answer.refusal_codes.insert(error.error_code());
      }
      if (answer.refusal_codes.empty()) answer.refusal_codes.insert("no code");
      return answer;
    }
    Response response;
    if (!response.ParseFromString(*bytes)) {
      answer.fault = "a reply that does not parse";
      return answer;
    }
    AddPage(response, query, answer);
    if (response.next_page_token().empty()) return answer;
    request.set_page_token(response.next_page_token());
  }
  answer.fault = "pages without end";
  return answer;
}

}  // namespace

PagedAnswer AskRegistry(const RegistryStore& store, const StoredQuery& query) {
  switch (query.kind) {
    case QueryKind::kFindDocuments: {
      v1::FindDocumentsRequest request;
      PutDocumentParameters(query, request);
      return Ask<v1::FindDocumentsResponse>(registry::FindDocuments, store, query, request);
    }
    case QueryKind::kFindDocumentsByReferenceId: {
      v1::FindDocumentsByReferenceIdRequest request;
      PutDocumentParameters(query, request);
      for (const auto& group : query.reference_ids) {
        Put(group, request.add_reference_ids()->mutable_any_of());
      }
      return Ask<v1::FindDocumentsByReferenceIdResponse>(registry::FindDocumentsByReferenceId,
                                                         store, query, request);
    }
    case QueryKind::kFindDocumentsForMultiplePatients: {
      v1::FindDocumentsForMultiplePatientsRequest request;
      PutDocumentParameters(query, request);
      return Ask<v1::FindDocumentsForMultiplePatientsResponse>(
          registry::FindDocumentsForMultiplePatients, store, query, request);
    }
    case QueryKind::kFindDocumentsExclude: {
      v1::FindDocumentsExcludeRequest request;
      PutDocumentParameters(query, request);
      PutExcluded(query, request);
      return Ask<v1::FindDocumentsExcludeResponse>(registry::FindDocumentsExclude, store, query,
                                                   request);
    }
    case QueryKind::kFindSubmissionSets: {
      v1::FindSubmissionSetsRequest request;
      Put(query.submission_set_statuses, request.mutable_statuses());
      Put(query.source_ids, request.mutable_source_ids());
      Put(query.submission_time, request.mutable_submission_time());
      request.set_author_person_pattern(query.author_pattern);
      Put(query.content_type_codes, request.mutable_content_type_codes());
      return Ask<v1::FindSubmissionSetsResponse>(registry::FindSubmissionSets, store, query,
                                                 request);
    }
    case QueryKind::kFindFolders: {
      v1::FindFoldersRequest request;
      Put(query.folder_statuses, request.mutable_statuses());
      Put(query.last_update_time, request.mutable_last_update_time());
      Put(query.folder_codes, request.mutable_codes());
      return Ask<v1::FindFoldersResponse>(registry::FindFolders, store, query, request);
    }
    case QueryKind::kFindFoldersForMultiplePatients: {
      v1::FindFoldersForMultiplePatientsRequest request;
      Put(query.folder_statuses, request.mutable_statuses());
      Put(query.last_update_time, request.mutable_last_update_time());
      Put(query.folder_codes, request.mutable_codes());
      return Ask<v1::FindFoldersForMultiplePatientsResponse>(
          registry::FindFoldersForMultiplePatients, store, query, request);
    }
    case QueryKind::kGetAll: {
      v1::GetAllRequest request;
      Put(query.document_statuses, request.mutable_document_statuses());
      Put(query.submission_set_statuses, request.mutable_submission_set_statuses());
      Put(query.folder_statuses, request.mutable_folder_statuses());
      PutContentFilter(query, request);
      return Ask<v1::GetAllResponse>(registry::GetAll, store, query, request);
    }
    case QueryKind::kGetDocuments:
      return Ask<v1::GetDocumentsResponse>(registry::GetDocuments, store, query,
                                           v1::GetDocumentsRequest());
    case QueryKind::kGetFolders:
      return Ask<v1::GetFoldersResponse>(registry::GetFolders, store, query,
                                         v1::GetFoldersRequest());
    case QueryKind::kGetAssociations:
      return Ask<v1::GetAssociationsResponse>(registry::GetAssociations, store, query,
                                              v1::GetAssociationsRequest());
    case QueryKind::kGetDocumentsAndAssociations:
      return Ask<v1::GetDocumentsAndAssociationsResponse>(registry::GetDocumentsAndAssociations,
                                                          store, query,
                                                          v1::GetDocumentsAndAssociationsRequest());
    case QueryKind::kGetSubmissionSets:
      return Ask<v1::GetSubmissionSetsResponse>(registry::GetSubmissionSets, store, query,
                                                v1::GetSubmissionSetsRequest());
    case QueryKind::kGetSubmissionSetAndContents: {
      v1::GetSubmissionSetAndContentsRequest request;
      PutContentFilter(query, request);
      return Ask<v1::GetSubmissionSetAndContentsResponse>(registry::GetSubmissionSetAndContents,
                                                          store, query, request);
    }
    case QueryKind::kGetFolderAndContents: {
      v1::GetFolderAndContentsRequest request;
      PutContentFilter(query, request);
      return Ask<v1::GetFolderAndContentsResponse>(registry::GetFolderAndContents, store, query,
                                                   request);
    }
    case QueryKind::kGetFoldersForDocument:
      return Ask<v1::GetFoldersForDocumentResponse>(registry::GetFoldersForDocument, store, query,
                                                    v1::GetFoldersForDocumentRequest());
    case QueryKind::kGetRelatedDocuments: {
      v1::GetRelatedDocumentsRequest request;
      Put(query.association_types, request.mutable_association_types());
      Put(query.types, request.mutable_object_types());
      return Ask<v1::GetRelatedDocumentsResponse>(registry::GetRelatedDocuments, store, query,
                                                  request);
    }
  }
  return {};
}

}  // namespace docshare::tests
