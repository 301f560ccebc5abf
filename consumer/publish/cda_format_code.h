#pragma once

#include "consumer/publish/cda_header.h"
#include "docshare/metadata/v1/coded_value.pb.h"

namespace docshare::consumer {

// The formatCode of a CDA document, from the templates it says it follows and from its body:
//
//   C-CDA with dated templates (releases 2.0, 2.1)   ccda-structuredBody:2.1, ccda-nonXMLBody:2.1
//   C-CDA without (release 1.1)                      the same, :1.1
//   IHE XDS-SD, XDS-MS, XPHR, XD-LAB                 their own codes
//   anything else                                    mimeTypeSufficient
//
// HL7 gave release 2.0 no code of its own; we use that of its correction 2.1.
// Source: HL7 Document Format Codes (2.16.840.1.113883.4.642.1.1407); ITI TF-3:4.2.3.2
// (formatCode) and the format codes of the IHE content profiles (1.3.6.1.4.1.19376.1.2.3).
metadata::v1::CodedValue CdaFormatCode(const CdaHeader& header);

}  // namespace docshare::consumer
