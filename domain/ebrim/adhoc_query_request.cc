#include "domain/ebrim/adhoc_query_request.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/ebrim/ebrim_names.h"
#include "domain/ebrim/registry_objects.h"
#include "domain/ebrim/slot_list.h"
#include "domain/xml/xml_writer.h"

namespace docshare {

absl::StatusOr<AdhocQueryRequest> ReadAdhocQueryRequest(absl::string_view xml,
                                                        const EbrimReadOptions& options) {
  const absl::StatusOr<XmlDocument> document = XmlDocument::Parse(xml, options.limits);
  if (!document.ok()) return document.status();
  return ReadAdhocQueryRequest(document->root());
}

absl::StatusOr<AdhocQueryRequest> ReadAdhocQueryRequest(const XmlNode& element) {
  absl::Status status = ExpectMessage(element, kQueryNamespace, "AdhocQueryRequest");
  if (!status.ok()) return status;
  const absl::optional<XmlNode> query = FindChild(element, kRimNamespace, "AdhocQuery");
  if (!query) {
    return absl::InvalidArgumentError(
        absl::StrCat("line ", element.line(), ": an AdhocQueryRequest has an AdhocQuery"));
  }
  AdhocQueryRequest request;
  request.request_id = std::string(element.Attribute("id"));
  if (const auto option = FindChild(element, kQueryNamespace, "ResponseOption")) {
    request.return_type = std::string(option->Attribute("returnType"));
  }
  request.query_id = std::string(query->Attribute("id"));
  request.home_community_id = std::string(query->Attribute("home"));
  for (const XmlNode child : query->children()) {
    if (!child.Is(kRimNamespace, "Slot")) continue;
    AdhocQueryRequest::Slot slot{std::string(child.Attribute("name")), {}};
    for (const absl::string_view value : ValuesOf(child)) slot.values.emplace_back(value);
    request.slots.push_back(std::move(slot));
  }
  return request;
}

std::string WriteAdhocQueryRequest(const AdhocQueryRequest& request) {
  std::string xml;
  XmlWriter writer(&xml);
  writer.Declaration().Start("query:AdhocQueryRequest").Attribute("xmlns:query", kQueryNamespace);
  writer.Attribute("xmlns:rim", kRimNamespace).AttributeIfAny("id", request.request_id);
  writer.Start("query:ResponseOption")
      .Attribute("returnComposedObjects", "true")
      .AttributeIfAny("returnType", request.return_type)
      .End();
  writer.Start("rim:AdhocQuery")
      .Attribute("id", request.query_id)
      .AttributeIfAny("home", request.home_community_id);
  for (const AdhocQueryRequest::Slot& slot : request.slots) {
    writer.Start("rim:Slot").Attribute("name", slot.name).Start("rim:ValueList");
    for (const std::string& value : slot.values) writer.Start("rim:Value").Text(value).End();
    writer.End().End();
  }
  writer.End().End();
  return xml;
}

}  // namespace docshare
