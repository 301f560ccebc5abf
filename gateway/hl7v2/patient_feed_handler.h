#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "domain/hl7v2/hl7_fault.h"
#include "domain/hl7v2/hl7_message.h"
#include "domain/hl7v2/patient_feed_message.h"
#include "gateway/hl7v2/patient_commands.h"
#include "platform/clock/clock.h"
#include "platform/operations/operational_log.h"
#include "platform/random/uuid_source.h"

namespace docshare::gateway {

// The work of ITI-8 and ITI-64: a message in, commands to the registry, an acknowledgement out.
//
// AA is said only when the registry has done everything the message asks. A message that comes
// again, whole or after an AE halfway, does what is left and gets the answer that is true then:
// every command may be repeated. So no message control id is kept.
//
//   XDSUnknownPatientId              AE 204 at the identifier
//   another refusal of an identifier AE 102 at it
//   not allowed                      AE 207
//   unavailable, overload, too slow  AE 207, with a text that says to send the message again later
//   anything else                    AE 207
//
// The log gets a line a message: type, acknowledgement, error code, milliseconds, and the system;
// nothing else of the message. Thread-safe when its collaborators are; they have to outlive it.
//
// Source: ITI TF-2:3.8.4, ITI TF-2:3.64.4.
class PatientFeedHandler {
 public:
  PatientFeedHandler(CommunityAuthorities community, PatientCommands& commands,
                     const platform::Clock& clock, platform::UuidSource& uuids,
                     platform::OperationalLog& log);

  // The acknowledgement of `message`, which `system` sent.
  std::string Answer(absl::string_view message, const std::string& system);

 private:
  absl::optional<Hl7Fault> Perform(const Hl7Message& message, const std::string& system);

  const CommunityAuthorities community_;
  PatientCommands& commands_;
  const platform::Clock& clock_;
  platform::UuidSource& uuids_;
  platform::OperationalLog& log_;
};

}  // namespace docshare::gateway
