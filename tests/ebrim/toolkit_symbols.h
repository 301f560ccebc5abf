#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "tests/ebrim/xml_tree.h"

namespace docshare::tests {

// Replaces every "$symbol$" in the text of an XML document by a value of the kind its name tells:
// a UUID, an OID, a patient id, a time... `transaction` is the element of the test plan that sends
// the document; its UseId elements tell the kind too.
std::string ReplaceSymbols(absl::string_view xml, XmlTree& transaction);

// A made-up OID and UUID for a name.
std::string OidFor(absl::string_view name);
std::string UuidFor(absl::string_view name);
// The synthetic patient of all messages.
std::string PatientCx();

}  // namespace docshare::tests
