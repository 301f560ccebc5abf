#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// An object that is new or became Approved, and where the request asks for that.
struct ObjectToReconcile {
  EntryUuid object;
  std::string location;
};

// Check 71: what Approved associations link has one patient. Adds XDSPatientIDReconciliationError
// for each Approved association between Approved DocumentEntries and Folders, or one of them and a
// SubmissionSet, that have different patients; and for each HasMember from a SubmissionSet to such
// an association, when the set has another patient than an end. A SubmissionSet's Reference to a
// document may cross patients. Looks at the objects given: a document or folder with all its
// associations, or one association. What is not Approved is in order.
//
// `now` is the state at the end of the transaction. Returns kDataLoss when a row is missing or
// unreadable.
// Source: ITI XDS Metadata Update supplement, 3.57.4.1.3.3 (patient ID management); SS-HM from ITI
// TF-3:4.2.2.1.3.
absl::Status ReconcilePatients(const platform::KvReader& now,
                               const std::vector<ObjectToReconcile>& objects,
                               RegistryErrors& errors);

}  // namespace docshare::registry
