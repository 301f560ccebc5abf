#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "domain/codes/value_sets.h"

namespace docshare {

// Adds the codes of one code list of FinnKode, Helsedirektoratet's register of code lists, in its
// JSON form (api/code-systems/adm/codelist/{id}):
//
//   {"id": "9602", "name": "Dokumenttype",
//    "codeValues": [{"value": "A00-1", "name": "Epikriser", "active": true}, ...]}
//
// The code system is 2.16.578.1.12.4.1.1.{id}. A code with "active": false is left out; without
// "active" it counts. Other members are ignored. Only codes that end in `code_suffix` are taken:
// "-1" of 9602 for classCode, "-2" for typeCode; "" takes all.
// Requires attributes that have code systems.
//
// Returns kInvalidArgument "FILE: reason" for the first fault, naming the member, `sets` then holds
// the codes before it: bytes that are not one JSON object of at most 16 MiB, members of another
// type, an id that is not a number, a code that CheckCodeForm() refuses, no code that is taken.
absl::Status AddFinnKodeList(absl::string_view file, const std::string& bytes,
                             const std::vector<CodedAttribute>& attributes,
                             absl::string_view code_suffix, ValueSets& sets);

}  // namespace docshare
