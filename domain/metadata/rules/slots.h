#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Checks 16 and 18, for extra slots: names are there, unique in their object, of at most 256
// characters, and none of the standard's own; on the submission set, entries, folders and
// associations they are URNs (update_slots.h has those of updates). Values have at most 256
// characters.
//
// Source: ITI TF-3:4.2.3.1.6 (extra metadata); lengths from ebRIM 3.0 LongName.
void CheckSlots(const registry::v1::RegisterDocumentSetRequest& request, RegistryErrors& errors);

}  // namespace docshare
