#include "tests/ebrim/toolkit_conversion.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/ebrim/ebrim_names.h"
#include "tests/ebrim/toolkit_symbols.h"

namespace docshare::tests {
namespace {

constexpr absl::string_view kRim21 = "urn:oasis:names:tc:ebxml-regrep:rim:xsd:2.1";
constexpr absl::string_view kReferences[] = {"classifiedObject", "registryObject", "sourceObject",
                                             "targetObject"};

bool IsPatientId(const std::string& scheme) {
  return scheme == kEntryPatientId.scheme || scheme == kSubmissionSetPatientId.scheme ||
         scheme == kFolderPatientId.scheme;
}

bool IsUniqueId(const std::string& scheme) {
  return scheme == kEntryUniqueId.scheme || scheme == kSubmissionSetUniqueId.scheme ||
         scheme == kFolderUniqueId.scheme;
}

bool IsSymbolic(const std::string& id) { return !id.empty() && !absl::StartsWith(id, "urn:uuid:"); }

// The order of the parts in ebRIM 3.0.
int RankOf(const XmlTree& part) {
  constexpr absl::string_view kOrder[] = {"Slot",        "Name",           "Description",
                                          "VersionInfo", "Classification", "ExternalIdentifier"};
  const auto* found = std::find(std::begin(kOrder), std::end(kOrder), part.name);
  return static_cast<int>(found - std::begin(kOrder));
}

std::string LongAssociationType(const std::string& type) {
  if (absl::StartsWith(type, "urn:")) return type;
  const bool is_ihe =
      type == "RPLC" || type == "XFRM" || type == "APND" || type == "XFRM_RPLC" || type == "signs";
  return absl::StrCat(is_ihe ? "urn:ihe:iti:2007:AssociationType:"
                             : "urn:oasis:names:tc:ebxml-regrep:AssociationType:",
                      type);
}

void ConvertObject(XmlTree& object) {
  if (object.Get("status") == "Approved") object.Set("status", kApprovedStatus);
  if (object.name == "Association") {
    object.Set("associationType", LongAssociationType(object.Get("associationType")));
  }
  for (const char* kind :
       {"RegistryPackage", "Association", "Classification", "ExternalIdentifier"}) {
    if (object.name != kind) continue;
    object.Set("objectType",
               absl::StrCat("urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:", kind));
  }
  for (XmlTree& part : object.children) {
    if (part.name == "ExternalIdentifier") part.Set("registryObject", object.Get("id"));
  }
  std::stable_sort(object.children.begin(), object.children.end(),
                   [](const XmlTree& a, const XmlTree& b) { return RankOf(a) < RankOf(b); });
}

}  // namespace

void AssignValues(XmlTree& submission, XmlTree& transaction, absl::string_view step) {
  bool keeps_patient = false;
  bool keeps_unique_ids = false;
  bool assigns_uuids = false;
  std::set<std::string> kept_objects;
  for (const XmlTree& flag : transaction.children) {
    if (flag.name == "NoPatientId") keeps_patient = true;
    if (flag.name == "AssignUuids") assigns_uuids = true;
    if (flag.name != "NoAssignUids") continue;
    if (flag.Has("id")) kept_objects.insert(flag.Get("id"));
    if (!flag.Has("id")) keeps_unique_ids = true;
  }
  submission.Visit([&](XmlTree& object) {
    const std::string id = object.Get("id");
    for (XmlTree& part : object.children) {
      if (part.name != "ExternalIdentifier") continue;
      const std::string scheme = part.Get("identificationScheme");
      if (IsPatientId(scheme) && !keeps_patient) part.Set("value", PatientCx());
      if (scheme == kSubmissionSetSourceId.scheme) part.Set("value", "2.999.5");
      const bool is_kept = keeps_unique_ids || kept_objects.count(id) > 0;
      if (!IsUniqueId(scheme) || is_kept) continue;
      part.Set("value", OidFor(absl::StrCat(step, " uid ", id)));
    }
  });
  if (!assigns_uuids) return;
  submission.Visit([&](XmlTree& object) {
    const std::string id = object.Get("id");
    if (IsSymbolic(id)) object.Set("id", UuidFor(absl::StrCat(step, " ", id)));
    for (const absl::string_view attribute : kReferences) {
      const std::string reference = object.Get(attribute);
      if (IsSymbolic(reference)) object.Set(attribute, UuidFor(absl::StrCat(step, " ", reference)));
    }
  });
}

void FillPlaceholderPatients(XmlTree& submission) {
  submission.Visit([](XmlTree& element) {
    const bool is_placeholder = IsPatientId(element.Get("identificationScheme")) &&
                                !absl::StrContains(element.Get("value"), "^");
    if (is_placeholder) element.Set("value", PatientCx());
  });
}

void ConvertToEbrim3(XmlTree& submission) {
  XmlTree* list = submission.Find("LeafRegistryObjectList");
  if (list == nullptr || list->ns != kRim21) return;
  list->name = "RegistryObjectList";
  submission.ns = std::string(kLcmNamespace);
  auto& objects = list->children;
  objects.erase(std::remove_if(objects.begin(), objects.end(),
                               [](const XmlTree& object) { return object.name == "ObjectRef"; }),
                objects.end());
  int made_up = 0;
  list->Visit([&](XmlTree& element) {
    element.ns = std::string(kRimNamespace);
    const bool has_no_id = element.name == "Association" || element.name == "Classification" ||
                           element.name == "ExternalIdentifier";
    if (has_no_id && !element.Has("id")) element.Set("id", absl::StrCat("id_", ++made_up));
    ConvertObject(element);
  });
}

void CleanParameters(XmlTree& query) {
  query.Visit([](XmlTree& element) {
    auto& children = element.children;
    children.erase(std::remove_if(children.begin(), children.end(),
                                  [](const XmlTree& child) {
                                    if (child.name != "Value") return false;
                                    const size_t dollar = child.text.find('$');
                                    return dollar != std::string::npos &&
                                           child.text.find('$', dollar + 1) != std::string::npos;
                                  }),
                   children.end());
  });
  query.Visit([](XmlTree& element) {
    auto& children = element.children;
    children.erase(std::remove_if(children.begin(), children.end(),
                                  [](XmlTree& child) {
                                    return child.name == "Slot" && child.Find("Value") == nullptr;
                                  }),
                   children.end());
    for (XmlTree::Attribute& attribute : element.attributes) {
      if (absl::EndsWith(attribute.value, "$")) attribute.value.clear();
    }
  });
}

}  // namespace docshare::tests
