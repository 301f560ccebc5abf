#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Checks 10, 11, 13 and 15, for HasMember associations: each leads from the submission set to a
// document entry, with submission_set_status Original to an entry of this submission and Reference
// to one registered before; none has a documentation code; and each entry of the submission is the
// target of exactly one that is Original.
//
// An Original whose target is a UUID of no entry here is an UnresolvedReferenceException.
// Source: ITI TF-3:4.2.2.1.1, ITI TF-3:4.1.4.
void CheckMembership(const registry::v1::RegisterDocumentSetRequest& request,
                     RegistryErrors& errors);

}  // namespace docshare
