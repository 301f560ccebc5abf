#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "domain/codes/value_sets.h"

namespace docshare {

// Adds the codes of a file in the form of the NIST XDS toolkit's codes.xml:
//
//   <Codes>
//     <CodeType name="classCode">
//       <Code code="A00-1" codingScheme="2.16.578.1.12.4.1.1.9602" display="Epikriser"/>
//     </CodeType>
//     <CodeType name="mimeType"><Code code="application/pdf"/></CodeType>
//     <AssigningAuthority id="&amp;2.16.578.1.12.4.1.4.1&amp;ISO"/>
//   </Codes>
//
// `name` of a CodeType is a name of CodedAttribute; other attributes of the elements (classScheme,
// system, ext) say nothing about XDS and are ignored. AssigningAuthority is kPatientIdAuthority.
//
// Returns kInvalidArgument "FILE: line L, column C: reason" for the first fault, `sets` then holds
// the codes before it: bytes that StrictXmlParser refuses or more than 16 MiB, unknown elements or
// names of attributes, text between elements, a code without code or codingScheme, values longer
// than 256 characters (display: 1024) or with control characters.
absl::Status AddNistCodes(absl::string_view file, absl::string_view bytes, ValueSets& sets);

}  // namespace docshare
