#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Checks 3 and 20: there is a submission set, and it brings something: a DocumentEntry, or a
// reference to one registered before.
//
// Source: ITI TF-3:4.1.4; that a reference alone suffices is our reading of ITI TF-3:4.2.2.1.1.
void CheckSubmissionContent(const registry::v1::RegisterDocumentSetRequest& request,
                            RegistryErrors& errors);

}  // namespace docshare
