#include "registry/query/find_folders.h"

#include "registry/index/folder.h"
#include "registry/index/patient.h"
#include "registry/query/folder_scan.h"
#include "registry/query/parameter_reader.h"
#include "registry/query/query_page.h"

namespace docshare::registry {

absl::StatusOr<std::string> FindFolders(const v1::FindFoldersRequest& request,
                                        const RegistryStore& store) {
  ParameterReader read;
  auto page = QueryPage::Open(request, store, read);
  if (!page.ok()) return page.status();
  const auto patient = read.Patient(request.has_patient_id(), request.patient_id(), "patient_id",
                                    "$XDSFolderPatientId");
  read.CheckMetadataLevel(request.metadata_level());
  FolderFilter filter(read.RequiredStatuses(request.statuses(), "statuses", "$XDSFolderStatus"),
                      request.metadata_level());
  filter.Limit(request.last_update_time(), request.codes(), read);
  if (absl::Status faults = read.ToStatus(); !faults.ok()) return faults;

  auto number = FindPatientNumber(page->snapshot(), *patient);
  if (!number.ok()) return number.status();
  if (number->has_value()) {
    FolderScan scan(page->snapshot(), RowRange::Of(FolderPrefix(**number)), filter);
    absl::Status written = WriteHits(scan, *page);
    if (!written.ok()) return written;
  }
  return page->Finish();
}

}  // namespace docshare::registry
