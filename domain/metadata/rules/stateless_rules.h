#pragma once

#include "docshare/registry/v1/registry_service.pb.h"
#include "domain/errors/xds_error.h"

namespace docshare {

// Runs every rule that needs nothing but the request, and returns all faults found, in the order of
// the request's elements. Empty when the request is good. A request over the limits of
// submission_limits.h gets that fault only. A value that is wrong in two ways may be there twice.
//
// Meant for the request as it was sent, so that faults name what the source wrote;
// ResolveSubmissionIds() makes no good request bad.
//
// The checks and where they are. Numbers are fixed; what is missing here needs the registry's
// state, belongs to another transaction, or cannot be said in the messages.
//
//    3  one submission set, not empty              submission_content
//    6  ids unique in the request                  object_ids
//    8  UUIDs well formed                          object_ids, references
//    9  references resolve                         references
//   10  every entry is an Original member          membership
//   11  ends of HasMember                          membership
//   12  association types                          association_types
//   13  submission set status                      membership
//   15  no documentation on HasMember              membership
//   16  slots and lengths                          slots, codes, extra_objects, text_form
//   18  names of extra slots                       slots
//   20  required attributes                        required_attributes, object_ids
//   21  stable entries only                        required_attributes
//   23  hash and size                              hash_form
//   24  times                                      times
//   25  CX, CXi, XCN, XON, XTN, OID, languages,    patient_identifiers, people_and_references,
//       media types                                authors, identifiers, media_and_languages
//   26  source patient info                        source_patient_info
//   27  coded values                               codes
//   28  authors                                    authors
//   29  titles                                     titles
//   30  OIDs of at most 64 characters              identifiers
//   31  no limited metadata                        required_attributes
//   32  logical id of a first version              required_attributes
//   33  status and version are ignored             (no rule reads them)
//   34  service start before stop                  times
//   37  one patient                                patient_identifiers
//   41  unique ids unique in the request           identifiers
//
// Source: ITI TF-2:3.42.4.1.3, ITI TF-3:4.1 and 4.2.
RegistryErrors RunStatelessRules(const registry::v1::RegisterDocumentSetRequest& request);

}  // namespace docshare
