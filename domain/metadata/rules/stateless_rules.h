#pragma once

#include "docshare/registry/v1/registry_service.pb.h"
#include "domain/errors/xds_error.h"
#include "domain/metadata/rules/rule.h"

namespace docshare {

// Runs every rule that needs nothing but the request, and returns all faults found, in the order of
// the request's elements. Empty when the request is good. A request over the limits of
// submission_limits.h gets that fault only. A value that is wrong in two ways may be there twice.
//
// Meant for the request as it was sent, so that faults name what the source wrote;
// ResolveSubmissionIds() makes no good request bad.
//
// For kUpdateDocumentSet the rules of that transaction alone (checks 61 to 71) are not here, and
// checks 32, 37 and 47 to 53, which hold for first versions and new documents, are not made.
//
// The checks and where they are. Numbers are fixed; what is missing here needs the registry's
// state, belongs to another transaction, or cannot be said in the messages.
//
//    3  one submission set, not empty              submission_content
//    6  ids unique in the request                  object_ids
//    8  UUIDs well formed                          object_ids, references
//    9  references resolve                         references
//   10  members of the submission set              membership
//   11  ends of HasMember                          membership
//   12  association types                          association_types
//   13  submission set status                      membership
//   14  no folders in folders                      membership
//   15  documentation of relationships only        membership, codes
//   16  slots and lengths                          slots, codes, extra_objects, text_form
//   18  names of extra slots                       slots
//   20  required attributes                        required_attributes, object_ids
//   21  stable or on-demand entries                required_attributes
//   22  what on-demand entries have not            required_attributes
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
//   32  first versions                             first_versions
//   33  status, version, lastUpdateTime ignored    (no rule reads them)
//   34  service start before stop                  times
//   37  one patient                                patient_identifiers
//   41  unique ids unique in the request           identifiers
//   47  sources of relationships                   relationships
//   48  targets of relationships                   relationships
//   51  snapshots are stable                       relationships
//   53  one replacement of a document              relationships
//
// Source: ITI TF-2:3.42.4.1.3, ITI TF-2:3.61.4.1.3, ITI TF-3:4.1 and 4.2.
RegistryErrors RunStatelessRules(const registry::v1::RegisterDocumentSetRequest& request,
                                 Transaction transaction);

}  // namespace docshare
