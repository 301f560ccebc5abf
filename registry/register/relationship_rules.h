#pragma once

#include "absl/status/status.h"
#include "domain/errors/xds_error.h"
#include "registry/register/registration.h"

namespace docshare::registry {

// The rules about relationships that need the registry's state; the source is a new document:
//
//   the target is a document, here or registered (9, 48)          UnresolvedReferenceException
//   it is no submission set of another submission (11)            XDSRegistryMetadataError
//   it is Approved (49) XDSRegistryDeprecatedDocumentError it has the same patient (50)
//   XDSPatientIdDoesNotMatch of what there is a snapshot is on-demand (51) XDSRegistryMetadataError
//   what gets an addendum is no transformation (52)               XDSRegistryMetadataError
//   Approved folders that hold what is replaced have the same
//   patient (55)                                                  XDSPatientIdDoesNotMatch
//
// A document is a transformation when it is the source of an XFRM or XFRM_RPLC that is not
// Deprecated; that XFRM_RPLC counts is our reading.
//
// Adds every fault; a status that is not ok says that the store failed.
// Source: ITI TF-3:4.2.2.2.
absl::Status CheckRelationshipTargets(const Registration& registration, RegistryErrors& faults);

}  // namespace docshare::registry
