#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Check 26: sourcePatientInfo holds PID fields only, PID-7 and PID-8 once. PID-2, PID-4, PID-12 and
// PID-19 should not be sent, and are accepted.
//
// Source: ITI TF-3:4.2.3.2.24.
void CheckSourcePatientInfo(const registry::v1::RegisterDocumentSetRequest& request,
                            RegistryErrors& errors);

}  // namespace docshare
