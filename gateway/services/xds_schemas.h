#pragma once

#include "absl/strings/string_view.h"

namespace docshare::gateway {

// xs:schema elements of the namespaces rim, rs, lcm, query, xds and rmd, for the types of a WSDL
// whose prefix "xs" is bound. They import one another without a location.
//
// Source: structure and names from ebXML RegRep 3.0 and ITI TF-2: Appendix V.
absl::string_view XdsSchemas();

}  // namespace docshare::gateway
