#include "registry/query/find_submission_sets.h"

#include "registry/index/patient.h"
#include "registry/query/parameter_reader.h"
#include "registry/query/query_page.h"
#include "registry/query/submission_set_scan.h"

namespace docshare::registry {

absl::StatusOr<std::string> FindSubmissionSets(const v1::FindSubmissionSetsRequest& request,
                                               const RegistryStore& store) {
  ParameterReader read;
  auto page = QueryPage::Open(request, store, read);
  if (!page.ok()) return page.status();
  const auto patient = read.Patient(request.has_patient_id(), request.patient_id(), "patient_id",
                                    "$XDSSubmissionSetPatientId");
  const SubmissionSetFilter filter(request, read);
  if (absl::Status faults = read.ToStatus(); !faults.ok()) return faults;

  auto number = FindPatientNumber(page->snapshot(), *patient);
  if (!number.ok()) return number.status();
  if (number->has_value()) {
    SubmissionSetScan scan(page->snapshot(),
                           SubmissionSetScan::RowsOf(**number, filter.scan_range()), filter);
    absl::Status written = WriteHits(scan, *page);
    if (!written.ok()) return written;
  }
  return page->Finish();
}

}  // namespace docshare::registry
