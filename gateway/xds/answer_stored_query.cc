#include "gateway/xds/answer_stored_query.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/variant.h"
#include "domain/ebrim/adhoc_query_request.h"
#include "domain/ebrim/adhoc_query_response.h"
#include "domain/ebrim/object_writers.h"
#include "domain/ebrim/query_message.h"
#include "domain/ebrim/stored_query_request.h"
#include "domain/errors/xds_error.h"
#include "gateway/xds/asked_community.h"
#include "gateway/xds/refusal.h"

namespace docshare::gateway {
namespace {

using Stub = RegistryCalls::Stub;

// What the registry sends in one message at most.
constexpr int kPageSize = 1000;
// More than any patient has; a query over all patients is cut here.
constexpr size_t kMaxAnswerBytes = size_t{256} << 20;

// The RPC that answers a message.
#define DOCSHARE_QUERY(Name)                                                                 \
  RegistryCalls::Method<registry::v1::Name##Request, registry::v1::Name##Response> MethodOf( \
      const registry::v1::Name##Request&) {                                                  \
    return &Stub::Name;                                                                      \
  }
DOCSHARE_QUERY(FindDocuments)
DOCSHARE_QUERY(FindSubmissionSets)
DOCSHARE_QUERY(FindFolders)
DOCSHARE_QUERY(GetAll)
DOCSHARE_QUERY(GetDocuments)
DOCSHARE_QUERY(GetFolders)
DOCSHARE_QUERY(GetAssociations)
DOCSHARE_QUERY(GetDocumentsAndAssociations)
DOCSHARE_QUERY(GetSubmissionSets)
DOCSHARE_QUERY(GetSubmissionSetAndContents)
DOCSHARE_QUERY(GetFolderAndContents)
DOCSHARE_QUERY(GetFoldersForDocument)
DOCSHARE_QUERY(GetRelatedDocuments)
DOCSHARE_QUERY(FindDocumentsByReferenceId)
DOCSHARE_QUERY(FindDocumentsExclude)
DOCSHARE_QUERY(FindDocumentsForMultiplePatients)
DOCSHARE_QUERY(FindFoldersForMultiplePatients)
#undef DOCSHARE_QUERY

// Writes the objects of a page, each with its community when `home` is not empty.
template <typename Response>
void WritePage(Response& page, const std::string& home, AdhocQueryResponseWriter& answer) {
  if constexpr (requires { page.document_entries(); }) {
    for (auto& entry : *page.mutable_document_entries()) {
      if (!home.empty()) entry.set_home_community_id(home);
      WriteDocumentEntry(entry, answer.objects());
    }
  }
  if constexpr (requires { page.submission_sets(); }) {
    for (auto& set : *page.mutable_submission_sets()) {
      if (!home.empty()) set.set_home_community_id(home);
      WriteSubmissionSet(set, answer.objects());
    }
  }
  if constexpr (requires { page.folders(); }) {
    for (auto& folder : *page.mutable_folders()) {
      if (!home.empty()) folder.set_home_community_id(home);
      WriteFolder(folder, answer.objects());
    }
  }
  if constexpr (requires { page.associations(); }) {
    for (const auto& association : page.associations()) {
      WriteAssociation(association, answer.objects());
    }
  }
  for (const std::string& uuid : page.entry_uuids()) {
    answer.WriteObjectRef({.id = uuid, .home_community_id = home});
  }
}

// Reads page after page into the answer.
template <typename Request>
absl::Status WriteAnswer(Request request, const std::string& home, const RegistryCalls& registry,
                         const Caller& caller, std::string* xml) {
  AdhocQueryResponseWriter answer(RegistryResponse(), xml);
  request.set_page_size(kPageSize);
  while (true) {
    auto page = registry.Call(caller, MethodOf(request), request);
    if (!page.ok()) return page.status();
    WritePage(*page, home, answer);
    if (page->next_page_token().empty()) break;
    if (xml->size() > kMaxAnswerBytes) {
      return XdsError(XdsErrorCode::kTooManyResults, "",
                      absl::StrCat("the answer would be longer than ", kMaxAnswerBytes,
                                   " bytes; ask for less, or for ObjectRefs"));
    }
    request.set_page_token(page->next_page_token());
  }
  answer.Finish();
  return absl::OkStatus();
}

// Whether the query finds what it looks for by its patient, so that it need not say where that is.
bool NamesAPatient(const StoredQueryRequest& query) {
  for (const StoredQueryRequest::Parameter& parameter : query.parameters) {
    if (parameter.definition->form == ParameterForm::kPatient) return true;
  }
  return false;
}

absl::Status CheckCommunity(const StoredQueryRequest& query, const HomeCommunityId& community) {
  if (query.home_community_id.empty() && NamesAPatient(query)) return absl::OkStatus();
  return CheckAskedCommunity(query.home_community_id, community, community.ToString(),
                             "a query by ids names the community that gave them: AdhocQuery/@home");
}

absl::Status Answer(const AdhocQueryRequest& message, QueryTransaction transaction,
                    const absl::optional<HomeCommunityId>& community, const RegistryCalls& registry,
                    const Caller& caller, std::string* xml) {
  const auto query = ParseStoredQueryRequest(message, transaction);
  if (!query.ok()) return query.status();
  if (community.has_value()) {
    if (absl::Status ours = CheckCommunity(*query, *community); !ours.ok()) return ours;
  }
  auto request = ToQueryMessage(*query);
  if (!request.ok()) return request.status();
  const std::string home = community.has_value() ? community->ToString() : "";
  return absl::visit(
      [&](auto& typed) { return WriteAnswer(std::move(typed), home, registry, caller, xml); },
      *request);
}

}  // namespace

absl::StatusOr<std::string> AnswerStoredQuery(const XmlNode& body, QueryTransaction transaction,
                                              const absl::optional<HomeCommunityId>& community,
                                              const RegistryCalls& registry, const Caller& caller) {
  const absl::StatusOr<AdhocQueryRequest> message = ReadAdhocQueryRequest(body);
  if (!message.ok()) return message.status();
  std::string xml;
  const absl::Status answered = Answer(*message, transaction, community, registry, caller, &xml);
  if (answered.ok()) return xml;
  if (IsFault(answered)) return answered;
  AdhocQueryResponse refusal;
  refusal.head = RefusalBy(Actor::kRegistry, answered);
  if (community.has_value()) {
    // Source: ITI TF-2:3.38.4.1.3.
    for (auto& error : *refusal.head.errors.mutable_errors()) {
      error.set_location(community->ToString());
    }
  }
  return WriteAdhocQueryResponse(refusal);
}

}  // namespace docshare::gateway
