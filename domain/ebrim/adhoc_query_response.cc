#include "domain/ebrim/adhoc_query_response.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "domain/ebrim/ebrim_names.h"
#include "domain/ebrim/object_writers.h"

namespace docshare {

absl::StatusOr<AdhocQueryResponse> ReadAdhocQueryResponse(absl::string_view xml,
                                                          const EbrimReadOptions& options) {
  const absl::StatusOr<XmlDocument> document = XmlDocument::Parse(xml, options.limits);
  if (!document.ok()) return document.status();
  return ReadAdhocQueryResponse(document->root(), options);
}

absl::StatusOr<AdhocQueryResponse> ReadAdhocQueryResponse(const XmlNode& element,
                                                          const EbrimReadOptions& options) {
  absl::Status status = ExpectMessage(element, kQueryNamespace, "AdhocQueryResponse");
  if (!status.ok()) return status;
  absl::StatusOr<RegistryResponse> head = ReadResponseHead(element);
  if (!head.ok()) return head.status();
  AdhocQueryResponse response;
  response.head = *std::move(head);
  const absl::optional<XmlNode> list = FindChild(element, kRimNamespace, "RegistryObjectList");
  if (list) {
    EbrimFaults faults(options.metadata_error);
    response.objects = ReadRegistryObjectList(*list, RegistryObjectListKind::kAnswer, faults);
    response.faults = faults.Take();
  } else if (response.head.status != ResponseStatus::kFailure) {
    return absl::InvalidArgumentError(
        absl::StrCat("line ", element.line(), ": the response has no RegistryObjectList"));
  }
  return response;
}

std::string WriteAdhocQueryResponse(const AdhocQueryResponse& response) {
  std::string xml;
  AdhocQueryResponseWriter writer(response.head, &xml);
  const RegistryObjects& objects = response.objects;
  for (const auto& entry : objects.document_entries) WriteDocumentEntry(entry, writer.objects());
  for (const auto& set : objects.submission_sets) WriteSubmissionSet(set, writer.objects());
  for (const auto& folder : objects.folders) WriteFolder(folder, writer.objects());
  for (const auto& association : objects.associations) {
    WriteAssociation(association, writer.objects());
  }
  for (const EbrimObjectRef& reference : objects.object_refs) writer.WriteObjectRef(reference);
  writer.Finish();
  return xml;
}

AdhocQueryResponseWriter::AdhocQueryResponseWriter(const RegistryResponse& head, std::string* xml)
    : writer_(xml) {
  writer_.Declaration().Start("query:AdhocQueryResponse");
  writer_.Attribute("xmlns:query", kQueryNamespace)
      .Attribute("xmlns:rs", kRsNamespace)
      .Attribute("xmlns:rim", kRimNamespace);
  WriteResponseHead(head, writer_);
  writer_.Start("rim:RegistryObjectList");
}

void AdhocQueryResponseWriter::WriteObjectRef(const EbrimObjectRef& reference) {
  writer_.Start("rim:ObjectRef")
      .Attribute("id", reference.id)
      .AttributeIfAny("home", reference.home_community_id)
      .End();
}

void AdhocQueryResponseWriter::Finish() { writer_.End().End(); }

}  // namespace docshare
