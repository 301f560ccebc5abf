#pragma once

#include <cstdint>

#include "docshare/metadata/v1/identifier.pb.h"
#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare::bench {

// Patients that are queried in turn, and documents of each.
inline constexpr int kPatients = 40;
inline constexpr int kDocumentsPerPatient = 50;

// A patient under an OID of the bench: not a personal number of any country.
metadata::v1::PatientIdentifier Patient(int index);

// A submission of `documents` typical discharge letters for a patient. The same `number` gives the
// same submission; another one shares no id with it.
registry::v1::RegisterDocumentSetRequest Submission(int patient, uint64_t number, int documents);

// All current documents of a patient, whole entries: what a list on a screen asks for.
registry::v1::FindDocumentsRequest Query(int patient);

}  // namespace docshare::bench
