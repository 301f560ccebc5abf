#include "registry/register/submission_rows.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "domain/hl7v2/xcn.h"
#include "domain/ids/entry_uuid.h"
#include "domain/time/dtm.h"
#include "registry/index/association.h"
#include "registry/index/document.h"
#include "registry/index/document_by_logical_id.h"
#include "registry/index/object_by_unique_id.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/row.h"
#include "registry/index/submission_set.h"
#include "registry/index/term.h"

namespace docshare::registry {
namespace {

using metadata::v1::CodedValue;
using metadata::v1::DocumentEntry;
using storage::v1::DocumentFilterRow;

absl::StatusOr<int64_t> EarliestSecond(const std::string& dtm) {
  auto parsed = Dtm::Parse(dtm);
  if (!parsed.ok()) return parsed.status();
  return parsed->EarliestSecond();
}

// Fills in the term numbers; the first failure ends it.
class FilterTerms {
 public:
  explicit FilterTerms(TermWriter& terms) : terms_(terms) {}

  uint32_t Code(const CodedValue& code) {
    return Intern(TermKind::kCode, CodeTermText(code.code(), code.code_system()));
  }

  uint32_t Person(const metadata::v1::Person& person) {
    return Intern(TermKind::kAuthorPerson, RenderXcn(person));
  }

  const absl::Status& status() const { return status_; }

 private:
  uint32_t Intern(TermKind kind, absl::string_view text) {
    if (!status_.ok()) return 0;
    auto number = terms_.Intern(kind, text);
    if (!number.ok()) {
      status_ = number.status();
      return 0;
    }
    return *number;
  }

  TermWriter& terms_;
  absl::Status status_;
};

absl::StatusOr<DocumentFilterRow> FilterRowOf(const DocumentEntry& entry, TermWriter& term_writer) {
  DocumentFilterRow row;
  row.set_status(entry.availability_status());
  row.set_object_type(entry.object_type());
  row.set_availability(entry.document_availability() ==
                               metadata::v1::DOCUMENT_AVAILABILITY_UNSPECIFIED
                           ? metadata::v1::DOCUMENT_AVAILABILITY_ONLINE
                           : entry.document_availability());
  row.set_is_newest_version(true);

  FilterTerms terms(term_writer);
  row.set_class_code(terms.Code(entry.class_code()));
  row.set_type_code(terms.Code(entry.type_code()));
  row.set_practice_setting_code(terms.Code(entry.practice_setting_code()));
  row.set_healthcare_facility_type_code(terms.Code(entry.healthcare_facility_type_code()));
  row.set_format_code(terms.Code(entry.format_code()));
  for (const CodedValue& code : entry.confidentiality_codes()) {
    row.add_confidentiality_codes(terms.Code(code));
  }
  for (const CodedValue& code : entry.event_codes()) row.add_event_codes(terms.Code(code));
  for (const metadata::v1::Author& author : entry.authors()) {
    if (author.has_person()) row.add_author_persons(terms.Person(author.person()));
  }
  if (!terms.status().ok()) return terms.status();

  auto creation_s = EarliestSecond(entry.creation_time());
  if (!creation_s.ok()) return creation_s.status();
  row.set_creation_s(*creation_s);
  if (!entry.service_start_time().empty()) {
    auto start_s = EarliestSecond(entry.service_start_time());
    if (!start_s.ok()) return start_s.status();
    row.set_service_start_s(*start_s);
  }
  if (!entry.service_stop_time().empty()) {
    auto stop_s = EarliestSecond(entry.service_stop_time());
    if (!stop_s.ok()) return stop_s.status();
    row.set_service_stop_s(*stop_s);
  }
  return row;
}

storage::v1::ObjectLocator Locator(storage::v1::ObjectKind kind, uint64_t patient_number,
                                   int64_t sort_s) {
  storage::v1::ObjectLocator locator;
  locator.set_kind(kind);
  locator.set_patient_number(patient_number);
  locator.set_sort_s(sort_s);
  return locator;
}

absl::Status WriteEntry(DocumentEntry entry, uint64_t patient_number, TermWriter& terms,
                        platform::KvBatch& batch) {
  auto uuid = EntryUuid::Parse(entry.entry_uuid());
  if (!uuid.ok()) return uuid.status();
  entry.set_availability_status(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  entry.set_logical_id(entry.entry_uuid());
  entry.set_version(1);
  entry.set_hash(absl::AsciiStrToLower(entry.hash()));

  auto filter = FilterRowOf(entry, terms);
  if (!filter.ok()) return filter.status();
  const storage::v1::ObjectLocator locator =
      Locator(storage::v1::OBJECT_KIND_DOCUMENT_ENTRY, patient_number, filter->creation_s());
  WriteDocument({patient_number, filter->creation_s(), *uuid}, *filter, EncodeRow(entry), batch);
  WriteObjectLocator(*uuid, locator, batch);
  WriteDocumentVersion(*uuid, entry.version(), *uuid, locator, batch);
  storage::v1::UniqueIdRow unique_id;
  *unique_id.mutable_locator() = locator;
  unique_id.set_hash(absl::HexStringToBytes(entry.hash()));
  unique_id.set_size(entry.size());
  WriteUniqueId(entry.unique_id(), *uuid, unique_id, batch);
  return absl::OkStatus();
}

absl::Status WriteSet(const storage::v1::RegisterDocumentSetCommand& command,
                      uint64_t patient_number, uint64_t position, platform::KvBatch& batch) {
  metadata::v1::SubmissionSet set = command.submission_set();
  auto uuid = EntryUuid::Parse(set.entry_uuid());
  if (!uuid.ok()) return uuid.status();
  auto submission_s = EarliestSecond(set.submission_time());
  if (!submission_s.ok()) return submission_s.status();
  set.set_availability_status(metadata::v1::AVAILABILITY_STATUS_APPROVED);

  storage::v1::SubmissionSetRow row;
  row.set_submission_set(EncodeRow(set));
  row.set_content_digest(command.content_digest());
  *row.mutable_assigned_ids() = command.assigned_ids();
  row.set_commit_position(position);
  WriteSubmissionSet({patient_number, *submission_s, *uuid}, row, batch);

  storage::v1::UniqueIdRow unique_id;
  *unique_id.mutable_locator() =
      Locator(storage::v1::OBJECT_KIND_SUBMISSION_SET, patient_number, *submission_s);
  WriteObjectLocator(*uuid, unique_id.locator(), batch);
  WriteUniqueId(set.unique_id(), *uuid, unique_id, batch);
  return absl::OkStatus();
}

absl::Status WriteLink(metadata::v1::Association association, platform::KvBatch& batch) {
  auto uuid = EntryUuid::Parse(association.entry_uuid());
  if (!uuid.ok()) return uuid.status();
  auto source = EntryUuid::Parse(association.source_object());
  if (!source.ok()) return source.status();
  auto target = EntryUuid::Parse(association.target_object());
  if (!target.ok()) return target.status();
  association.set_availability_status(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  WriteAssociation(*uuid, *source, *target, EncodeRow(association), batch);
  WriteObjectLocator(*uuid, Locator(storage::v1::OBJECT_KIND_ASSOCIATION, 0, 0), batch);
  return absl::OkStatus();
}

}  // namespace

absl::Status WriteSubmission(const storage::v1::RegisterDocumentSetCommand& command,
                             uint64_t patient_number, uint64_t position,
                             const platform::KvReader& store, platform::KvBatch& batch) {
  TermWriter terms(store, batch);
  absl::Status status = WriteSet(command, patient_number, position, batch);
  for (int i = 0; status.ok() && i < command.document_entries_size(); ++i) {
    status = WriteEntry(command.document_entries(i), patient_number, terms, batch);
  }
  for (int i = 0; status.ok() && i < command.associations_size(); ++i) {
    status = WriteLink(command.associations(i), batch);
  }
  terms.Finish();
  return status;
}

}  // namespace docshare::registry
