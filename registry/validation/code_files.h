#pragma once

#include <google/protobuf/repeated_field.h>

#include <vector>

#include "absl/status/statusor.h"
#include "docshare/config/v1/validation.pb.h"
#include "domain/codes/code_file.h"

namespace docshare::registry {

// The files of codes that the configuration names, as they are on disk now.
// Requires a checked configuration (registry/server/validation_settings.h).
// Returns kNotFound for a file that cannot be read and kInvalidArgument for one of more than 16
// MiB, naming it.
absl::StatusOr<std::vector<CodeFile>> ReadCodeFiles(
    const google::protobuf::RepeatedPtrField<config::v1::CodeFile>& files);

}  // namespace docshare::registry
