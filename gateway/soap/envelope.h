#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "domain/xml/xml_document.h"
#include "gateway/soap/soap_names.h"

namespace docshare::gateway {

// The headers of WS-Addressing 1.0, white space taken off.
struct AddressingHeaders {
  std::string action;
  // The others are empty when they are missing.
  std::string message_id;
  std::string to;
  std::string relates_to;
  // Anonymous when they are missing: kAnonymousAddress. See reply_to_given.
  std::string reply_to = std::string(kAnonymousAddress);
  std::string fault_to;
  bool reply_to_given = false;
};

struct EnvelopeRules {
  // Header blocks that the service understands, besides those of WS-Addressing and wsse:Security.
  std::vector<QualifiedName> understood = {};
  // WS-Addressing's, such as a request's wsa:Action. Without: a missing one is no fault.
  bool action_required = true;
  bool message_id_required = false;
  // A Body without a child is no fault.
  bool body_may_be_empty = false;
};

// One SOAP 1.2 envelope. Its nodes live as long as the document they are from.
struct SoapEnvelope {
  AddressingHeaders addressing;
  // The only child of the Body; nullopt when it is empty.
  absl::optional<XmlNode> body;
  // The wsse:Security header that is meant for us, and every SAML 2.0 Assertion right below it, in
  // order. Nothing in them has been verified.
  absl::optional<XmlNode> security;
  std::vector<XmlNode> assertions;
  // Header blocks meant for us that are named in EnvelopeRules::understood.
  std::vector<XmlNode> other_headers;
};

// Reads an envelope. Header blocks for other roles, and those that nobody asked to understand, are
// passed over. Everything it returns is a SoapFault in a status (soap_fault.h):
//
//   VersionMismatch  the root is an Envelope of another version; in_soap11 for SOAP 1.1
//   MustUnderstand   header blocks that have to be understood and are not
//   Sender           not an envelope; a header of WS-Addressing that is missing, twice or wrong;
//                    two Security headers
//
// Source: SOAP 1.2 Part 1 5, 2.4; WS-Addressing 1.0 Core 3.2, SOAP Binding 6; WS-Security 1.1 5.
absl::StatusOr<SoapEnvelope> ReadEnvelope(const XmlNode& root, const EnvelopeRules& rules = {});

}  // namespace docshare::gateway
