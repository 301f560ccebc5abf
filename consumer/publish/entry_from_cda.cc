#include "consumer/publish/entry_from_cda.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "consumer/publish/cda_format_code.h"
#include "consumer/publish/cda_participant.h"
#include "consumer/publish/hl7_time.h"
#include "domain/hl7v2/delimiters.h"
#include "domain/hl7v2/pid_field.h"
#include "domain/ids/oid.h"
#include "domain/ids/patient_id.h"
#include "domain/ids/unique_id.h"
#include "domain/text/unicode_text.h"
#include "domain/time/dtm.h"

namespace docshare::consumer {
namespace {

using metadata::v1::CodedValue;
using metadata::v1::DocumentEntry;

// A title is shorter than this, in characters.
constexpr size_t kTitleLimit = 128;
constexpr size_t kDateDigits = 8;
// Norwegian code list of sexes, ISO 5218.
constexpr absl::string_view kNorwegianSex = "2.16.578.1.12.4.1.1.3101";

// Whether `tag` has the form of an RFC 5646 language tag: subtags of 1 to 8 letters and digits, the
// first of 2 to 8 letters.
bool IsLanguageTag(absl::string_view tag) {
  bool is_first = true;
  for (const absl::string_view subtag : absl::StrSplit(tag, '-')) {
    if (subtag.empty() || subtag.size() > 8) return false;
    if (is_first && (subtag.size() < 2 || !absl::c_all_of(subtag, absl::ascii_isalpha))) {
      return false;
    }
    if (!absl::c_all_of(subtag, absl::ascii_isalnum)) return false;
    is_first = false;
  }
  return true;
}

// HL7 table 0001 (PID-8) for a code of HL7 v3 AdministrativeGender or of the Norwegian list; empty
// for a code of neither.
std::string AdministrativeSex(const CdaCode& gender) {
  if (gender.code_system == kNorwegianSex) {
    if (gender.code == "1") return "M";
    if (gender.code == "2") return "F";
    return gender.code == "0" || gender.code == "9" ? "U" : "";
  }
  if (gender.code == "UN") return "O";
  return gender.code == "M" || gender.code == "F" ? gender.code : "";
}

// Fills one entry, attribute by attribute.
class Mapping {
 public:
  explicit Mapping(const CdaHeader& header) : header_(header) {}

  EntryFromCdaResult Run(absl::string_view mime_type) {
    entry_.set_object_type(metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE);
    entry_.set_mime_type(std::string(mime_type));
    *entry_.mutable_format_code() = CdaFormatCode(header_);
    SetUniqueId();
    SetLanguage();
    SetTitle();
    SetCode("typeCode", header_.code, [this] { return entry_.mutable_type_code(); });
    SetCode("confidentialityCode", header_.confidentiality,
            [this] { return entry_.add_confidentiality_codes(); });
    SetTime("creationTime", header_.effective_time, entry_.mutable_creation_time());
    if (header_.effective_time.empty()) Note("creationTime: the document has no effectiveTime");
    SetServiceTimes();
    SetAuthors();
    SetLegalAuthenticator();
    SetPatient();
    if (!header_.related_documents.empty()) {
      Note(
          "associations: the document says that it belongs to another one (relatedDocument); "
          "that is not published by itself");
    }
    return std::move(result_);
  }

 private:
  void Note(std::string note) { result_.notes.push_back(std::move(note)); }

  void SetUniqueId() {
    const absl::optional<std::string> text = DocumentUniqueId(header_.id);
    if (!text || !UniqueId::Parse(*text).ok()) {
      return Note(header_.id.root.empty()
                      ? "uniqueId: the document has no id"
                      : "uniqueId: the id of the document is not a global one, left out");
    }
    entry_.set_unique_id(*text);
  }

  void SetLanguage() {
    if (header_.language.empty())
      return Note("languageCode: the document does not tell its language");
    if (!IsLanguageTag(header_.language)) {
      return Note("languageCode: not an RFC 5646 language tag, left out");
    }
    entry_.set_language_code(header_.language);
  }

  void SetTitle() {
    if (header_.title.empty()) return Note("title: the document has none");
    if (CodePointCount(header_.title) >= kTitleLimit) {
      return Note(absl::StrCat("title: it has ", kTitleLimit, " characters or more, left out"));
    }
    if (HasControlCharacter(header_.title)) {
      return Note("title: it contains control characters, left out");
    }
    auto* localized = entry_.mutable_title()->add_localized();
    localized->set_value(header_.title);
    localized->set_language_code(entry_.language_code());
  }

  template <typename Target>
  void SetCode(absl::string_view attribute, const CdaCode& code, Target target) {
    if (code.code.empty()) return Note(absl::StrCat(attribute, ": the document has none"));
    if (!CheckSlotValue(code.code).ok() || !CheckSlotValue(code.code_system).ok()) {
      return Note(
          absl::StrCat(attribute, ": code or code system is missing or malformed, left out"));
    }
    CodedValue* value = target();
    value->set_code(code.code);
    value->set_code_system(code.code_system);
    const bool has_name = CheckSlotValue(code.display_name).ok();
    value->set_display_name(has_name ? code.display_name : code.code);
  }

  // Absent times are of no interest here.
  void SetTime(absl::string_view attribute, absl::string_view text, std::string* dtm) {
    if (text.empty()) return;
    const absl::StatusOr<Hl7Time> time = ParseHl7Time(text);
    if (!time.ok())
      return Note(absl::StrCat(attribute, ": ", time.status().message(), ", left out"));
    *dtm = time->dtm;
    if (time->zone_unknown) {
      Note(absl::StrCat(attribute, ": the document does not tell the time zone, taken as UTC"));
    }
  }

  void SetServiceTimes() {
    const CdaInterval& event = header_.service_event_time;
    const bool has_event = !event.low.empty() || !event.high.empty();
    const CdaInterval& service = has_event ? event : header_.encounter_time;
    SetTime("serviceStartTime", service.low, entry_.mutable_service_start_time());
    SetTime("serviceStopTime", service.high, entry_.mutable_service_stop_time());
    const absl::StatusOr<Dtm> start = Dtm::Parse(entry_.service_start_time());
    const absl::StatusOr<Dtm> stop = Dtm::Parse(entry_.service_stop_time());
    if (start.ok() && stop.ok() && stop->LatestSecond() < start->EarliestSecond()) {
      entry_.clear_service_stop_time();
      Note("serviceStopTime: it is before the start, left out");
    }
  }

  void SetAuthors() {
    int number = 0;
    for (const CdaAuthor& author : header_.authors) {
      const std::string attribute = absl::StrCat("author ", ++number);
      metadata::v1::Author value;
      if (const auto person =
              PersonFromCda(attribute, author.ids, author.name, author.device, &result_.notes)) {
        *value.mutable_person() = *person;
      }
      if (const auto organization = OrganizationFromCda(attribute, author.organization,
                                                        header_.custodian, &result_.notes)) {
        *value.add_institutions() = *organization;
      }
      if (value.has_person() || value.institutions_size() > 0) {
        *entry_.add_authors() = std::move(value);
      } else {
        Note(absl::StrCat(attribute, ": neither a person nor an organisation is named, left out"));
      }
    }
    if (header_.authors.empty()) Note("author: the document has none");
  }

  void SetLegalAuthenticator() {
    if (!header_.legal_authenticator) return;
    if (const auto person = PersonFromCda("legalAuthenticator", header_.legal_authenticator->ids,
                                          header_.legal_authenticator->name, "", &result_.notes)) {
      *entry_.mutable_legal_authenticator() = *person;
    } else {
      Note("legalAuthenticator: no person is named, left out");
    }
  }

  void SetPatient() {
    if (header_.patients.empty()) return Note("sourcePatientId: the document names no patient");
    if (header_.patients.size() > 1) {
      Note(absl::StrCat("sourcePatientId: the document is about ", header_.patients.size(),
                        " patients, the first was taken"));
    }
    const CdaPatient& patient = header_.patients.front();
    for (const CdaId& id : patient.ids) {
      absl::StatusOr<Oid> authority = Oid::Parse(id.root);
      if (!authority.ok()) continue;
      const absl::StatusOr<PatientId> value =
          PatientId::Create(id.extension, *std::move(authority));
      if (!value.ok()) continue;
      if (!entry_.has_source_patient_id()) *entry_.mutable_source_patient_id() = value->ToProto();
      AddPid("PID-3", value->ToCx());
    }
    if (!entry_.has_source_patient_id()) {
      Note(
          "sourcePatientId: the patient has no identifier of the form root (an OID) and extension");
    }
    AddPid("PID-5", NameField(patient.name));
    SetBirthDate(patient.birth_time);
    if (const std::string sex = AdministrativeSex(patient.gender); !sex.empty()) {
      AddPid("PID-8", sex);
    } else if (!patient.gender.code.empty()) {
      Note("sourcePatientInfo: the code of the sex is not known, left out");
    }
  }

  // A birth date is that of the place of birth: no offset moves it.
  void SetBirthDate(absl::string_view birth_time) {
    if (birth_time.empty()) return;
    const absl::StatusOr<Hl7Time> time = ParseHl7Time(birth_time);
    if (!time.ok()) {
      return Note(
          absl::StrCat("sourcePatientInfo: date of birth ", time.status().message(), ", left out"));
    }
    AddPid("PID-7", birth_time.substr(0, std::min(kDateDigits, time->dtm.size())));
  }

  void AddPid(absl::string_view field, absl::string_view value) {
    if (value.empty()) return;
    absl::StatusOr<metadata::v1::PidField> pid = ParsePidField(absl::StrCat(field, "|", value));
    if (!pid.ok()) {
      return Note(
          absl::StrCat("sourcePatientInfo: ", field, ": ", pid.status().message(), ", left out"));
    }
    *entry_.add_source_patient_info() = *std::move(pid);
  }

  const CdaHeader& header_;
  EntryFromCdaResult result_;
  DocumentEntry& entry_ = result_.entry;
};

}  // namespace

EntryFromCdaResult EntryFromCda(const CdaHeader& header, absl::string_view mime_type) {
  return Mapping(header).Run(mime_type);
}

}  // namespace docshare::consumer
