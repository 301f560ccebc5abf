#pragma once

#include "absl/strings/string_view.h"

// Names and UUIDs by which ebRIM tells the standard's own attributes. What carries one of them is
// an attribute and has a field of its own; it may not come as extra metadata.
//
// Source: ITI TF-3:4.2.3.2, 4.2.3.3, 4.2.3.4 (tables of the attributes), 4.2.5.
namespace docshare {

// A slot of an object, an association, a classification or an author, those of the update
// supplement too; also every name that starts with "urn:ihe:", in any case of letters.
bool IsIheSlotName(absl::string_view name);

// A slot of an association that only an update has (ITI TF-2:3.57.4.1.3).
bool IsUpdateSlotName(absl::string_view name);

// A classification scheme or node, "urn:uuid:...".
bool IsIheClassification(absl::string_view uuid_urn);

// The scheme of an external identifier, "urn:uuid:...".
bool IsIheExternalIdentifier(absl::string_view uuid_urn);

}  // namespace docshare
