#pragma once

#include <string>
#include <vector>

#include "domain/xml/xml_document.h"

namespace docshare::tests {

// What an ebRIM 3.0 message says, one statement a line, in an order that does not depend on the
// order in which the message says it: two messages are semantically equal when the lines are.
//
// Left out is what domain/ebrim/registry_objects.h lists as saying nothing, and defaults. Knows the
// form of ebRIM only, nothing of our messages: it is written to judge the readers and writers.
std::vector<std::string> CanonicalEbrim(const XmlNode& message);

}  // namespace docshare::tests
