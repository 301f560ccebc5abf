#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Checks 47, 48, 51 and 53, for associations that link two documents:
//
//   the source is a document entry of this submission (47)            UnresolvedReferenceException
//   what is replaced, and of what there is a snapshot, is not (48);
//   another target may be, and is a document entry then               UnresolvedReferenceException
//   a snapshot is stable (51)                                         XDSRegistryMetadataError
//   no document is linked to itself, none is replaced twice (53)      XDSRegistryMetadataError
//
// What UUIDs of other submissions name is the registry's to check. That no document may be an
// addendum, a transformation or a signature of itself is our choice; the standard says it of
// replacements.
// Source: ITI TF-3:4.2.2.2.
void CheckRelationships(const registry::v1::RegisterDocumentSetRequest& request,
                        RegistryErrors& errors);

}  // namespace docshare
