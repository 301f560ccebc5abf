#pragma once

#include <google/protobuf/repeated_field.h>

#include "absl/status/statusor.h"
#include "docshare/admin/v1/code_set_service.pb.h"
#include "docshare/config/v1/validation.pb.h"
#include "registry/validation/code_sets.h"

namespace docshare::registry {

// The work of CodeSetService: what administrators are told of the value sets in `codes`, and what
// they do with them. Codes are no secret. Each returns kInvalidArgument or kFailedPrecondition as
// docshare/admin/v1/code_set_service.proto says.

absl::StatusOr<admin::v1::ListCodeSetsResponse> ListCodeSets(
    const CodeSets& codes, const admin::v1::ListCodeSetsRequest& request);

// Reads `files` from disk.
absl::StatusOr<admin::v1::LoadCodeSetsResponse> LoadCodeSets(
    CodeSets& codes, const google::protobuf::RepeatedPtrField<config::v1::CodeFile>& files);

absl::StatusOr<admin::v1::DiffCodeSetsResponse> DiffCodeSets(
    const CodeSets& codes, const admin::v1::DiffCodeSetsRequest& request);

absl::StatusOr<admin::v1::ActivateCodeSetsResponse> ActivateCodeSets(
    CodeSets& codes, const admin::v1::ActivateCodeSetsRequest& request);

absl::StatusOr<admin::v1::RollBackCodeSetsResponse> RollBackCodeSets(
    CodeSets& codes, const admin::v1::RollBackCodeSetsRequest& request);

}  // namespace docshare::registry
