#include "gateway/hl7v2/patient_feed_handler.h"

#include <array>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "domain/hl7v2/ack_message.h"

namespace docshare::gateway {
namespace {

// HL7 v2.3.1 allows 20 characters.
std::string ControlId(platform::UuidSource& uuids) {
  const std::array<uint8_t, 16> uuid = uuids.Next();
  // The end, which also tells the UUIDs of a test apart.
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(uuid.data()) + 6, 10));
}

// Where the field of a command came from.
Hl7Location LocationOf(absl::string_view field) {
  if (field == "patient_id" || field == "surviving" || field == "current" || field == "local") {
    return {.segment = "PID", .field = 3};
  }
  if (field == "subsumed" || field == "previous") return {.segment = "MRG", .field = 1};
  return {};
}

Hl7Fault Internal(std::string text) {
  return {.error = Hl7Error::kInternal, .text = std::move(text)};
}

Hl7Fault FaultOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
      return Internal("the registry cannot do this now; send the message again later");
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return Internal("the registry does not take the patient identity feed from this system");
    default:
      break;
  }
  const bool is_refusal = status.code() == absl::StatusCode::kInvalidArgument ||
                          status.code() == absl::StatusCode::kFailedPrecondition;
  const auto errors = RegistryErrorsOf(status);
  if (!is_refusal || !errors || errors->errors().empty()) {
    return Internal("the registry failed; its log says why");
  }
  const metadata::v1::RegistryError& first = errors->errors(0);
  const bool is_unknown = first.error_code() == "XDSUnknownPatientId";
  return {.error = is_unknown ? Hl7Error::kUnknownKey : Hl7Error::kDataType,
          .location = LocationOf(first.location()),
          .text = absl::StrCat(first.error_code(), ": ", first.code_context())};
}

}  // namespace

PatientFeedHandler::PatientFeedHandler(CommunityAuthorities community, PatientCommands& commands,
                                       const platform::Clock& clock, platform::UuidSource& uuids,
                                       platform::OperationalLog& log)
    : community_(std::move(community)),
      commands_(commands),
      clock_(clock),
      uuids_(uuids),
      log_(log) {}

std::string PatientFeedHandler::Answer(absl::string_view message, const std::string& system) {
  const absl::Time begin = clock_.Now();
  const absl::StatusOr<Hl7Message> parsed = Hl7Message::Parse(message);
  absl::optional<Hl7Fault> fault;
  std::string event = "unreadable";
  if (parsed.ok()) {
    event = PatientFeedEvent(*parsed);
    fault = Perform(*parsed, system);
  } else {
    fault = Hl7Fault{.error = Hl7Error::kSegmentSequence,
                     .location = {.segment = "MSH"},
                     .text = std::string(parsed.status().message())};
  }
  const absl::Time end = clock_.Now();
  const AckCode code = fault ? AckCodeOf(fault->error) : AckCode::kAccept;
  log_.Info("hl7_message", {{"system", system},
                            {"type", event},
                            {"ack", AckCodeText(code)},
                            {"error", fault ? static_cast<int>(fault->error) : 0},
                            {"ms", absl::ToInt64Milliseconds(end - begin)}});
  return AckMessage(parsed.ok() ? &*parsed : nullptr, fault, ControlId(uuids_), end);
}

absl::optional<Hl7Fault> PatientFeedHandler::Perform(const Hl7Message& message,
                                                     const std::string& system) {
  auto read = ReadPatientFeed(message, community_);
  if (auto* fault = std::get_if<Hl7Fault>(&read)) return std::move(*fault);
  for (const PatientCommand& command : std::get<PatientFeedMessage>(read).commands) {
    if (absl::Status status = commands_.Run(system, command); !status.ok()) return FaultOf(status);
  }
  return absl::nullopt;
}

}  // namespace docshare::gateway
