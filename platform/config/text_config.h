#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace docshare::platform {

// Longest configuration file that is read.
inline constexpr size_t kMaxConfigBytes = 1 << 20;

// Reads a configuration file in protobuf text format into `config`, which is cleared first.
// Unknown fields, and plain fields given twice, are refused.
//
// Returns kInvalidArgument with the message "PATH:LINE:COLUMN: reason" for the first fault of the
// text, kNotFound for a missing file, kPermissionDenied for one that may not be read, and
// kUnavailable when reading fails; each message names the file. On error `config` is unspecified.
//
// The file may hold a secret: then the reason tells nothing of what is there.
enum class ConfigText { kPublic, kSecret };
absl::Status ReadTextConfig(const std::string& path, google::protobuf::Message* config,
                            ConfigText kind = ConfigText::kPublic);

// The same for text in memory; `name` stands for the path in messages.
absl::Status ParseTextConfig(absl::string_view name, absl::string_view text,
                             google::protobuf::Message* config,
                             ConfigText kind = ConfigText::kPublic);

}  // namespace docshare::platform
