#pragma once

#include <istream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"

namespace docshare::consumer {

// The parts of an HL7 CDA R2 header that publishing needs. Values stand as in the document: nothing
// is checked against a code list or a syntax, an empty string means absent or given as nullFlavor.
// Runs of white space in texts and names are one blank each, none at the ends; identifiers, codes
// and times have none at the ends.

// An instance identifier (II). `root` is never empty in a list of identifiers.
struct CdaId {
  std::string root;
  std::string extension;
};

struct CdaCode {
  std::string code;
  std::string code_system;
  std::string code_system_name;
  std::string display_name;
};

// A person's name: its parts in the order given, or `text` where the name is not divided.
struct CdaName {
  std::vector<std::string> family;
  std::vector<std::string> given;
  std::vector<std::string> prefix;
  std::vector<std::string> suffix;
  std::string text;
};

struct CdaOrganization {
  std::vector<CdaId> ids;
  std::string name;
};

// HL7 times as written (see hl7_time.h). Both ends are equal where the document tells one point.
struct CdaInterval {
  std::string low;
  std::string high;
};

// recordTarget/patientRole. Of several names the first with content.
struct CdaPatient {
  std::vector<CdaId> ids;
  CdaName name;
  CdaCode gender;
  std::string birth_time;
};

// author. `device` is the software or the device, where no person wrote.
struct CdaAuthor {
  std::string time;
  std::vector<CdaId> ids;
  CdaName name;
  std::string device;
  CdaOrganization organization;
};

// legalAuthenticator.
struct CdaAuthenticator {
  std::string time;
  std::vector<CdaId> ids;
  CdaName name;
};

// relatedDocument: this document replaces (RPLC), appends (APND) or transforms (XFRM) another.
struct CdaRelatedDocument {
  std::string type_code;
  std::vector<CdaId> ids;
  CdaId set_id;
  std::string version_number;
};

// What the body is; kUnknown where the document ends without one.
enum class CdaBody { kUnknown, kStructured, kNonXml };

struct CdaHeader {
  std::vector<CdaId> template_ids;
  CdaId id;
  CdaId set_id;
  std::string version_number;
  CdaCode code;
  std::string title;
  // When the document was made.
  std::string effective_time;
  CdaCode confidentiality;
  std::string language;
  // One in most documents; several where the document is about a group.
  std::vector<CdaPatient> patients;
  std::vector<CdaAuthor> authors;
  CdaOrganization custodian;
  absl::optional<CdaAuthenticator> legal_authenticator;
  // Of the first documentationOf/serviceEvent that tells a time.
  CdaInterval service_event_time;
  // Of componentOf/encompassingEncounter.
  CdaInterval encounter_time;
  std::vector<CdaRelatedDocument> related_documents;
  CdaBody body = CdaBody::kUnknown;
  // Media type of a body that is not XML, "application/pdf".
  std::string body_media_type;
};

// Reads the header of the CDA document that starts at the position of `document`, an open stream.
// Reads no further than the start of the body, so time and memory do not depend on the size of the
// document; the rest is not looked at. See domain/xml/strict_xml.h for what is refused; values are
// limited to 16 KiB.
//
// A header that lacks parts, also required ones, is returned as far as it goes.
//
// Returns kNotFound when the root element is not a ClinicalDocument of HL7 v3: the bytes may be
// good XML of another kind. Returns kInvalidArgument "line L, column C: reason" for XML that is
// broken or not allowed, and kDataLoss when the stream cannot be read.
//
// Source: HL7 Clinical Document Architecture, Release 2.0, section 4.2.
absl::StatusOr<CdaHeader> ReadCdaHeader(std::istream& document);

}  // namespace docshare::consumer
