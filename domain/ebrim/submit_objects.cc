#include "domain/ebrim/submit_objects.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "domain/ebrim/ebrim_names.h"
#include "domain/ebrim/object_writers.h"
#include "domain/ebrim/registry_objects.h"
#include "domain/text/quoted_value.h"
#include "domain/xml/xml_writer.h"

namespace docshare {
namespace {

// Takes "list[7]" off `location`, up to its end or a '.', and sets the index.
bool TakeIndex(absl::string_view list, absl::string_view location, size_t* index) {
  if (!absl::ConsumePrefix(&location, list) || !absl::ConsumePrefix(&location, "[")) return false;
  const size_t end = location.find(']');
  if (end == absl::string_view::npos) return false;
  const absl::string_view rest = location.substr(end + 1);
  return (rest.empty() || rest[0] == '.') && absl::SimpleAtoi(location.substr(0, end), index);
}

template <typename Objects>
std::string IdAt(const Objects& objects, size_t index) {
  return index < static_cast<size_t>(objects.size())
             ? objects.Get(static_cast<int>(index)).entry_uuid()
             : "";
}

}  // namespace

std::string SubmitObjects::ObjectIdAt(absl::string_view location) const {
  size_t index = 0;
  if (location == "submission_set" || absl::StartsWith(location, "submission_set.")) {
    return request.submission_set().entry_uuid();
  }
  if (TakeIndex("document_entries", location, &index)) {
    return IdAt(request.document_entries(), index);
  }
  if (TakeIndex("folders", location, &index)) return IdAt(request.folders(), index);
  if (TakeIndex("associations", location, &index)) return IdAt(request.associations(), index);
  if (TakeIndex("registry_object_list", location, &index) && index < listed_ids.size()) {
    return listed_ids[index];
  }
  return "";
}

absl::StatusOr<SubmitObjects> ReadSubmitObjectsRequest(absl::string_view xml,
                                                       const EbrimReadOptions& options) {
  const absl::StatusOr<XmlDocument> document = XmlDocument::Parse(xml, options.limits);
  if (!document.ok()) return document.status();
  return ReadSubmitObjectsRequest(document->root(), options);
}

absl::StatusOr<SubmitObjects> ReadSubmitObjectsRequest(const XmlNode& element,
                                                       const EbrimReadOptions& options) {
  absl::Status status = ExpectMessage(element, kLcmNamespace, "SubmitObjectsRequest");
  if (!status.ok()) return status;
  SubmitObjects submit;
  EbrimFaults faults(options.metadata_error);
  const absl::optional<XmlNode> list = FindChild(element, kRimNamespace, "RegistryObjectList");
  if (!list) {
    faults.Add(Location(), element, "a SubmitObjectsRequest has a RegistryObjectList");
    submit.faults = faults.Take();
    return submit;
  }
  bool is_first_list = true;
  for (const XmlNode child : element.children()) {
    if (child.Is(kRsNamespace, "RequestSlotList")) continue;
    if (child.Is(kRimNamespace, "RegistryObjectList") && std::exchange(is_first_list, false)) {
      continue;
    }
    faults.Add(Location(), child,
               absl::StrCat("a SubmitObjectsRequest has one RegistryObjectList and nothing else; "
                            "there is a further ",
                            Quote(child.name())));
  }
  RegistryObjects objects =
      ReadRegistryObjectList(*list, RegistryObjectListKind::kSubmission, faults);
  if (!objects.submission_sets.empty()) {
    *submit.request.mutable_submission_set() = std::move(*objects.submission_sets.Mutable(0));
  }
  submit.request.mutable_document_entries()->Swap(&objects.document_entries);
  submit.request.mutable_folders()->Swap(&objects.folders);
  submit.request.mutable_associations()->Swap(&objects.associations);
  submit.listed_ids = std::move(objects.listed_ids);
  submit.faults = faults.Take();
  return submit;
}

std::string WriteSubmitObjectsRequest(const registry::v1::RegisterDocumentSetRequest& request) {
  std::string xml;
  XmlWriter writer(&xml);
  writer.Declaration().Start("lcm:SubmitObjectsRequest").Attribute("xmlns:lcm", kLcmNamespace);
  writer.Attribute("xmlns:rim", kRimNamespace).Start("rim:RegistryObjectList");
  for (const auto& entry : request.document_entries()) WriteDocumentEntry(entry, writer);
  if (request.has_submission_set()) WriteSubmissionSet(request.submission_set(), writer);
  for (const auto& folder : request.folders()) WriteFolder(folder, writer);
  for (const auto& association : request.associations()) WriteAssociation(association, writer);
  writer.End().End();
  return xml;
}

}  // namespace docshare
