#pragma once

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/types/optional.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/patient_id.h"
#include "domain/query/time_range.h"
#include "platform/kv/kv_store.h"
#include "registry/query/document_filter.h"
#include "registry/query/object_scan.h"
#include "registry/query/query_page.h"

namespace docshare::registry {

// The documents that a filter selects, newest first within a patient. Bytes() copies nothing.
class DocumentScan final : public ObjectScan {
 public:
  // Snapshot and filter must outlive the scan.
  DocumentScan(const platform::KvReader& snapshot, const RowRange& range,
               const DocumentFilter& filter);

  // The filter rows of a patient, of these creation times.
  static RowRange RowsOf(uint64_t patient_number, const TimeRange& creation);

  storage::v1::ObjectKind kind() const override { return storage::v1::OBJECT_KIND_DOCUMENT_ENTRY; }
  absl::StatusOr<absl::string_view> Bytes() override;

 protected:
  absl::StatusOr<bool> Select(absl::string_view key, absl::string_view value) override;

 private:
  const platform::KvReader& snapshot_;
  const DocumentFilter& filter_;
  // Where the range ends in the space of entries.
  std::string entries_end_;
  std::unique_ptr<platform::KvIterator> entries_;
  storage::v1::DocumentFilterRow row_;
};

// Fills the page with the documents of one patient that `filter` selects. An unknown patient has
// none, and so has one whose record was merged into another's.
absl::Status WriteDocumentsOf(const PatientId& patient, const DocumentFilter& filter,
                              QueryPage& page);

}  // namespace docshare::registry
