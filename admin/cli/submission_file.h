#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "docshare/metadata/v1/registry_error.pb.h"
#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare::admin {

// A submission as a file has it.
struct SubmissionFile {
  registry::v1::RegisterDocumentSetRequest submission;
  // What is wrong with the form of an ebRIM file. With an error in it the submission is not whole.
  metadata::v1::RegistryErrorList faults;
};

// Reads a submission: ebRIM XML, an lcm:SubmitObjectsRequest, when the first character is "<", else
// JSON (see consumer::ReadMetadataFile).
//
// Returns kFailedPrecondition for a file that cannot be read or has more than 64 MiB, and
// kInvalidArgument for one that is neither.
absl::StatusOr<SubmissionFile> ReadSubmissionFile(const std::string& path);

}  // namespace docshare::admin
