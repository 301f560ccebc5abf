#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "docshare/metadata/v1/identifier.pb.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "tests/model/stored_query.h"

namespace docshare::tests {

// What is done to a registry in one step.
enum class StepKind {
  kFeedPatient,
  kMergePatients,
  kChangePatientLink,
  kRegister,
  kRegisterOnDemand,
  kUpdate,
  kRestrictedUpdate,
  kRemove,
  kQuery,
};

// One step of a history, complete in itself: it can be repeated against another registry, and
// steps before it may be left out, which at worst makes the registry refuse it.
struct Step {
  StepKind kind = StepKind::kQuery;
  // Seconds since the Unix epoch; never goes back within a history.
  int64_t at_s = 0;
  // The fault that was put in on purpose, for people; empty when none was.
  std::string fault;

  // kRegister, kRegisterOnDemand, kUpdate, kRestrictedUpdate.
  registry::v1::RegisterDocumentSetRequest submission;
  // kFeedPatient: the patient. kMergePatients: who stays. kChangePatientLink: who gets the objects.
  metadata::v1::PatientIdentifier patient;
  // kMergePatients: who is subsumed. kChangePatientLink: who had the objects.
  metadata::v1::PatientIdentifier other_patient;
  // kChangePatientLink: the number at the source.
  metadata::v1::PatientIdentifier local_patient;
  // kRemove.
  std::vector<std::string> uuids;
  // kQuery.
  StoredQuery query;
};

}  // namespace docshare::tests
