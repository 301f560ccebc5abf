#pragma once

#include <string>

#include "absl/status/status.h"

namespace docshare::consumer {

// The failure of a command for people: one line for each error of the standard, else one for the
// message, and what to do next.
//
//   error XDSUnknownPatientId at document_entries[0].patient_id: the patient is not known
//   hint: Check the number and its authority, or ...
std::string ErrorReport(const absl::Status& status);

// The same for programs, one line of JSON:
//
//   {"error":{"exitCode":1,"status":"FAILED_PRECONDITION","message":"...","hint":"...",
//    "errors":[{"errorCode":"...","location":"...","codeContext":"...","severity":"ERROR"}]}}
std::string ErrorReportJson(const absl::Status& status);

}  // namespace docshare::consumer
