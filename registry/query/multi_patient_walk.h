#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "docshare/metadata/v1/identifier.pb.h"
#include "domain/ids/patient_id.h"
#include "registry/index/key_space.h"
#include "registry/query/object_scan.h"
#include "registry/query/parameter_reader.h"
#include "registry/query/query_page.h"

namespace docshare::registry {

// The patients a query names; at most ParameterReader::kMaxIds. Faults go to `read`.
std::vector<PatientId> ReadPatients(
    const google::protobuf::RepeatedPtrField<metadata::v1::PatientIdentifier>& patients,
    ParameterReader& read);

// Fills the page with the hits of several patients, in the order of their internal numbers. Walks
// the rows of `space`, whose keys begin with the patient number; `scan_of` makes the scan of a
// range of it. Nullopt stands for every patient; a patient that is unknown has no rows.
//
// A page looks at a bounded number of rows, so that it takes a bounded time: it may end without a
// hit and yet have a next page.
absl::Status WriteHitsOfPatients(
    KeySpace space, const absl::optional<std::vector<PatientId>>& patients,
    absl::FunctionRef<std::unique_ptr<ObjectScan>(const RowRange& range)> scan_of, QueryPage& page);

}  // namespace docshare::registry
