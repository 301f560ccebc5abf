#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Checks 24 and 34: times have the DTM form and exist, and a service does not start after it stops.
// A time of lower precision stands for a span; only when no moment of the start is at or before any
// moment of the stop are they in the wrong order (our own choice, the standard is silent).
//
// Source: ITI TF-3:4.2.3.1.7 (DTM), ITI TF-3:4.2.3.2.19, 4.2.3.2.20.
void CheckTimes(const registry::v1::RegisterDocumentSetRequest& request, RegistryErrors& errors);

}  // namespace docshare
