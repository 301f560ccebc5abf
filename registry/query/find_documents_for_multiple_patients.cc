#include "registry/query/find_documents_for_multiple_patients.h"

#include <memory>
#include <vector>

#include "absl/types/optional.h"
#include "registry/query/document_filter.h"
#include "registry/query/document_scan.h"
#include "registry/query/multi_patient_walk.h"
#include "registry/query/parameter_reader.h"
#include "registry/query/query_page.h"

namespace docshare::registry {

absl::StatusOr<std::string> FindDocumentsForMultiplePatients(
    const v1::FindDocumentsForMultiplePatientsRequest& request, const RegistryStore& store) {
  ParameterReader read;
  auto page = QueryPage::Open(request, store, read);
  if (!page.ok()) return page.status();
  if (request.patient_ids().empty() && request.class_codes().empty() &&
      request.event_codes().empty() && request.healthcare_facility_type_codes().empty()) {
    read.Missing("",
                 "give at least one of patient_ids ($XDSDocumentEntryPatientId), class_codes "
                 "($XDSDocumentEntryClassCode), event_codes ($XDSDocumentEntryEventCodeList) "
                 "and healthcare_facility_type_codes "
                 "($XDSDocumentEntryHealthcareFacilityTypeCode)");
  }
  absl::optional<std::vector<PatientId>> patients;
  if (!request.patient_ids().empty()) patients = ReadPatients(request.patient_ids(), read);
  const auto filter = DocumentFilter::Compile(SearchCriteria(request), &page->snapshot(), read);
  if (!filter.ok()) return filter.status();
  if (absl::Status faults = read.ToStatus(); !faults.ok()) return faults;

  if (!filter->matches_nothing()) {
    const auto scan_of = [&](const RowRange& range) -> std::unique_ptr<ObjectScan> {
      return std::make_unique<DocumentScan>(page->snapshot(), range, *filter);
    };
    absl::Status written = WriteHitsOfPatients(KeySpace::kDocumentFilter, patients, scan_of, *page);
    if (!written.ok()) return written;
  }
  return page->Finish();
}

}  // namespace docshare::registry
