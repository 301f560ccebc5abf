#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/author.pb.h"
#include "docshare/metadata/v1/coded_value.pb.h"
#include "docshare/metadata/v1/text.pb.h"
#include "domain/ebrim/ebrim_faults.h"
#include "domain/metadata/rules/location.h"
#include "domain/xml/xml_document.h"

// Classification elements as our messages. `location` is where the message stands in the request.
namespace docshare {

// The "Name" or "Description" of an object or classification; empty when it has none. Refuses a
// second one.
metadata::v1::InternationalString ReadTextOf(const XmlNode& owner, absl::string_view element,
                                             const Location& location, EbrimFaults& faults);

// A code. A display name is one text: further languages are not kept, and faults say so.
metadata::v1::CodedValue ReadCodedValue(const XmlNode& classification, const Location& location,
                                        EbrimFaults& faults);

// An author. Check 28: refuses a second person and a nodeRepresentation that is not empty.
metadata::v1::Author ReadAuthor(const XmlNode& classification, const Location& location,
                                EbrimFaults& faults);

// A classification the standard does not define, verbatim.
metadata::v1::ExtraClassification ReadExtraClassification(const XmlNode& classification,
                                                          const Location& location,
                                                          EbrimFaults& faults);

// Warns of every element inside `part` (a Classification or an ExternalIdentifier) that is none of
// the ebRIM elements `read`: it says something, but has no place.
void WarnOfOtherParts(const XmlNode& part, absl::Span<const absl::string_view> read,
                      const Location& location, EbrimFaults& faults);

}  // namespace docshare
