#include "registry/query/find_documents.h"

#include "registry/query/document_filter.h"
#include "registry/query/document_scan.h"
#include "registry/query/parameter_reader.h"
#include "registry/query/query_page.h"

namespace docshare::registry {

absl::StatusOr<std::string> FindDocuments(const v1::FindDocumentsRequest& request,
                                          const RegistryStore& store) {
  ParameterReader read;
  auto page = QueryPage::Open(request, store, read);
  if (!page.ok()) return page.status();
  const auto patient = read.Patient(request.has_patient_id(), request.patient_id(), "patient_id",
                                    "$XDSDocumentEntryPatientId");
  read.CheckMetadataLevel(request.metadata_level());
  auto filter = DocumentFilter::Compile(request, &page->snapshot(), read);
  if (!filter.ok()) return filter.status();
  if (absl::Status faults = read.ToStatus(); !faults.ok()) return faults;

  absl::Status written = WriteDocumentsOf(*patient, *filter, *page);
  if (!written.ok()) return written;
  return page->Finish();
}

}  // namespace docshare::registry
