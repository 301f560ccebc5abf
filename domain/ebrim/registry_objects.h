#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/association.pb.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/metadata/v1/folder.pb.h"
#include "docshare/metadata/v1/submission_set.pb.h"
#include "domain/ebrim/ebrim_faults.h"
#include "domain/xml/xml_document.h"

namespace docshare {

// An ObjectRef: the entryUUID of an object, and the community it is in when that is said.
struct EbrimObjectRef {
  std::string id;
  std::string home_community_id;
};

// What a RegistryObjectList holds, kind by kind, in the order of the list within each.
struct RegistryObjects {
  google::protobuf::RepeatedPtrField<metadata::v1::DocumentEntry> document_entries;
  google::protobuf::RepeatedPtrField<metadata::v1::SubmissionSet> submission_sets;
  google::protobuf::RepeatedPtrField<metadata::v1::Folder> folders;
  google::protobuf::RepeatedPtrField<metadata::v1::Association> associations;
  std::vector<EbrimObjectRef> object_refs;
  // The id attribute of every element of the list, "" for one without.
  std::vector<std::string> listed_ids;
};

enum class RegistryObjectListKind {
  // Of a submission: one SubmissionSet, at location "submission_set"; ObjectRefs say nothing.
  kSubmission,
  // Of a query's answer: any number of "submission_sets[0]", and ObjectRefs.
  kAnswer
};

// Reads a RegistryObjectList. Adds the faults that only ebRIM can have: check 3, several
// SubmissionSets in a submission; check 4, a RegistryPackage that is not marked once as
// SubmissionSet or Folder; check 5, an element that is no registry object; checks 16 and 17 and
// several values where one is allowed, see ObjectReader. A fault of something that has no place in
// our messages is at "registry_object_list[3]", the fourth element of the list.
//
// What is left out without a word, because the standard gives it no meaning: ids, objectTypes,
// homes, logical ids, status and versions of classifications and external identifiers; the name of
// an external identifier of the standard; the home of an association; charset of a display name;
// versions that are not numbers; slotType, isOpaque, ContentVersionInfo; the order of slots.
// Anything else that is not kept adds the warning XDSExtraMetadataNotSaved.
//
// Source: ITI TF-3:4.2.1 and 4.2.5; ebXML RegRep 3.0.
RegistryObjects ReadRegistryObjectList(const XmlNode& list, RegistryObjectListKind kind,
                                       EbrimFaults& faults);

// The element of that name and namespace directly inside `parent`; nullopt when there is none.
absl::optional<XmlNode> FindChild(const XmlNode& parent, absl::string_view ns,
                                  absl::string_view name);

}  // namespace docshare
