#pragma once

#include <set>
#include <string>
#include <variant>
#include <vector>

#include "absl/types/optional.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "domain/hl7v2/hl7_fault.h"
#include "domain/hl7v2/hl7_message.h"
#include "domain/ids/oid.h"

namespace docshare {

// Whose identifiers are the community's.
struct CommunityAuthorities {
  std::set<Oid> oids;
  // Of an identifier that comes without an OID. Absent: such an identifier is nobody's.
  absl::optional<Oid> without_oid;
};

// One call of the registry.
using PatientCommand =
    std::variant<registry::v1::FeedPatientRequest, registry::v1::MergePatientsRequest,
                 registry::v1::ChangePatientLinkRequest>;

// What a message of the patient identity feed asks for.
struct PatientFeedMessage {
  // In this order. None for a message that is taken and changes nothing.
  std::vector<PatientCommand> commands;
};

// Type and event of a message, "ADT^A01", for a log: "other" for what the feed does not take, since
// a sender may put anything there.
std::string PatientFeedEvent(const Hl7Message& message);

// Understands the messages of ITI-8 and ITI-64:
//
//   ADT^A01, A04, A05  FeedPatient for each identifier of the community in PID-3
//   ADT^A08            nothing: no rule reads demographics
//   ADT^A40            MergePatients for each identifier of the community in MRG-1, into the one of
//                      the same authority in PID-3, else into the only one there
//   ADT^A43            ChangePatientLink: PID-3 is the current patient and the number at the
//                      source, MRG-1 the previous patient and perhaps that number again
//
// Identifiers of others are passed over; one of the community that is no valid CX is a fault.
// Identifiers without an OID count only in a list without an identifier of the community, and then
// only the first one: what a second one is, nobody knows. At most 1000 identifiers in a list,
// of which 32 of the community.
//
// A fault is the first one in the order MSH-18, MSH-9, MSH-10, MSH-11, MSH-12, PID, MRG. Processing
// ids are P, T and D, and 1 as NIST's sender has it. An A43 that merges two numbers at a source is
// refused: the registry has no command for it. MSH-15 and MSH-16 are not read: the acknowledgement
// is that of the original mode, which IHE uses.
//
// Source: ITI TF-2:3.8.4, ITI TF-2:3.64.4.1.2; HL7 v2.3.1 chapter 3.
std::variant<PatientFeedMessage, Hl7Fault> ReadPatientFeed(const Hl7Message& message,
                                                           const CommunityAuthorities& community);

}  // namespace docshare
