#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "domain/metadata/rules/rule.h"

namespace docshare {

// A rule of the Norwegian metadata profile that the standard does not have. It accepts any message
// that parses, relies on no other rule, and reports every fault as XDSRegistryMetadataError; what
// becomes of the faults is the community's choice.
struct NationalRule {
  // Lower case with underscores; names the rule in settings, logs and refusals. Never changes.
  absl::string_view name;
  StatelessRule check;
};

// All of them, by name:
//
//   author_organisations   legal entity first, department last           author_rules
//   code_systems           national code systems of the coded attributes code_systems
//   confidentiality_level  at most one HL7 confidentiality level         code_systems
//   document_type          classCode and typeCode of one chapter of 9602 document_type
//   health_personnel       persons are named by HPR numbers              author_rules
//   home_community         homeCommunityId is there                      entry_rules
//   organisation_numbers   organisation numbers have a right last digit  author_rules
//   patient_demographics   PID-3, PID-5, PID-7 and PID-8 are there       patient_rules
//   patient_series         patientId is of a national series             patient_rules
//   stable_entries         no on-demand entries                          entry_rules
//   unique_id_length       uniqueId of at most 128 bytes                 entry_rules
//
// Source: metadata table of XcaDocumentSource, which follows HIS 1169:2016; pages of Norsk
// helsenett on IHE XDS metadata.
absl::Span<const NationalRule> NationalRules();

}  // namespace docshare
