#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "domain/xml/xml_writer.h"
#include "gateway/soap/soap_names.h"

namespace docshare::gateway {

enum class SoapFaultCode {
  kSender,
  kReceiver,
  kMustUnderstand,
  kVersionMismatch,
  kDataEncodingUnknown,
};

// Why a message was not processed, as SOAP says it. Registry errors are not faults: they travel in
// an ordinary reply.
//
// It goes through the code as an absl::Status, which carries it as a payload:
//
//   return ToStatus({.code = SoapFaultCode::kSender, .reason = "no Body"});
//   ...
//   const SoapFault fault = FaultOf(status);
//
// Source: SOAP 1.2 Part 1 5.4, Part 2 7.5.2.2; WS-Addressing 1.0 SOAP Binding 6.
struct SoapFault {
  SoapFaultCode code = SoapFaultCode::kSender;
  // Outermost first.
  std::vector<QualifiedName> subcodes = {};
  // For a person, in English. Must not name a patient.
  std::string reason;
  // Header blocks that should have been understood.
  std::vector<QualifiedName> not_understood = {};
  // The header that is at fault, for faults of WS-Addressing; empty for others.
  std::string problem_header = {};
  // The sender spoke SOAP 1.1: the answer does, too. Source: SOAP 1.2 Part 1, Appendix A.
  bool in_soap11 = false;
  // 0: the one that belongs to the code.
  int special_http_status = 0;

  // 400 for kSender, 500 for the others, unless there is a special one.
  int http_status() const;
  // The wsa:Action of the message that carries it.
  absl::string_view action() const;

  friend bool operator==(const SoapFault&, const SoapFault&) = default;
};

// kInvalidArgument for what the sender has done, kInternal for kReceiver.
absl::Status ToStatus(const SoapFault& fault);

// The fault that ToStatus() put into `status`. A status without one becomes a fault of its own:
// kSender for kInvalidArgument, kReceiver for any other code; its message is the reason. Requires
// that the status is not OK.
SoapFault FaultOf(const absl::Status& status);

// Writes the Fault element of the fault's own SOAP version. Requires the prefix "env" for its
// namespace.
void WriteFault(const SoapFault& fault, XmlWriter& writer);

// Faults of WS-Addressing. `header` is a local name, such as "Action".
SoapFault MissingHeaderFault(absl::string_view header);
// `problem` is a subcode of InvalidAddressingHeader, such as "InvalidCardinality".
SoapFault InvalidHeaderFault(absl::string_view header, absl::string_view problem,
                             absl::string_view reason);
SoapFault ActionNotSupportedFault(absl::string_view action);
// A fault of WS-Security, such as "InvalidSecurity" or "FailedAuthentication".
SoapFault SecurityFault(absl::string_view subcode, absl::string_view reason);

}  // namespace docshare::gateway
