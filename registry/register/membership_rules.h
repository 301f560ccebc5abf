#pragma once

#include "absl/status/status.h"
#include "domain/errors/xds_error.h"
#include "registry/register/registration.h"

namespace docshare::registry {

// The rules about HasMember that need the registry's state. What is referenced by the submission
// set (SS-DE, Reference) is a document that is Approved, of any patient (9, 13, 40, 49). What a
// folder holds (FD-DE) is a document, the folder is a folder, both are Approved and of the
// submission's patient (9, 11, 14, 38, 39, 54):
//
//   no such object; a Reference to what is no document    UnresolvedReferenceException
//   a submission set of another submission                XDSRegistryMetadataError
//   another kind of object in or for a folder             XDSRegistryMetadataError
//   Deprecated                                            XDSRegistryDeprecatedDocumentError
//   another patient                                       XDSPatientIdDoesNotMatch
//
// Adds every fault; a status that is not ok says that the store failed.
// Source: ITI TF-3:4.2.2.1.
absl::Status CheckMembers(const Registration& registration, RegistryErrors& faults);

}  // namespace docshare::registry
