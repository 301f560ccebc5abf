#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "consumer/publish/cda_header.h"
#include "consumer/publish/entry_from_cda.h"
#include "domain/hl7v2/pid_field.h"
#include "domain/hl7v2/xcn.h"
#include "domain/hl7v2/xon.h"
#include "domain/ids/patient_id.h"
#include "domain/ids/unique_id.h"
#include "domain/time/dtm.h"

namespace docshare {
namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

bool IsAbsentOrDtm(const std::string& text) { return text.empty() || Dtm::Parse(text).ok(); }

// Every value that is there keeps the syntax of its attribute.
void CheckEntry(const metadata::v1::DocumentEntry& entry) {
  Require(entry.unique_id().empty() || UniqueId::Parse(entry.unique_id()).ok());
  Require(IsAbsentOrDtm(entry.creation_time()));
  Require(IsAbsentOrDtm(entry.service_start_time()));
  Require(IsAbsentOrDtm(entry.service_stop_time()));
  if (entry.has_source_patient_id()) {
    Require(PatientId::FromProto(entry.source_patient_id()).ok());
  }
  for (const auto& field : entry.source_patient_info()) {
    Require(ParsePidField(RenderPidField(field)).ok());
  }
  if (entry.has_legal_authenticator()) {
    Require(ParseXcn(RenderXcn(entry.legal_authenticator())).ok());
  }
  for (const auto& author : entry.authors()) {
    if (author.has_person()) Require(ParseXcn(RenderXcn(author.person())).ok());
    for (const auto& institution : author.institutions()) {
      Require(ParseXon(RenderXon(institution)).ok());
    }
  }
  // Protobuf refuses to write text that is not UTF-8.
  Require(!entry.SerializeAsString().empty());
}

}  // namespace
}  // namespace docshare

// Any bytes give a header or an error, and any header gives metadata that a registry could take.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::istringstream document(std::string(reinterpret_cast<const char*>(data), size));
  const auto header = docshare::consumer::ReadCdaHeader(document);
  if (header.ok()) docshare::CheckEntry(docshare::consumer::EntryFromCda(*header).entry);
  return 0;
}
