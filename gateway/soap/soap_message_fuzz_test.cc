// Untrusted SOAP messages, plain and multipart: read, or refused with a fault that can be written.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/strings/string_view.h"
#include "domain/xml/xml_document.h"
#include "gateway/soap/binary_value.h"
#include "gateway/soap/envelope.h"
#include "gateway/soap/saml_claims.h"
#include "gateway/soap/soap_fault.h"
#include "gateway/soap/soap_message.h"
#include "gateway/soap/soap_reply.h"
#include "platform/stream/memory_source.h"

namespace docshare::gateway {
namespace {

void Check(bool holds) {
  if (!holds) std::abort();
}

void CheckFault(const absl::Status& status) {
  const SoapFault fault = FaultOf(status);
  Check(FaultOf(ToStatus(fault)) == fault);
  Check(XmlDocument::Parse(SoapFaultReply({.relates_to = "urn:a"}, fault)).ok());
}

void Drain(platform::ByteSource& source) {
  while (true) {
    const absl::StatusOr<absl::string_view> piece = source.Read();
    if (!piece.ok()) {
      Check(source.Read().status() == piece.status());
      return;
    }
    if (piece->empty()) return;
  }
}

void ReadBinaries(const XmlNode& node) {
  const absl::StatusOr<BinaryValue> value = ReadBinaryValue(node);
  if (value.ok()) Drain(*DecodeBase64(value->base64));
  for (const XmlNode child : node.children()) ReadBinaries(child);
}

void ReadMessage(SoapMessage& message) {
  ReadBinaries(message.root());
  const absl::StatusOr<SoapEnvelope> envelope = ReadEnvelope(message.root());
  if (!envelope.ok()) CheckFault(envelope.status());
  if (envelope.ok()) {
    Check(envelope->body.has_value());
    for (const XmlNode& assertion : envelope->assertions) {
      const absl::StatusOr<SamlClaims> claims = ReadSamlClaims(assertion);
      Check(claims.ok() || absl::IsInvalidArgument(claims.status()));
    }
  }
  while (true) {
    const auto next = message.NextAttachment();
    if (!next.ok()) return CheckFault(next.status());
    if (!*next) return;
    Drain(*(**next).bytes);
  }
}

}  // namespace
}  // namespace docshare::gateway

// The input is a Content-Type header, a line feed and a body.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using docshare::gateway::SoapMessage;
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t line_feed = input.find('\n');
  if (line_feed == absl::string_view::npos) return 0;
  docshare::platform::MemorySource source(input.substr(line_feed + 1), 50);
  const auto message = SoapMessage::Receive(input.substr(0, line_feed), &source);
  if (message.ok()) {
    docshare::gateway::ReadMessage(**message);
  } else {
    docshare::gateway::CheckFault(message.status());
  }
  return 0;
}
