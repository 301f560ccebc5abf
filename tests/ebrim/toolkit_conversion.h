#pragma once

#include "absl/strings/string_view.h"
#include "tests/ebrim/xml_tree.h"

namespace docshare::tests {

// What the NIST toolkit does to a submission before it sends it, with the numbers of its README.

// 3, 5, 6 and 7: the current patient, new unique ids, the toolkit's source id and UUIDs for
// symbolic ids, as the flags of the transaction element say. `step` makes the new values the step's
// own.
void AssignValues(XmlTree& submission, XmlTree& transaction, absl::string_view step);

// Puts a patient where a submission has a placeholder such as "patient_id" or "$PatientId01", for
// which tests put in the current one.
void FillPlaceholderPatients(XmlTree& submission);

// 9: ebRIM 2.1 to 3.0. Does nothing to a submission that is 3.0 already.
void ConvertToEbrim3(XmlTree& submission);

// 11: takes slot values away that still have a "$symbol$", and slots without values.
void CleanParameters(XmlTree& query);

}  // namespace docshare::tests
