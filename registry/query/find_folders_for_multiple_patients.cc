#include "registry/query/find_folders_for_multiple_patients.h"

#include <memory>
#include <vector>

#include "absl/types/optional.h"
#include "registry/query/folder_scan.h"
#include "registry/query/multi_patient_walk.h"
#include "registry/query/parameter_reader.h"
#include "registry/query/query_page.h"

namespace docshare::registry {
namespace {

// The query has no $MetadataLevel.
constexpr uint32_t kMetadataLevel = 1;

}  // namespace

absl::StatusOr<std::string> FindFoldersForMultiplePatients(
    const v1::FindFoldersForMultiplePatientsRequest& request, const RegistryStore& store) {
  ParameterReader read;
  auto page = QueryPage::Open(request, store, read);
  if (!page.ok()) return page.status();
  if (request.patient_ids().empty() && request.codes().empty()) {
    read.Missing("",
                 "give at least one of patient_ids ($XDSFolderPatientId) and codes "
                 "($XDSFolderCodeList)");
  }
  absl::optional<std::vector<PatientId>> patients;
  if (!request.patient_ids().empty()) patients = ReadPatients(request.patient_ids(), read);
  FolderFilter filter(read.RequiredStatuses(request.statuses(), "statuses", "$XDSFolderStatus"),
                      kMetadataLevel);
  filter.Limit(request.last_update_time(), request.codes(), read);
  if (absl::Status faults = read.ToStatus(); !faults.ok()) return faults;

  const auto scan_of = [&](const RowRange& range) -> std::unique_ptr<ObjectScan> {
    return std::make_unique<FolderScan>(page->snapshot(), range, filter);
  };
  absl::Status written = WriteHitsOfPatients(KeySpace::kFolder, patients, scan_of, *page);
  if (!written.ok()) return written;
  return page->Finish();
}

}  // namespace docshare::registry
