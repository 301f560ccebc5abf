#include "domain/ebrim/registry_objects.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "domain/ebrim/ebrim_names.h"
#include "domain/ebrim/object_readers.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

// How often a package is marked with a node, inside it or beside it.
int CountMarks(const XmlNode& package, const std::vector<XmlNode>& beside, absl::string_view node) {
  int count = 0;
  for (const XmlNode child : package.children()) {
    const bool is_mark =
        child.Is(kRimNamespace, "Classification") && child.Attribute("classificationNode") == node;
    if (is_mark) ++count;
  }
  for (const XmlNode& classification : beside) {
    if (classification.Attribute("classificationNode") == node) ++count;
  }
  return count;
}

class ListReader {
 public:
  ListReader(RegistryObjectListKind kind, EbrimFaults& faults) : kind_(kind), faults_(faults) {}

  RegistryObjects Read(const XmlNode& list) {
    FindClassifications(list);
    for (const XmlNode child : list.children()) {
      if (child.ns() == kRimNamespace) {
        ReadObject(child);
      } else {
        RefuseElement(child);
      }
      objects_.listed_ids.emplace_back(child.Attribute("id"));
    }
    return std::move(objects_);
  }

 private:
  // Objects come in any order: what classifies them is looked up before they are read.
  void FindClassifications(const XmlNode& list) {
    for (const XmlNode child : list.children()) {
      const bool says_nothing = child.name() == "Classification" || child.name() == "ObjectRef";
      if (says_nothing || child.Attribute("id").empty()) continue;
      beside_.try_emplace(child.Attribute("id"));
    }
    for (const XmlNode child : list.children()) {
      if (!child.Is(kRimNamespace, "Classification")) continue;
      const auto owner = beside_.find(child.Attribute("classifiedObject"));
      if (owner != beside_.end()) owner->second.push_back(child);
    }
  }

  // They go to the first object of that id: that others have it too is a fault of the request, told
  // later (check 6).
  std::vector<XmlNode> Beside(const XmlNode& object) {
    const auto found = beside_.find(object.Attribute("id"));
    if (found == beside_.end()) return {};
    return std::exchange(found->second, {});
  }

  // The element that is being read.
  Location ElementLocation() const {
    return Location().Element("registry_object_list", static_cast<int>(objects_.listed_ids.size()));
  }

  void RefuseElement(const XmlNode& element) {
    faults_.Add(ElementLocation(), element,
                absl::StrCat("element ", Quote(element.name()), " of namespace ",
                             Quote(element.ns()), " is not allowed among the registry objects"));
  }

  void ReadObject(const XmlNode& element) {
    const absl::string_view name = element.name();
    if (name == "ExtrinsicObject") {
      const Location location = EntryLocation(objects_.document_entries.size());
      *objects_.document_entries.Add() =
          ReadDocumentEntry(element, Beside(element), location, faults_);
    } else if (name == "RegistryPackage") {
      ReadPackage(element);
    } else if (name == "Association") {
      const Location location = AssociationLocation(objects_.associations.size());
      *objects_.associations.Add() = ReadAssociation(element, Beside(element), location, faults_);
    } else if (name == "Classification") {
      CheckClassification(element);
    } else if (name == "ObjectRef") {
      if (kind_ == RegistryObjectListKind::kSubmission) return;
      objects_.object_refs.push_back(
          {std::string(element.Attribute("id")), std::string(element.Attribute("home"))});
    } else {
      RefuseElement(element);
    }
  }

  void ReadPackage(const XmlNode& element) {
    const std::vector<XmlNode> beside = Beside(element);
    const int set_marks = CountMarks(element, beside, kSubmissionSetNode);
    const int folder_marks = CountMarks(element, beside, kFolderNode);
    if (set_marks + folder_marks != 1) {
      faults_.Add(ElementLocation(), element,
                  absl::StrCat("a RegistryPackage is classified once, as SubmissionSet or as "
                               "Folder; ",
                               Quote(element.Attribute("id")), " is classified ",
                               set_marks + folder_marks, " times"));
    } else if (folder_marks == 1) {
      const Location location = FolderLocation(objects_.folders.size());
      *objects_.folders.Add() = ReadFolder(element, beside, location, faults_);
    } else {
      ReadSet(element, beside);
    }
  }

  void ReadSet(const XmlNode& element, const std::vector<XmlNode>& beside) {
    Location location = SubmissionSetLocation();
    if (kind_ == RegistryObjectListKind::kAnswer) {
      location = Location().Element("submission_sets", objects_.submission_sets.size());
    } else if (!objects_.submission_sets.empty()) {
      faults_.Add(ElementLocation(), element,
                  absl::StrCat("a submission has one SubmissionSet; ",
                               Quote(element.Attribute("id")), " is another one"));
      return;
    }
    *objects_.submission_sets.Add() = ReadSubmissionSet(element, beside, location, faults_);
  }

  // Classifications are read with the object they name.
  void CheckClassification(const XmlNode& element) {
    const absl::string_view object = element.Attribute("classifiedObject");
    if (beside_.contains(object)) return;
    faults_.Add(ElementLocation(), element,
                absl::StrCat("the classifiedObject ", Quote(object),
                             " of this Classification is not among the registry objects"));
  }

  RegistryObjectListKind kind_;
  EbrimFaults& faults_;
  RegistryObjects objects_;
  // The Classifications in the list, by the object they name; a place for each object.
  absl::flat_hash_map<absl::string_view, std::vector<XmlNode>> beside_;
};

}  // namespace

RegistryObjects ReadRegistryObjectList(const XmlNode& list, RegistryObjectListKind kind,
                                       EbrimFaults& faults) {
  return ListReader(kind, faults).Read(list);
}

absl::optional<XmlNode> FindChild(const XmlNode& parent, absl::string_view ns,
                                  absl::string_view name) {
  for (const XmlNode child : parent.children()) {
    if (child.Is(ns, name)) return child;
  }
  return absl::nullopt;
}

}  // namespace docshare
