// Any bytes as a message: read, understood, and answered with something that is a message again.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/hl7v2/ack_message.h"
#include "domain/hl7v2/hl7_message.h"
#include "domain/hl7v2/patient_feed_message.h"
#include "domain/ids/patient_id.h"

namespace {

using docshare::PatientId;

void Require(bool holds) {
  if (!holds) std::abort();
}

// Whatever goes to the registry is a CX.
struct RequireIdentifiers {
  void operator()(const docshare::registry::v1::FeedPatientRequest& request) const {
    Require(PatientId::FromProto(request.patient_id()).ok());
  }
  void operator()(const docshare::registry::v1::MergePatientsRequest& request) const {
    Require(PatientId::FromProto(request.surviving()).ok());
    Require(PatientId::FromProto(request.subsumed()).ok());
  }
  void operator()(const docshare::registry::v1::ChangePatientLinkRequest& request) const {
    Require(PatientId::FromProto(request.local()).ok());
    Require(PatientId::FromProto(request.previous()).ok());
    Require(PatientId::FromProto(request.current()).ok());
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<docshare::Hl7Message> message = docshare::Hl7Message::Parse(bytes);
  if (!message.ok()) return 0;
  static const docshare::CommunityAuthorities* const kCommunity =
      new docshare::CommunityAuthorities{.oids = {*docshare::Oid::Parse("1.2")},
                                         .without_oid = *docshare::Oid::Parse("1.3")};
  const auto read = docshare::ReadPatientFeed(*message, *kCommunity);
  absl::optional<docshare::Hl7Fault> fault;
  if (const auto* found = std::get_if<docshare::Hl7Fault>(&read)) {
    fault = *found;
  } else {
    for (const docshare::PatientCommand& command :
         std::get<docshare::PatientFeedMessage>(read).commands) {
      std::visit(RequireIdentifiers(), command);
    }
  }
  const std::string ack = docshare::AckMessage(&*message, fault, "1", absl::UnixEpoch());
  const absl::StatusOr<docshare::Hl7Message> answer = docshare::Hl7Message::Parse(ack);
  Require(answer.ok());
  Require(answer->CountOf("MSA") == 1);
  Require(answer->CountOf("ERR") == (fault ? 1 : 0));
  Require(ack.find_first_of("\x0b\x1c") == std::string::npos);
  return 0;
}
