#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/registry/v1/stored_query.pb.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "domain/query/time_range.h"
#include "platform/kv/kv_store.h"
#include "registry/query/document_criteria.h"
#include "registry/query/parameter_reader.h"

namespace docshare::registry {

// Which documents a stored query selects, ready to be held against filter rows. Level 1 of
// $MetadataLevel hides offline documents and versions that are not the newest. Not thread-safe.
//
// Source: ITI TF-2:3.18.4.1.2.3.7.1; $MetadataLevel from the XDS Metadata Update supplement.
class DocumentFilter {
 public:
  // `store` must outlive the filter. Faults of the criteria go to `read`; then the filter is of no
  // use. Patient, paging, return_type and the form of metadata_level are not looked at.
  static absl::StatusOr<DocumentFilter> Compile(const v1::FindDocumentsRequest& criteria,
                                                const platform::KvReader* store,
                                                ParameterReader& read);

  // More criteria that must all hold, and criteria of which none may. What they look up must be in
  // the filter's store. Return the store's failure.
  absl::Status Require(DocumentCriteria criteria);
  absl::Status Exclude(DocumentCriteria criteria);

  // Shows these types instead of those of the criteria; bits of DocumentEntryType.
  void set_object_types(uint32_t bits) { object_types_ = bits; }

  // True when no document at all can be found, for example for a code that was never registered.
  bool matches_nothing() const;

  // The span of creation times outside which no row can be a hit; unbounded when on-demand entries
  // are asked for, which have none.
  TimeRange scan_range() const;

  // Whether a row is a hit. Returns kDataLoss when it names what does not exist.
  absl::StatusOr<bool> Matches(absl::string_view filter_key,
                               const storage::v1::DocumentFilterRow& row) const;

  // Whether the object is a document and a hit. Returns kDataLoss when its row is missing.
  absl::StatusOr<bool> MatchesAt(const EntryUuid& uuid,
                                 const storage::v1::ObjectLocator& locator) const;

 private:
  explicit DocumentFilter(const platform::KvReader* store)
      : store_(store), wanted_(store), unwanted_(store) {}

  const platform::KvReader* store_;
  uint32_t metadata_level_ = 1;
  // Bit n stands for enum value n.
  uint32_t statuses_ = 0;
  uint32_t object_types_ = 0;
  uint32_t availabilities_ = 0;
  TimeRange creation_;
  TimeRange service_start_;
  TimeRange service_stop_;
  DocumentCriteria wanted_;
  DocumentCriteria unwanted_;
};

// Criteria that every document meets which `metadata_level` shows.
v1::FindDocumentsRequest EveryDocument(uint32_t metadata_level);

// The criteria of a query that limits the documents of a larger answer: format_codes,
// confidentiality_codes and object_types. Documents of any status meet them.
template <typename Request>
v1::FindDocumentsRequest ContentCriteria(const Request& request) {
  v1::FindDocumentsRequest criteria;
  criteria.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  criteria.add_statuses(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  *criteria.mutable_format_codes() = request.format_codes();
  *criteria.mutable_confidentiality_codes() = request.confidentiality_codes();
  *criteria.mutable_object_types() = request.object_types();
  criteria.set_metadata_level(request.metadata_level());
  return criteria;
}

// The parameters that FindDocuments and its kin share. A query without $MetadataLevel has level 1.
template <typename Request>
v1::FindDocumentsRequest SearchCriteria(const Request& request) {
  v1::FindDocumentsRequest criteria;
  *criteria.mutable_statuses() = request.statuses();
  *criteria.mutable_class_codes() = request.class_codes();
  *criteria.mutable_type_codes() = request.type_codes();
  *criteria.mutable_practice_setting_codes() = request.practice_setting_codes();
  *criteria.mutable_healthcare_facility_type_codes() = request.healthcare_facility_type_codes();
  *criteria.mutable_format_codes() = request.format_codes();
  *criteria.mutable_event_codes() = request.event_codes();
  *criteria.mutable_confidentiality_codes() = request.confidentiality_codes();
  *criteria.mutable_creation_time() = request.creation_time();
  *criteria.mutable_service_start_time() = request.service_start_time();
  *criteria.mutable_service_stop_time() = request.service_stop_time();
  *criteria.mutable_author_person_patterns() = request.author_person_patterns();
  *criteria.mutable_object_types() = request.object_types();
  *criteria.mutable_document_availabilities() = request.document_availabilities();
  if constexpr (requires { request.metadata_level(); }) {
    criteria.set_metadata_level(request.metadata_level());
  }
  return criteria;
}

}  // namespace docshare::registry
