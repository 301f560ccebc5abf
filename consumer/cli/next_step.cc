#include "consumer/cli/next_step.h"

#include <set>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/errors/xds_error.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::RegistryErrorList;

// A payload that never leaves this process.
constexpr char kNextStepTypeUrl[] = "docshare.cli/next_step";

// Which flag of `docshare publish` sets the attribute that a location ends with.
struct AttributeFlag {
  absl::string_view attribute;
  absl::string_view flag;
};
constexpr AttributeFlag kAttributeFlags[] = {
    {"authors", "--author"},
    {"class_code", "--class"},
    {"comments", "--comments"},
    {"confidentiality_codes", "--confidentiality"},
    {"content_type_code", "--content-type"},
    {"creation_time", "--created"},
    {"event_codes", "--event"},
    {"format_code", "--format"},
    {"healthcare_facility_type_code", "--facility"},
    {"language_code", "--language"},
    {"mime_type", "--mime"},
    {"patient_id", "--patient"},
    {"practice_setting_code", "--practice"},
    {"service_start_time", "--service-start"},
    {"service_stop_time", "--service-stop"},
    {"source_patient_id", "--source-patient"},
    {"submission_time", "--submission-time"},
    {"title", "--title"},
    {"type_code", "--type"},
    {"unique_id", "--unique-id"},
};

// The flags for the attributes at fault, in the order of the alphabet.
std::set<std::string> FlagsFor(const RegistryErrorList& list) {
  std::set<std::string> flags;
  for (const auto& error : list.errors()) {
    for (const AttributeFlag& known : kAttributeFlags) {
      // "document_entries[0].class_code.code": the attribute is one part of the path.
      if (absl::StrContains(absl::StrCat(error.location(), "."),
                            absl::StrCat(".", known.attribute, ".")) ||
          absl::StrContains(error.location(), absl::StrCat(".", known.attribute, "["))) {
        flags.insert(std::string(known.flag));
      }
    }
  }
  return flags;
}

std::string MetadataStep(const RegistryErrorList& list) {
  const std::set<std::string> flags = FlagsFor(list);
  const std::string set = flags.empty() ? "with flags" : "with " + absl::StrJoin(flags, ", ");
  return absl::StrCat("Set the attributes named above ", set,
                      ", in a --metadata file, or as defaults of the profile; "
                      "`docshare publish --dry-run ...` shows what would be sent.");
}

std::string StepForError(const RegistryErrorList& list) {
  switch (ParseXdsErrorCode(list.errors(0).error_code()).value_or(XdsErrorCode::kRegistryError)) {
    case XdsErrorCode::kUnknownPatientId:
      return "Check the number and its authority: one that was merged into another is not accepted "
             "any more. Or make the patient known first: `docshare patient feed --patient ...`.";
    case XdsErrorCode::kRegistryMetadataError:
    case XdsErrorCode::kRepositoryMetadataError:
      return MetadataStep(list);
    case XdsErrorCode::kPatientIdDoesNotMatch:
      return "Everything in one submission belongs to one patient: publish the files of each "
             "patient by a command of their own.";
    case XdsErrorCode::kDuplicateUniqueIdInRegistry:
      return "The id is taken. Leave out --submission-id and --unique-id to get new ids; to repeat "
             "a submission, repeat its command with the same files and flags.";
    case XdsErrorCode::kNonIdenticalHash:
    case XdsErrorCode::kNonIdenticalSize:
      return "Another document has this unique id. A changed document needs a submission and a "
             "unique id of its own: leave out --submission-id and --unique-id to get new ones.";
    case XdsErrorCode::kRegistryDuplicateUniqueIdInMessage:
    case XdsErrorCode::kRepositoryDuplicateUniqueIdInMessage:
      return "Two documents of the submission have one unique id: publish them by two commands, or "
             "give them ids in a --metadata file.";
    case XdsErrorCode::kRegistryDeprecatedDocument:
      return "It has been replaced already: `docshare show ID` tells by which document; relate the "
             "new one to that.";
    case XdsErrorCode::kTooManyResults:
      return "Narrow the search.";
    case XdsErrorCode::kResultNotSinglePatient:
      return "The unique id names documents of several patients: give an entryUUID instead.";
    case XdsErrorCode::kDocumentUniqueIdError:
      return "The registry lists a document that the repository does not have: tell the "
             "administrator of the repository.";
    case XdsErrorCode::kUnknownRepositoryId:
      return "Another repository answers at this address: check repository_unique_id and address "
             "in the profile.";
    case XdsErrorCode::kRegistryNotAvailable:
      return "The repository does not reach the registry. Try again later.";
    default:
      return "";
  }
}

std::string StepForCode(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return "The server does not let the system in this profile's certificate do that: choose "
             "another --profile, or ask the administrator for the role.";
    case absl::StatusCode::kUnavailable:
      return "Check that the server runs at the address of the profile, and that both sides trust "
             "each other's certificates. Then try again.";
    case absl::StatusCode::kDeadlineExceeded:
      return "Try again, or give the server more time with --timeout SECONDS.";
    case absl::StatusCode::kResourceExhausted:
      return "The server has too much to do or no room: try again later.";
    case absl::StatusCode::kDataLoss:
      return "Do not use what was received; tell the administrator of the repository.";
    default:
      return "";
  }
}

}  // namespace

absl::Status WithNextStep(absl::Status status, absl::string_view sentence) {
  status.SetPayload(kNextStepTypeUrl, absl::Cord(sentence));
  return status;
}

std::string NextStep(const absl::Status& status) {
  if (absl::optional<absl::Cord> own = status.GetPayload(kNextStepTypeUrl)) {
    return std::string(*own);
  }
  absl::optional<RegistryErrorList> list = RegistryErrorsOf(status);
  if (list.has_value() && !list->errors().empty()) {
    std::string step = StepForError(*list);
    if (!step.empty()) return step;
  }
  return StepForCode(status.code());
}

}  // namespace docshare::consumer
