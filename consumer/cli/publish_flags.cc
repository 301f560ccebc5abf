#include "consumer/cli/publish_flags.h"

#include "consumer/cli/metadata_values.h"

namespace docshare::consumer {
namespace {

using docshare::config::v1::PublishDefaults;
using docshare::metadata::v1::Author;
using docshare::metadata::v1::CodedValue;
using docshare::metadata::v1::DocumentEntry;
using docshare::metadata::v1::SubmissionSet;
using docshare::registry::v1::RegisterDocumentSetRequest;

// Parses texts into fields and keeps the first fault.
class Reader {
 public:
  template <typename Value, typename Parse>
  void Read(const std::string& text, Value* field, const Parse& parse) {
    if (text.empty() || !status_.ok()) return;
    auto value = parse(text);
    if (value.ok()) {
      *field = *std::move(value);
    } else {
      status_ = value.status();
    }
  }

  // `field` is made only when there is something to put into it.
  template <typename Mutable>
  void Code(const char* name, const std::string& text, const Mutable& field) {
    if (text.empty()) return;
    Read(text, field(), [&](const std::string& code) { return ParseCode(name, code); });
  }

  void Time(const char* name, const std::string& text, std::string* field) {
    Read(text, field, [&](const std::string& time) { return ParseTime(name, time); });
  }

  const absl::Status& status() const { return status_; }

 private:
  absl::Status status_;
};

// Every person is an author of its own with all institutions; institutions alone are one author.
void ReadAuthors(const PublishFlags& flags, Reader& reader, DocumentEntry& entry) {
  if (flags.authors.empty() && flags.institutions.empty()) return;
  Author institutions;
  for (const std::string& text : flags.institutions) {
    reader.Read(text, institutions.add_institutions(), [](const std::string& institution) {
      return ParseOrganization("--institution", institution);
    });
  }
  if (flags.authors.empty()) *entry.add_authors() = institutions;
  for (const std::string& text : flags.authors) {
    Author& author = *entry.add_authors();
    author = institutions;
    reader.Read(text, author.mutable_person(),
                [](const std::string& person) { return ParsePerson("--author", person); });
  }
}

}  // namespace

std::vector<Flag> PublishFlags::Describe() {
  const std::string what = "The document";
  const std::string who = "Patient and author";
  const std::string submission = "The submission";
  return {
      {"--patient", "CX",
       "whose documents: ID^^^&OID&ISO, or ID alone with the profile's authority", &patient, false,
       who},
      {"--source-patient", "CX", "the patient at the source (default: as --patient)",
       &source_patient, false, who},
      {"--author", "XCN", "person: ID^Family^Given^^^^^^&OID&ISO, or a name; may be repeated",
       &authors, false, who},
      {"--institution", "XON",
       "institution of every --author: Name^^^^^&OID&ISO^^^^ID, or a name; may be repeated",
       &institutions, false, who},
      {"--title", "TEXT", "title for people", &title, false, what},
      {"--class", "CODE", "kind, coarse", &class_code, false, what},
      {"--type", "CODE", "kind, fine", &type_code, false, what},
      {"--format", "CODE", "technical format (default: the media type says enough)", &format_code,
       false, what},
      {"--confidentiality", "CODE", "sensitivity; may be repeated", &confidentiality_codes, false,
       what},
      {"--event", "CODE", "what it is about; may be repeated", &event_codes, false, what},
      {"--facility", "CODE", "kind of organisation", &facility_code, false, what},
      {"--practice", "CODE", "clinical specialty", &practice_code, false, what},
      {"--language", "TAG", "language, for example nb-NO", &language, false, what},
      {"--created", "TIME", "when it was made (default: when the file was changed)", &created,
       false, what},
      {"--service-start", "TIME", "when the service began", &service_start, false, what},
      {"--service-stop", "TIME", "when the service ended", &service_stop, false, what},
      {"--unique-id", "ID", "global name of the document (default: a new OID)", &unique_id, false,
       what},
      {"--comments", "TEXT", "comments for people", &comments, false, what},
      {"--mime", "TYPE", "media type (default: by content)", &mime_type, false, what},
      {"--content-type", "CODE", "what the submission is for", &content_type_code, false,
       submission},
      {"--submission-id", "OID",
       "name of the submission (default: a new OID); repeat a command with it to be sure that the "
       "documents are published once",
       &submission_id, false, submission},
      {"--submission-time", "TIME",
       "when it was submitted (default: now; with --submission-id: when the newest file was "
       "changed)",
       &submission_time, false, submission},
  };
}

absl::StatusOr<RegisterDocumentSetRequest> MetadataOfFlags(const PublishFlags& flags,
                                                           const std::string& default_authority) {
  RegisterDocumentSetRequest request;
  DocumentEntry& entry = *request.add_document_entries();
  SubmissionSet& set = *request.mutable_submission_set();
  Reader reader;
  auto patient = [&](const char* name) {
    return [name, &default_authority](const std::string& text) {
      return ParsePatient(name, text, default_authority);
    };
  };
  if (!flags.patient.empty()) {
    reader.Read(flags.patient, entry.mutable_patient_id(), patient("--patient"));
  }
  if (!flags.source_patient.empty()) {
    reader.Read(flags.source_patient, entry.mutable_source_patient_id(),
                patient("--source-patient"));
  }
  if (!flags.title.empty()) entry.mutable_title()->add_localized()->set_value(flags.title);
  if (!flags.comments.empty()) entry.mutable_comments()->add_localized()->set_value(flags.comments);
  reader.Code("--class", flags.class_code, [&] { return entry.mutable_class_code(); });
  reader.Code("--type", flags.type_code, [&] { return entry.mutable_type_code(); });
  reader.Code("--format", flags.format_code, [&] { return entry.mutable_format_code(); });
  for (const std::string& code : flags.confidentiality_codes) {
    reader.Code("--confidentiality", code, [&] { return entry.add_confidentiality_codes(); });
  }
  for (const std::string& code : flags.event_codes) {
    reader.Code("--event", code, [&] { return entry.add_event_codes(); });
  }
  reader.Code("--facility", flags.facility_code,
              [&] { return entry.mutable_healthcare_facility_type_code(); });
  reader.Code("--practice", flags.practice_code,
              [&] { return entry.mutable_practice_setting_code(); });
  ReadAuthors(flags, reader, entry);
  entry.set_language_code(flags.language);
  reader.Time("--created", flags.created, entry.mutable_creation_time());
  reader.Time("--service-start", flags.service_start, entry.mutable_service_start_time());
  reader.Time("--service-stop", flags.service_stop, entry.mutable_service_stop_time());
  entry.set_unique_id(flags.unique_id);
  entry.set_mime_type(flags.mime_type);
  reader.Code("--content-type", flags.content_type_code,
              [&] { return set.mutable_content_type_code(); });
  set.set_unique_id(flags.submission_id);
  reader.Time("--submission-time", flags.submission_time, set.mutable_submission_time());
  if (!reader.status().ok()) return reader.status();
  return request;
}

absl::StatusOr<RegisterDocumentSetRequest> MetadataOfDefaults(const PublishDefaults& defaults) {
  RegisterDocumentSetRequest request;
  DocumentEntry& entry = *request.add_document_entries();
  SubmissionSet& set = *request.mutable_submission_set();
  Reader reader;
  reader.Code("publish.class_code", defaults.class_code(),
              [&] { return entry.mutable_class_code(); });
  reader.Code("publish.type_code", defaults.type_code(), [&] { return entry.mutable_type_code(); });
  reader.Code("publish.confidentiality_code", defaults.confidentiality_code(),
              [&] { return entry.add_confidentiality_codes(); });
  reader.Code("publish.healthcare_facility_type_code", defaults.healthcare_facility_type_code(),
              [&] { return entry.mutable_healthcare_facility_type_code(); });
  reader.Code("publish.practice_setting_code", defaults.practice_setting_code(),
              [&] { return entry.mutable_practice_setting_code(); });
  entry.set_language_code(defaults.language_code());
  if (!defaults.author_institution().empty()) {
    reader.Read(defaults.author_institution(), set.add_authors()->add_institutions(),
                [](const std::string& text) {
                  return ParseOrganization("publish.author_institution", text);
                });
  }
  reader.Code("publish.content_type_code", defaults.content_type_code(),
              [&] { return set.mutable_content_type_code(); });
  set.set_source_id(defaults.source_id());
  if (!reader.status().ok()) return reader.status();
  return request;
}

}  // namespace docshare::consumer
