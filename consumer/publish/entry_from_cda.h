#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "consumer/publish/cda_header.h"
#include "docshare/metadata/v1/document_entry.pb.h"

namespace docshare::consumer {

// What a CDA document says about itself, as metadata.
struct EntryFromCdaResult {
  metadata::v1::DocumentEntry entry;
  // For the person who publishes, one sentence each, starting with the attribute: what the document
  // lacks, and what it says but metadata cannot hold. They never quote the document.
  std::vector<std::string> notes;
};

// Fills in the attributes that the header of a CDA document determines: uniqueId, title, authors,
// legalAuthenticator, creationTime, serviceStartTime and serviceStopTime, typeCode, formatCode,
// confidentialityCode, languageCode, sourcePatientId and sourcePatientInfo; and mimeType. Every
// value keeps the syntax of its attribute; one that cannot is left out, with a note.
//
// Not filled in, because the document does not know: entryUUID, patientId, classCode,
// healthcareFacilityTypeCode, practiceSettingCode, and what the repository computes.
//
// Source: IHE PCC TF-2:4.1 (CDA header to XDS metadata), ITI TF-3:4.2.3.
EntryFromCdaResult EntryFromCda(const CdaHeader& header, absl::string_view mime_type = "text/xml");

}  // namespace docshare::consumer
