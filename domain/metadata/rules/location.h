#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace docshare {

// Where in a RegisterDocumentSetRequest a fault is. `field` may be a path and may be empty.

// "submission_set.title"
std::string SubmissionSetLocation(absl::string_view field = "");
// "document_entries[2].hash"
std::string EntryLocation(int index, absl::string_view field = "");
// "associations[0].target_object"
std::string AssociationLocation(int index, absl::string_view field = "");
// "event_codes[3]"
std::string Element(absl::string_view list, int index);
// `outer`.`inner`
std::string Member(absl::string_view outer, absl::string_view inner);

}  // namespace docshare
