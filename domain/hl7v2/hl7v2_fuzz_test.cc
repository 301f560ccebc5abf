// Every HL7 v2 text parser: whatever one accepts, it writes back.

#include <cstdint>
#include <cstdlib>

#include "absl/strings/string_view.h"
#include "domain/hl7v2/coded_text.h"
#include "domain/hl7v2/cxi.h"
#include "domain/hl7v2/intended_recipient.h"
#include "domain/hl7v2/pid_field.h"
#include "domain/hl7v2/xcn.h"
#include "domain/hl7v2/xon.h"
#include "domain/hl7v2/xtn.h"
#include "domain/ids/patient_id.h"

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto patient = docshare::PatientId::FromCx(text); patient.ok()) {
    Require(docshare::PatientId::FromCx(patient->ToCx()) == patient);
  }
  if (auto person = docshare::ParseXcn(text); person.ok()) {
    Require(docshare::RenderXcn(*person) == text);
  }
  if (auto organization = docshare::ParseXon(text); organization.ok()) {
    Require(docshare::RenderXon(*organization) == text);
  }
  if (auto reference_id = docshare::ParseCxi(text); reference_id.ok()) {
    Require(docshare::RenderCxi(*reference_id) == text);
  }
  if (auto coded_text = docshare::ParseCodedText(text); coded_text.ok()) {
    Require(docshare::RenderCodedText(*coded_text) == text);
  }
  if (auto field = docshare::ParsePidField(text); field.ok()) {
    Require(docshare::RenderPidField(*field) == text);
  }
  if (auto recipient = docshare::ParseIntendedRecipient(text); recipient.ok()) {
    const std::string rendered = docshare::RenderIntendedRecipient(*recipient);
    Require(text.substr(0, rendered.size()) == rendered);
    Require(docshare::ParseIntendedRecipient(rendered).ok());
  }
  docshare::CheckXtn(text).IgnoreError();
  return 0;
}
