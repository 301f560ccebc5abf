#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "consumer/client/testing/fake_registry.h"
#include "domain/metadata/association_type.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::Association;
using docshare::metadata::v1::DocumentEntry;
using docshare::metadata::v1::Folder;
using docshare::registry::v1::FindDocumentsByReferenceIdRequest;
using docshare::registry::v1::FindDocumentsByReferenceIdResponse;
using docshare::registry::v1::FindDocumentsRequest;
using docshare::registry::v1::FindDocumentsResponse;
using docshare::registry::v1::FindFoldersRequest;
using docshare::registry::v1::FindFoldersResponse;
using docshare::registry::v1::GetDocumentsRequest;
using docshare::registry::v1::GetDocumentsResponse;
using docshare::registry::v1::GetFolderAndContentsRequest;
using docshare::registry::v1::GetFolderAndContentsResponse;
using docshare::registry::v1::GetFoldersForDocumentRequest;
using docshare::registry::v1::GetFoldersForDocumentResponse;
using docshare::registry::v1::GetFoldersRequest;
using docshare::registry::v1::GetFoldersResponse;
using docshare::registry::v1::GetRelatedDocumentsRequest;
using docshare::registry::v1::GetRelatedDocumentsResponse;

template <typename Values, typename Value>
bool Contains(const Values& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// The objects of the patient with one of the statuses.
template <typename Object, typename Request>
std::vector<Object> Select(const std::vector<Object>& objects, const Request& request) {
  std::vector<Object> selected;
  for (const Object& object : objects) {
    if (object.patient_id().id() == request.patient_id().id() &&
        Contains(request.statuses(), static_cast<int>(object.availability_status()))) {
      selected.push_back(object);
    }
  }
  return selected;
}

// Adds a document, or its id, as the query wants it.
constexpr auto kAddDocument = [](const auto& request, const DocumentEntry& entry, auto& response) {
  if (request.return_type() == docshare::registry::v1::RETURN_TYPE_OBJECT_REF) {
    response.add_entry_uuids(entry.entry_uuid());
  } else {
    *response.add_document_entries() = entry;
  }
};

}  // namespace

grpc::Status FakeRegistry::Begin() { return platform::ToGrpcStatus(failures_.Next()); }

template <typename Object, typename Request, typename Response, typename Add>
grpc::Status FakeRegistry::Page(const std::vector<Object>& matches, const Request& request,
                                Response& response, const Add& add) const {
  size_t position = 0;
  if (!request.page_token().empty() && !absl::SimpleAtoi(request.page_token(), &position)) {
    return platform::ToGrpcStatus(Refusal(absl::StatusCode::kInvalidArgument, "XDSRegistryError",
                                          "no such page token", "page_token"));
  }
  if (stuck_) {
    response.set_next_page_token("1");
    return grpc::Status::OK;
  }
  const size_t page_size =
      request.page_size() == 0 ? page_size_ : std::min<size_t>(page_size_, request.page_size());
  const size_t end = std::min(matches.size(), position + page_size);
  for (; position < end; ++position) add(request, matches[position], response);
  if (end < matches.size()) response.set_next_page_token(absl::StrCat(end));
  return grpc::Status::OK;
}

bool FakeRegistry::IsMember(const std::string& folder, const std::string& entry_uuid) const {
  return std::any_of(associations_.begin(), associations_.end(), [&](const Association& member) {
    return member.association_type() == kHasMember && member.source_object() == folder &&
           member.target_object() == entry_uuid;
  });
}

grpc::Status FakeRegistry::FindDocuments(grpc::ServerContext*, const FindDocumentsRequest* request,
                                         FindDocumentsResponse* response) {
  grpc::Status begun = Begin();
  if (!begun.ok()) return begun;
  std::lock_guard<std::mutex> lock(mutex_);
  queries_.push_back(*request);
  return Page(Select(entries_, *request), *request, *response, kAddDocument);
}

grpc::Status FakeRegistry::FindDocumentsByReferenceId(
    grpc::ServerContext*, const FindDocumentsByReferenceIdRequest* request,
    FindDocumentsByReferenceIdResponse* response) {
  grpc::Status begun = Begin();
  if (!begun.ok()) return begun;
  std::lock_guard<std::mutex> lock(mutex_);
  reference_id_queries_.push_back(*request);
  return Page(Select(entries_, *request), *request, *response, kAddDocument);
}

grpc::Status FakeRegistry::FindFolders(grpc::ServerContext*, const FindFoldersRequest* request,
                                       FindFoldersResponse* response) {
  grpc::Status begun = Begin();
  if (!begun.ok()) return begun;
  std::lock_guard<std::mutex> lock(mutex_);
  return Page(Select(folders_, *request), *request, *response,
              [](const FindFoldersRequest&, const Folder& folder, FindFoldersResponse& page) {
                *page.add_folders() = folder;
              });
}

grpc::Status FakeRegistry::GetDocuments(grpc::ServerContext*, const GetDocumentsRequest* request,
                                        GetDocumentsResponse* response) {
  grpc::Status begun = Begin();
  if (!begun.ok()) return begun;
  std::lock_guard<std::mutex> lock(mutex_);
  for (const DocumentEntry& entry : entries_) {
    if (Contains(request->entry_uuids(), entry.entry_uuid()) ||
        Contains(request->unique_ids(), entry.unique_id()) ||
        Contains(request->logical_ids(), entry.logical_id())) {
      *response->add_document_entries() = entry;
    }
  }
  return grpc::Status::OK;
}

grpc::Status FakeRegistry::GetFolders(grpc::ServerContext*, const GetFoldersRequest* request,
                                      GetFoldersResponse* response) {
  grpc::Status begun = Begin();
  if (!begun.ok()) return begun;
  std::lock_guard<std::mutex> lock(mutex_);
  for (const Folder& folder : folders_) {
    if (Contains(request->entry_uuids(), folder.entry_uuid()) ||
        Contains(request->unique_ids(), folder.unique_id())) {
      *response->add_folders() = folder;
    }
  }
  return grpc::Status::OK;
}

grpc::Status FakeRegistry::GetFolderAndContents(grpc::ServerContext*,
                                                const GetFolderAndContentsRequest* request,
                                                GetFolderAndContentsResponse* response) {
  grpc::Status begun = Begin();
  if (!begun.ok()) return begun;
  std::lock_guard<std::mutex> lock(mutex_);
  for (const DocumentEntry& entry : entries_) {
    if (IsMember(request->entry_uuid(), entry.entry_uuid())) {
      *response->add_document_entries() = entry;
    }
  }
  return grpc::Status::OK;
}

grpc::Status FakeRegistry::GetFoldersForDocument(grpc::ServerContext*,
                                                 const GetFoldersForDocumentRequest* request,
                                                 GetFoldersForDocumentResponse* response) {
  grpc::Status begun = Begin();
  if (!begun.ok()) return begun;
  std::lock_guard<std::mutex> lock(mutex_);
  for (const Folder& folder : folders_) {
    if (IsMember(folder.entry_uuid(), request->entry_uuid())) *response->add_folders() = folder;
  }
  return grpc::Status::OK;
}

grpc::Status FakeRegistry::GetRelatedDocuments(grpc::ServerContext*,
                                               const GetRelatedDocumentsRequest* request,
                                               GetRelatedDocumentsResponse* response) {
  grpc::Status begun = Begin();
  if (!begun.ok()) return begun;
  std::lock_guard<std::mutex> lock(mutex_);
  const std::string& asked = request->entry_uuid();
  for (const Association& association : associations_) {
    if (!Contains(request->association_types(), association.association_type())) continue;
    if (association.source_object() != asked && association.target_object() != asked) continue;
    *response->add_associations() = association;
    for (const DocumentEntry& entry : entries_) {
      if (entry.entry_uuid() == association.source_object() ||
          entry.entry_uuid() == association.target_object()) {
        *response->add_document_entries() = entry;
      }
    }
  }
  return grpc::Status::OK;
}

}  // namespace docshare::consumer
