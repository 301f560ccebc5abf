#include "registry/query/find_documents_by_reference_id.h"

#include <utility>

#include "registry/query/document_filter.h"
#include "registry/query/document_scan.h"
#include "registry/query/parameter_reader.h"
#include "registry/query/query_page.h"
#include "registry/query/reference_id_groups.h"

namespace docshare::registry {

absl::StatusOr<std::string> FindDocumentsByReferenceId(
    const v1::FindDocumentsByReferenceIdRequest& request, const RegistryStore& store) {
  ParameterReader read;
  auto page = QueryPage::Open(request, store, read);
  if (!page.ok()) return page.status();
  const auto patient = read.Patient(request.has_patient_id(), request.patient_id(), "patient_id",
                                    "$XDSDocumentEntryPatientId");
  if (request.reference_ids().empty()) {
    read.Missing("reference_ids", "$XDSDocumentEntryReferenceIdList: name at least one");
  }
  read.CheckMetadataLevel(request.metadata_level());
  auto filter = DocumentFilter::Compile(SearchCriteria(request), &page->snapshot(), read);
  if (!filter.ok()) return filter.status();
  DocumentCriteria criteria(&page->snapshot());
  criteria.AddReferenceIds(ReferenceIdGroups(request.reference_ids(), "reference_ids", read));
  if (absl::Status faults = read.ToStatus(); !faults.ok()) return faults;

  absl::Status status = filter->Require(std::move(criteria));
  if (status.ok()) status = WriteDocumentsOf(*patient, *filter, *page);
  if (!status.ok()) return status;
  return page->Finish();
}

}  // namespace docshare::registry
