// Every ebRIM reader over untrusted XML. What is read without an error is written, and read again
// as it was.

#include <google/protobuf/util/message_differencer.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/strings/string_view.h"
#include "domain/ebrim/adhoc_query_request.h"
#include "domain/ebrim/adhoc_query_response.h"
#include "domain/ebrim/query_message.h"
#include "domain/ebrim/registry_response.h"
#include "domain/ebrim/remove_objects.h"
#include "domain/ebrim/stored_query_request.h"
#include "domain/ebrim/submit_objects.h"
#include "domain/xml/xml_document.h"

namespace docshare {
namespace {

using google::protobuf::util::MessageDifferencer;

void Require(bool holds) {
  if (!holds) std::abort();
}

void CheckSubmission(const XmlNode& root) {
  const auto submit = ReadSubmitObjectsRequest(root);
  if (!submit.ok()) return;
  for (const auto& error : submit->faults.list().errors()) submit->ObjectIdAt(error.location());
  if (!submit->faults.ToStatus().ok()) return;
  const auto again = ReadSubmitObjectsRequest(WriteSubmitObjectsRequest(submit->request));
  Require(again.ok() && again->faults.empty());
  Require(MessageDifferencer::Equals(again->request, submit->request));
}

void CheckQuery(const XmlNode& root) {
  const auto message = ReadAdhocQueryRequest(root);
  if (!message.ok()) return;
  const auto again = ReadAdhocQueryRequest(WriteAdhocQueryRequest(*message));
  Require(again.ok() && *again == *message);
  for (const QueryTransaction transaction :
       {QueryTransaction::kRegistryStoredQuery, QueryTransaction::kMultiPatientStoredQuery}) {
    const auto query = ParseStoredQueryRequest(*message, transaction);
    if (!query.ok()) continue;
    const auto same = ParseStoredQueryRequest(FormatStoredQueryRequest(*query), transaction);
    Require(same.ok() && *same == *query);
    ToQueryMessage(*query).IgnoreError();
  }
}

template <typename Objects>
bool Same(const Objects& a, const Objects& b) {
  if (a.size() != b.size()) return false;
  for (int i = 0; i < a.size(); ++i) {
    if (!MessageDifferencer::Equals(a.Get(i), b.Get(i))) return false;
  }
  return true;
}

void CheckResponses(const XmlNode& root) {
  if (const auto response = ReadRegistryResponse(root); response.ok()) {
    const auto again = ReadRegistryResponse(WriteRegistryResponse(*response));
    Require(again.ok() && MessageDifferencer::Equals(again->errors, response->errors));
  }
  const auto answer = ReadAdhocQueryResponse(root);
  if (!answer.ok() || !answer->faults.ToStatus().ok()) return;
  const auto again = ReadAdhocQueryResponse(WriteAdhocQueryResponse(*answer));
  Require(again.ok() && again->faults.empty());
  const RegistryObjects& a = answer->objects;
  const RegistryObjects& b = again->objects;
  Require(Same(a.document_entries, b.document_entries) && Same(a.folders, b.folders));
  Require(Same(a.submission_sets, b.submission_sets) && Same(a.associations, b.associations));
  Require(a.object_refs.size() == b.object_refs.size());
}

void CheckRemoval(const XmlNode& root) {
  const auto ids = ReadRemoveObjectsRequest(root);
  if (!ids.ok()) return;
  const auto again = ReadRemoveObjectsRequest(WriteRemoveObjectsRequest(*ids));
  Require(again.ok() && *again == *ids);
}

}  // namespace
}  // namespace docshare

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto document = docshare::XmlDocument::Parse(bytes);
  if (!document.ok()) return 0;
  docshare::CheckSubmission(document->root());
  docshare::CheckQuery(document->root());
  docshare::CheckResponses(document->root());
  docshare::CheckRemoval(document->root());
  return 0;
}
