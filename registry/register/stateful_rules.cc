#include "registry/register/stateful_rules.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/entry_uuid.h"
#include "domain/ids/patient_id.h"
#include "registry/index/document.h"
#include "registry/index/object_by_unique_id.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/patient.h"
#include "registry/index/row.h"

namespace docshare::registry {
namespace {

using metadata::v1::DocumentEntry;
using storage::v1::RegisterDocumentSetCommand;

// Entries that share a uniqueId all have the same hash and size, so one of them decides; more are
// looked at only to meet another kind of object.
constexpr size_t kUsesLookedAt = 4;

absl::Status CheckPatient(const RegisterDocumentSetCommand& command,
                          const platform::KvReader& store, uint64_t& number,
                          RegistryErrors& faults) {
  auto patient = PatientId::FromProto(command.submission_set().patient_id());
  if (!patient.ok()) return patient.status();
  auto found = FindPatientNumber(store, *patient);
  if (!found.ok()) return found.status();
  if (found->has_value()) {
    number = **found;
  } else {
    faults.Add(XdsErrorCode::kUnknownPatientId, "submission_set.patient_id",
               absl::StrCat("patient ", patient->ToCx(),
                            " is not known here; feed the patient first (ITI-8, FeedPatient)"));
  }
  return absl::OkStatus();
}

absl::Status CheckUuidIsNew(const std::string& urn, absl::string_view location,
                            const platform::KvReader& store, RegistryErrors& faults) {
  auto uuid = EntryUuid::Parse(urn);
  if (!uuid.ok()) return uuid.status();
  auto object = FindObject(store, *uuid);
  if (!object.ok()) return object.status();
  if (object->has_value()) {
    faults.Add(XdsErrorCode::kRegistryMetadataError, location,
               absl::StrCat("entryUUID ", urn, " is in the registry already"));
  }
  return absl::OkStatus();
}

absl::Status CheckSubmissionSetUniqueId(const RegisterDocumentSetCommand& command,
                                        const platform::KvReader& store, bool& is_new,
                                        RegistryErrors& faults) {
  const std::string& unique_id = command.submission_set().unique_id();
  auto uses = FindUniqueIdUses(store, unique_id, 1);
  if (!uses.ok()) return uses.status();
  is_new = uses->empty();
  if (!is_new) {
    faults.Add(XdsErrorCode::kDuplicateUniqueIdInRegistry, "submission_set.unique_id",
               absl::StrCat("uniqueId ", unique_id, " belongs to ", uses->front().uuid.ToString(),
                            " already, with other content"));
  }
  return absl::OkStatus();
}

absl::Status CheckEntryUniqueId(const DocumentEntry& entry, const std::string& location,
                                const platform::KvReader& store, RegistryErrors& faults) {
  auto uses = FindUniqueIdUses(store, entry.unique_id(), kUsesLookedAt);
  if (!uses.ok()) return uses.status();
  for (const UniqueIdUse& use : *uses) {
    if (use.row.locator().kind() != storage::v1::OBJECT_KIND_DOCUMENT_ENTRY) {
      faults.Add(XdsErrorCode::kDuplicateUniqueIdInRegistry, absl::StrCat(location, ".unique_id"),
                 absl::StrCat("uniqueId ", entry.unique_id(),
                              " belongs to another kind of object, ", use.uuid.ToString()));
      return absl::OkStatus();
    }
    if (use.row.hash() != absl::HexStringToBytes(absl::AsciiStrToLower(entry.hash()))) {
      faults.Add(XdsErrorCode::kNonIdenticalHash, absl::StrCat(location, ".hash"),
                 absl::StrCat("uniqueId ", entry.unique_id(), " is registered with hash ",
                              absl::BytesToHexString(use.row.hash()), ", not ", entry.hash()));
      return absl::OkStatus();
    }
    if (use.row.size() != entry.size()) {
      faults.Add(XdsErrorCode::kNonIdenticalSize, absl::StrCat(location, ".size"),
                 absl::StrCat("uniqueId ", entry.unique_id(), " is registered with size ",
                              use.row.size(), ", not ", entry.size()));
      return absl::OkStatus();
    }
  }
  return absl::OkStatus();
}

absl::Status CheckReference(const std::string& target, const std::string& location,
                            const platform::KvReader& store, RegistryErrors& faults) {
  auto uuid = EntryUuid::Parse(target);
  if (!uuid.ok()) return uuid.status();
  auto locator = FindObject(store, *uuid);
  if (!locator.ok()) return locator.status();
  if (!locator->has_value() || (*locator)->kind() != storage::v1::OBJECT_KIND_DOCUMENT_ENTRY) {
    faults.Add(XdsErrorCode::kUnresolvedReference, location,
               absl::StrCat(target, " is not a DocumentEntry of this registry"));
    return absl::OkStatus();
  }
  auto row =
      store.Get(DocumentFilterKey({(*locator)->patient_number(), (*locator)->sort_s(), *uuid}));
  if (!row.ok()) return row.status();
  if (!row->has_value()) return absl::DataLossError("an indexed document is missing");
  storage::v1::DocumentFilterRow filter;
  if (absl::Status status = DecodeRow(**row, filter); !status.ok()) return status;
  if (filter.status() != metadata::v1::AVAILABILITY_STATUS_APPROVED) {
    faults.Add(XdsErrorCode::kRegistryDeprecatedDocument, location,
               absl::StrCat(target, " is Deprecated; nothing new may refer to it"));
  }
  return absl::OkStatus();
}

absl::Status CheckEntries(const RegisterDocumentSetCommand& command,
                          const platform::KvReader& store, RegistryErrors& faults) {
  for (int i = 0; i < command.document_entries_size() && !faults.full(); ++i) {
    const DocumentEntry& entry = command.document_entries(i);
    const std::string location = absl::StrCat("document_entries[", i, "]");
    absl::Status status =
        CheckUuidIsNew(entry.entry_uuid(), absl::StrCat(location, ".entry_uuid"), store, faults);
    if (status.ok()) status = CheckEntryUniqueId(entry, location, store, faults);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckAssociations(const RegisterDocumentSetCommand& command,
                               const platform::KvReader& store, RegistryErrors& faults) {
  for (int i = 0; i < command.associations_size() && !faults.full(); ++i) {
    const metadata::v1::Association& association = command.associations(i);
    const std::string location = absl::StrCat("associations[", i, "]");
    absl::Status status = CheckUuidIsNew(association.entry_uuid(),
                                         absl::StrCat(location, ".entry_uuid"), store, faults);
    if (status.ok() &&
        association.submission_set_status() == metadata::v1::SUBMISSION_SET_STATUS_REFERENCE) {
      status = CheckReference(association.target_object(), absl::StrCat(location, ".target_object"),
                              store, faults);
    }
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckObjects(const RegisterDocumentSetCommand& command,
                          const platform::KvReader& store, RegistryErrors& faults) {
  absl::Status status = CheckUuidIsNew(command.submission_set().entry_uuid(),
                                       "submission_set.entry_uuid", store, faults);
  if (status.ok()) status = CheckEntries(command, store, faults);
  if (status.ok()) status = CheckAssociations(command, store, faults);
  return status;
}

}  // namespace

absl::StatusOr<uint64_t> RunStatefulRules(const RegisterDocumentSetCommand& command,
                                          const platform::KvReader& store) {
  RegistryErrors faults;
  uint64_t patient_number = 0;
  bool set_is_new = true;
  absl::Status status = CheckPatient(command, store, patient_number, faults);
  if (status.ok()) status = CheckSubmissionSetUniqueId(command, store, set_is_new, faults);
  // UUIDs that replaced symbolic ids depend on the set's uniqueId: when that is taken, they are
  // too, and saying so would hide what has to be mended.
  if (status.ok() && set_is_new) status = CheckObjects(command, store, faults);
  if (!status.ok()) return status;
  if (absl::Status refusal = faults.ToStatus(); !refusal.ok()) return refusal;
  return patient_number;
}

}  // namespace docshare::registry
