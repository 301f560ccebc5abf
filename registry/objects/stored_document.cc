#include "registry/objects/stored_document.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "domain/hl7v2/cxi.h"
#include "domain/hl7v2/xcn.h"
#include "domain/text/normal_form.h"
#include "domain/time/dtm.h"
#include "registry/index/object_by_logical_id.h"
#include "registry/index/object_by_unique_id.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/row.h"
#include "registry/objects/reference_id_digest.h"

namespace docshare::registry {
namespace {

using metadata::v1::CodedValue;
using metadata::v1::DocumentEntry;
using storage::v1::DocumentFilterRow;

// Fills in the term numbers; the first failure ends it.
class FilterTerms {
 public:
  explicit FilterTerms(TermWriter& terms) : terms_(terms) {}

  uint32_t Code(const CodedValue& code) {
    return Intern(TermKind::kCode, CodeTermText(code.code(), code.code_system()));
  }

  uint32_t Person(const metadata::v1::Person& person) {
    return Intern(TermKind::kAuthorPerson, ToNfc(RenderXcn(person)));
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

// Absent when the text is empty.
absl::StatusOr<absl::optional<int64_t>> EarliestSecond(const std::string& dtm) {
  if (dtm.empty()) return absl::nullopt;
  auto parsed = Dtm::Parse(dtm);
  if (!parsed.ok()) return parsed.status();
  return parsed->EarliestSecond();
}

void SetTerms(const DocumentEntry& entry, FilterTerms& terms, DocumentFilterRow& row) {
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
}

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
  SetTerms(entry, terms, row);
  if (!terms.status().ok()) return terms.status();
  for (const metadata::v1::ReferenceId& reference : entry.reference_ids()) {
    row.add_reference_id_digests(ReferenceIdDigest(RenderCxi(reference)));
  }
  auto creation_s = EarliestSecond(entry.creation_time());
  if (!creation_s.ok()) return creation_s.status();
  if (*creation_s) row.set_creation_s(**creation_s);
  auto start_s = EarliestSecond(entry.service_start_time());
  if (!start_s.ok()) return start_s.status();
  if (*start_s) row.set_service_start_s(**start_s);
  auto stop_s = EarliestSecond(entry.service_stop_time());
  if (!stop_s.ok()) return stop_s.status();
  if (*stop_s) row.set_service_stop_s(**stop_s);
  return row;
}

// Requires a stored entry: its logicalID is a UUID.
EntryUuid LogicalIdOf(const StoredDocument& document) {
  auto logical_id = EntryUuid::Parse(document.entry.logical_id());
  return logical_id.ok() ? *logical_id : document.key.uuid;
}

}  // namespace

storage::v1::ObjectLocator LocatorOf(const StoredDocument& document) {
  storage::v1::ObjectLocator locator;
  locator.set_kind(storage::v1::OBJECT_KIND_DOCUMENT_ENTRY);
  locator.set_patient_number(document.key.patient_number);
  locator.set_sort_s(document.key.creation_s);
  return locator;
}

absl::StatusOr<StoredDocument> PlaceDocument(DocumentEntry entry, uint64_t patient_number,
                                             int64_t registered_s, TermWriter& terms) {
  auto uuid = EntryUuid::Parse(entry.entry_uuid());
  if (!uuid.ok()) return uuid.status();
  entry.set_hash(absl::AsciiStrToLower(entry.hash()));
  auto filter = FilterRowOf(entry, terms);
  if (!filter.ok()) return filter.status();
  const int64_t sort_s = filter->has_creation_s() ? filter->creation_s() : registered_s;
  return StoredDocument{{patient_number, sort_s, *uuid}, *std::move(filter), std::move(entry)};
}

absl::StatusOr<absl::optional<StoredDocument>> ReadDocument(const platform::KvReader& store,
                                                            const EntryUuid& uuid) {
  auto locator = FindObject(store, uuid);
  if (!locator.ok()) return locator.status();
  if (!locator->has_value() || (*locator)->kind() != storage::v1::OBJECT_KIND_DOCUMENT_ENTRY) {
    return absl::nullopt;
  }
  StoredDocument document{{(*locator)->patient_number(), (*locator)->sort_s(), uuid}, {}, {}};
  auto filter = store.Get(DocumentFilterKey(document.key));
  if (!filter.ok()) return filter.status();
  auto entry = store.Get(DocumentEntryKey(document.key));
  if (!entry.ok()) return entry.status();
  if (!filter->has_value() || !entry->has_value()) {
    return absl::DataLossError("an indexed document is missing");
  }
  if (absl::Status status = DecodeRow(**filter, document.filter); !status.ok()) return status;
  if (absl::Status status = DecodeRow(**entry, document.entry); !status.ok()) return status;
  return document;
}

void WriteDocumentRows(const StoredDocument& document, platform::KvBatch& batch) {
  const storage::v1::ObjectLocator locator = LocatorOf(document);
  WriteDocument(document.key, document.filter, EncodeRow(document.entry), batch);
  WriteObjectLocator(document.key.uuid, locator, batch);
  WriteVersion(LogicalIdOf(document), document.entry.version(), document.key.uuid, locator, batch);
  storage::v1::UniqueIdRow unique_id;
  *unique_id.mutable_locator() = locator;
  unique_id.set_hash(absl::HexStringToBytes(document.entry.hash()));
  unique_id.set_size(document.entry.size());
  WriteUniqueId(document.entry.unique_id(), document.key.uuid, unique_id, batch);
}

void EraseDocumentRows(const StoredDocument& document, platform::KvBatch& batch) {
  batch.Delete(DocumentFilterKey(document.key));
  batch.Delete(DocumentEntryKey(document.key));
  batch.Delete(ObjectByUuidKey(document.key.uuid));
  batch.Delete(
      ObjectByLogicalIdKey(LogicalIdOf(document), document.entry.version(), document.key.uuid));
  batch.Delete(ObjectByUniqueIdKey(document.entry.unique_id(), document.key.uuid));
}

}  // namespace docshare::registry
