#include "registry/query/document_scan.h"

#include <string>

#include "registry/index/document.h"
#include "registry/index/key_codec.h"
#include "registry/index/patient.h"
#include "registry/index/row.h"

namespace docshare::registry {

DocumentScan::DocumentScan(const platform::KvReader& snapshot, const RowRange& range,
                           const DocumentFilter& filter)
    : ObjectScan(snapshot, range), snapshot_(snapshot), filter_(filter), entries_end_(range.upper) {
  // The spaces are neighbours and have the same keys: the end of one is the end of the other.
  if (!entries_end_.empty()) ++entries_end_.front();
}

RowRange DocumentScan::RowsOf(uint64_t patient_number, const TimeRange& creation) {
  RowRange range = RowRange::Of(DocumentFilterPrefix(patient_number));
  // Newest first: the end of the time range comes first.
  if (creation.to_s()) {
    range.lower = DocumentFilterLowerBound(patient_number, *creation.to_s() - 1);
  }
  if (creation.from_s()) {
    range.upper = PrefixEnd(DocumentFilterLowerBound(patient_number, *creation.from_s()));
  }
  return range;
}

absl::StatusOr<bool> DocumentScan::Select(absl::string_view key, absl::string_view value) {
  if (absl::Status status = DecodeRow(value, row_); !status.ok()) return status;
  return filter_.Matches(key, row_);
}

// Neighbouring hits are neighbours in the entry space too, so the second iterator mostly steps
// instead of seeking.
absl::StatusOr<absl::string_view> DocumentScan::Bytes() {
  const std::string entry_key = DocumentEntryKeyOf(key());
  if (!entries_) {
    entries_ = snapshot_.Scan(entry_key, entries_end_);
  } else {
    if (entries_->Valid()) entries_->Next();
    if (!entries_->Valid() || entries_->key() != entry_key) entries_->Seek(entry_key);
  }
  if (!entries_->status().ok()) return entries_->status();
  if (!entries_->Valid() || entries_->key() != entry_key) {
    return absl::DataLossError("a filter row has no entry");
  }
  return entries_->value();
}

absl::Status WriteDocumentsOf(const PatientId& patient, const DocumentFilter& filter,
                              QueryPage& page) {
  auto number = FindPatientNumber(page.snapshot(), patient);
  if (!number.ok()) return number.status();
  if (!number->has_value() || filter.matches_nothing()) return absl::OkStatus();
  DocumentScan scan(page.snapshot(), DocumentScan::RowsOf(**number, filter.scan_range()), filter);
  return WriteHits(scan, page);
}

}  // namespace docshare::registry
