#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Checks 3 and 20: there is a submission set, and it brings something: a DocumentEntry, a Folder, a
// member of a folder, or a reference to a document registered before. With
// kRegisterOnDemandDocumentEntry there is a DocumentEntry. An update brings anything at all.
//
// Source: ITI TF-3:4.1.4, ITI TF-2:3.61.4.1.2; that a reference alone suffices is our reading of
// ITI TF-3:4.2.2.1.1.
void CheckSubmissionContent(const registry::v1::RegisterDocumentSetRequest& request,
                            Transaction transaction, RegistryErrors& errors);

}  // namespace docshare
