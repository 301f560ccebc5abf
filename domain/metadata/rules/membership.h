#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Checks 10, 11, 13, 14 and 15, for HasMember associations. Each is one of
//
//   SS-DE  from the submission set to a document entry: submission_set_status is Original for an
//          entry of this submission, Reference for one registered before
//   SS-FD  from the submission set to a folder of this submission
//   FD-DE  from a folder to a document entry, each of this submission or registered before
//   SS-HM  from the submission set to an FD-DE of this submission
//
// and has no documentation code; submission_set_status is given for SS-DE only. Each entry of the
// submission is the target of exactly one SS-DE that is Original, each folder of one SS-FD, each
// FD-DE of one SS-HM; in an update a SubmitAssociation may take the place of that.
//
// An Original whose target is a UUID of no entry here is an UnresolvedReferenceException. What
// UUIDs of other submissions name is the registry's to check.
// Source: ITI TF-3:4.2.2.1, ITI TF-3:4.1.4.
void CheckMembership(const registry::v1::RegisterDocumentSetRequest& request,
                     Transaction transaction, RegistryErrors& errors);

}  // namespace docshare
