#include "registry/query/document_filter.h"

#include <utility>

#include "registry/index/document.h"
#include "registry/index/row.h"

namespace docshare::registry {
namespace {

using storage::v1::DocumentFilterRow;

// A range does not exclude an entry that lacks the attribute.
bool FitsTimes(const DocumentFilterRow& row, const TimeRange& creation, const TimeRange& start,
               const TimeRange& stop) {
  return (!row.has_creation_s() || creation.Contains(row.creation_s())) &&
         (!row.has_service_start_s() || start.Contains(row.service_start_s())) &&
         (!row.has_service_stop_s() || stop.Contains(row.service_stop_s()));
}

}  // namespace

absl::StatusOr<DocumentFilter> DocumentFilter::Compile(const v1::FindDocumentsRequest& criteria,
                                                       const platform::KvReader* store,
                                                       ParameterReader& read) {
  DocumentFilter filter(store);
  filter.metadata_level_ = criteria.metadata_level() == 0 ? 1 : criteria.metadata_level();
  filter.statuses_ =
      read.RequiredStatuses(criteria.statuses(), "statuses", "$XDSDocumentEntryStatus");
  filter.object_types_ = criteria.object_types().empty()
                             ? 1u << metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE
                             : ParameterReader::Bits(criteria.object_types());
  filter.availabilities_ = criteria.document_availabilities().empty()
                               ? ~0u
                               : ParameterReader::Bits(criteria.document_availabilities());
  filter.creation_ = read.Range(criteria.creation_time(), "creation_time");
  filter.service_start_ = read.Range(criteria.service_start_time(), "service_start_time");
  filter.service_stop_ = read.Range(criteria.service_stop_time(), "service_stop_time");

  using Row = DocumentFilterRow;
  DocumentCriteria& wanted = filter.wanted_;
  wanted.AddCode(&Row::class_code, read.Codes(criteria.class_codes(), "class_codes"));
  wanted.AddCode(&Row::type_code, read.Codes(criteria.type_codes(), "type_codes"));
  wanted.AddCode(&Row::practice_setting_code,
                 read.Codes(criteria.practice_setting_codes(), "practice_setting_codes"));
  wanted.AddCode(
      &Row::healthcare_facility_type_code,
      read.Codes(criteria.healthcare_facility_type_codes(), "healthcare_facility_type_codes"));
  wanted.AddCode(&Row::format_code, read.Codes(criteria.format_codes(), "format_codes"));
  wanted.AddCodeList(&Row::event_codes, read.CodeGroups(criteria.event_codes(), "event_codes"));
  wanted.AddCodeList(&Row::confidentiality_codes,
                     read.CodeGroups(criteria.confidentiality_codes(), "confidentiality_codes"));
  wanted.AddAuthors(read.Patterns(criteria.author_person_patterns(), "author_person_patterns"));
  if (!wanted.status().ok()) return wanted.status();
  return filter;
}

absl::Status DocumentFilter::Require(DocumentCriteria criteria) {
  wanted_.Append(std::move(criteria));
  return wanted_.status();
}

absl::Status DocumentFilter::Exclude(DocumentCriteria criteria) {
  unwanted_.Append(std::move(criteria));
  return unwanted_.status();
}

bool DocumentFilter::matches_nothing() const {
  return object_types_ == 0 || availabilities_ == 0 || wanted_.one_never_holds();
}

TimeRange DocumentFilter::scan_range() const {
  return HasBit(object_types_, metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND) ? TimeRange()
                                                                            : creation_;
}

absl::StatusOr<bool> DocumentFilter::Matches(absl::string_view filter_key,
                                             const DocumentFilterRow& row) const {
  if (!HasBit(statuses_, row.status()) || !HasBit(object_types_, row.object_type()) ||
      !HasBit(availabilities_, row.availability())) {
    return false;
  }
  if (metadata_level_ == 1 && (!row.is_newest_version() ||
                               row.availability() == metadata::v1::DOCUMENT_AVAILABILITY_OFFLINE)) {
    return false;
  }
  if (!FitsTimes(row, creation_, service_start_, service_stop_)) return false;
  auto wanted = wanted_.AllHold(filter_key, row);
  if (!wanted.ok() || !*wanted) return wanted;
  auto unwanted = unwanted_.AnyHolds(filter_key, row);
  if (!unwanted.ok()) return unwanted;
  return !*unwanted;
}

absl::StatusOr<bool> DocumentFilter::MatchesAt(const EntryUuid& uuid,
                                               const storage::v1::ObjectLocator& locator) const {
  if (locator.kind() != storage::v1::OBJECT_KIND_DOCUMENT_ENTRY) return false;
  const std::string key = DocumentFilterKey({locator.patient_number(), locator.sort_s(), uuid});
  auto bytes = store_->Get(key);
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return absl::DataLossError("an indexed document is missing");
  DocumentFilterRow row;
  if (absl::Status status = DecodeRow(**bytes, row); !status.ok()) return status;
  return Matches(key, row);
}

v1::FindDocumentsRequest EveryDocument(uint32_t metadata_level) {
  v1::FindDocumentsRequest criteria;
  criteria.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  criteria.add_statuses(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  criteria.add_object_types(metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE);
  criteria.add_object_types(metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
  criteria.set_metadata_level(metadata_level);
  return criteria;
}

}  // namespace docshare::registry
