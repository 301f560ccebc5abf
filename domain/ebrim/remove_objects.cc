#include "domain/ebrim/remove_objects.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "domain/ebrim/ebrim_names.h"
#include "domain/errors/xds_error.h"
#include "domain/text/quoted_value.h"
#include "domain/xml/xml_writer.h"

namespace docshare {
namespace {

constexpr absl::string_view kDeleteAll =
    "urn:oasis:names:tc:ebxml-regrep:DeletionScopeType:DeleteAll";

absl::Status Refuse(const XmlNode& element, absl::string_view context) {
  return XdsErrorWithStatus(absl::StatusCode::kInvalidArgument, XdsErrorCode::kRegistryError, "",
                            absl::StrCat("line ", element.line(), ": ", context));
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ReadRemoveObjectsRequest(absl::string_view xml,
                                                                  const EbrimReadOptions& options) {
  const absl::StatusOr<XmlDocument> document = XmlDocument::Parse(xml, options.limits);
  if (!document.ok()) return document.status();
  return ReadRemoveObjectsRequest(document->root());
}

absl::StatusOr<std::vector<std::string>> ReadRemoveObjectsRequest(const XmlNode& element) {
  absl::Status status = ExpectMessage(element, kLcmNamespace, "RemoveObjectsRequest");
  if (!status.ok()) return status;
  const absl::string_view scope = element.Attribute("deletionScope");
  if (!scope.empty() && scope != kDeleteAll) {
    return Refuse(
        element, absl::StrCat("deletionScope is absent or ", kDeleteAll, "; it is ", Quote(scope)));
  }
  std::vector<std::string> ids;
  for (const XmlNode child : element.children()) {
    if (child.Is(kRimNamespace, "AdhocQuery") && !child.children().empty()) {
      return Refuse(child, "objects to remove are named by ObjectRefs, not by an AdhocQuery");
    }
    if (!child.Is(kRimNamespace, "ObjectRefList")) continue;
    for (const XmlNode reference : child.children()) {
      if (!reference.Is(kRimNamespace, "ObjectRef")) continue;
      if (reference.Attribute("id").empty()) return Refuse(reference, "an ObjectRef has an id");
      ids.emplace_back(reference.Attribute("id"));
    }
  }
  if (ids.empty()) return Refuse(element, "a RemoveObjectsRequest names at least one ObjectRef");
  return ids;
}

std::string WriteRemoveObjectsRequest(const std::vector<std::string>& ids) {
  std::string xml;
  XmlWriter writer(&xml);
  writer.Declaration().Start("lcm:RemoveObjectsRequest").Attribute("xmlns:lcm", kLcmNamespace);
  writer.Attribute("xmlns:rim", kRimNamespace).Start("rim:ObjectRefList");
  for (const std::string& id : ids) writer.Start("rim:ObjectRef").Attribute("id", id).End();
  writer.End().End();
  return xml;
}

}  // namespace docshare
