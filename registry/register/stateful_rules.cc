#include "registry/register/stateful_rules.h"

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "registry/register/id_rules.h"
#include "registry/register/membership_rules.h"
#include "registry/register/patient_rules.h"
#include "registry/register/registration.h"
#include "registry/register/relationship_rules.h"

namespace docshare::registry {
namespace {

using storage::v1::RegisterDocumentSetCommand;

absl::Status CheckUniqueIds(const RegisterDocumentSetCommand& command,
                            const platform::KvReader& store, RegistryErrors& faults) {
  absl::Status status;
  for (int i = 0; status.ok() && i < command.document_entries_size() && !faults.full(); ++i) {
    status = CheckUniqueIdOfEntry(command.document_entries(i),
                                  absl::StrCat("document_entries[", i, "]"), store, faults);
  }
  for (int i = 0; status.ok() && i < command.folders_size() && !faults.full(); ++i) {
    status =
        CheckUniqueIdOfFolder(command.folders(i), absl::StrCat("folders[", i, "]"), store, faults);
  }
  return status;
}

absl::Status CheckObjects(const Registration& registration, RegistryErrors& faults) {
  absl::Status status = CheckUuidsAreNew(registration.command, registration.store, faults);
  if (status.ok()) status = CheckUniqueIds(registration.command, registration.store, faults);
  if (status.ok()) status = CheckMembers(registration, faults);
  if (status.ok()) status = CheckRelationshipTargets(registration, faults);
  return status;
}

}  // namespace

absl::StatusOr<uint64_t> RunStatefulRules(const RegisterDocumentSetCommand& command,
                                          const platform::KvReader& store) {
  RegistryErrors faults;
  Registration registration(command, store);
  auto patient_number = CheckPatient(command.submission_set().patient_id(),
                                     "submission_set.patient_id", store, faults);
  if (!patient_number.ok()) return patient_number.status();
  registration.patient_number = *patient_number;
  auto set_is_new = CheckUniqueIdOfSet(command, store, faults);
  if (!set_is_new.ok()) return set_is_new.status();
  if (*set_is_new) {
    absl::Status status = CheckObjects(registration, faults);
    if (!status.ok()) return status;
  }
  faults.SortByLocation();
  if (absl::Status refusal = faults.ToStatus(); !refusal.ok()) return refusal;
  return **patient_number;
}

}  // namespace docshare::registry
