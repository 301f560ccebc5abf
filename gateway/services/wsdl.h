#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "gateway/services/transaction.h"

namespace docshare::gateway {

// The WSDL 1.1 document of a service with its schemas inside: SOAP 1.2, document/literal, one
// operation a transaction, wsaw:Action on every message. `address` is where the service is, a URL.
//
// The schemas are the part of ebRIM 3.0 that the transactions use: what validates against them is
// understood; a RegistryObjectList is a choice instead of a substitution group, which fewer tools
// know.
std::string WsdlOf(Service service, absl::string_view address);

}  // namespace docshare::gateway
