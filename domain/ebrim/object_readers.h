#pragma once

#include <string>
#include <vector>

#include "docshare/metadata/v1/association.pb.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/metadata/v1/folder.pb.h"
#include "docshare/metadata/v1/submission_set.pb.h"
#include "domain/ebrim/ebrim_faults.h"
#include "domain/metadata/rules/location.h"
#include "domain/xml/xml_document.h"

// One registry object each, from its element. `beside` are the Classifications in the list that
// name it, `location` is where the object stands in our request or reply. An attribute that is
// absent is an empty field; whether it must be there is the rules' to say.
namespace docshare {

// An ExtrinsicObject, stable or on-demand.
metadata::v1::DocumentEntry ReadDocumentEntry(const XmlNode& element,
                                              const std::vector<XmlNode>& beside,
                                              const Location& location, EbrimFaults& faults);

// A RegistryPackage with kSubmissionSetNode.
metadata::v1::SubmissionSet ReadSubmissionSet(const XmlNode& element,
                                              const std::vector<XmlNode>& beside,
                                              const Location& location, EbrimFaults& faults);

// A RegistryPackage with kFolderNode.
metadata::v1::Folder ReadFolder(const XmlNode& element, const std::vector<XmlNode>& beside,
                                const Location& location, EbrimFaults& faults);

// An Association. PreviousVersion, AssociationPropagation, OriginalStatus and NewStatus that are
// malformed, repeated or without exactly one value stay extra slots of that name: what is wrong
// with them depends on the transaction.
metadata::v1::Association ReadAssociation(const XmlNode& element,
                                          const std::vector<XmlNode>& beside,
                                          const Location& location, EbrimFaults& faults);

}  // namespace docshare
