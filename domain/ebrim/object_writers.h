#pragma once

#include "docshare/metadata/v1/association.pb.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/metadata/v1/folder.pb.h"
#include "docshare/metadata/v1/submission_set.pb.h"
#include "domain/xml/xml_writer.h"

// One registry object each, as its ebRIM element: parts in the order of the schema, object types
// and the names of external identifiers as the standard fixes them, the mark of a package inside
// it. The prefix "rim" must be bound to kRimNamespace. Empty fields are left out.
//
// An answer is written object by object: nothing but the one at hand is in memory.
// Source: ITI TF-3:4.2.1, 4.2.3 and 4.2.5; order of the elements from ebXML RegRep 3.0.
namespace docshare {

void WriteDocumentEntry(const metadata::v1::DocumentEntry& entry, XmlWriter& writer);
void WriteSubmissionSet(const metadata::v1::SubmissionSet& set, XmlWriter& writer);
void WriteFolder(const metadata::v1::Folder& folder, XmlWriter& writer);
void WriteAssociation(const metadata::v1::Association& association, XmlWriter& writer);

}  // namespace docshare
