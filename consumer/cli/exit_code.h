#pragma once

#include <string>

#include "absl/status/status.h"

namespace docshare::consumer {

// How `docshare` ends. Scripts rely on the numbers: they never change.
enum class ExitCode {
  kOk = 0,
  kRefused = 1,           // The server refused, with the standard's errors, or failed.
  kUsage = 2,             // Arguments, configuration, or a local file.
  kNotFound = 3,          // No such document or folder.
  kPermissionDenied = 4,  // Not allowed, or not known to the server.
  kUnavailable = 5,       // Unreachable, overloaded or too slow: try again later.
  kDamaged = 6,           // The document's bytes are not what they should be.
  kInterrupted = 130,     // By a signal.
};

// The exit code for the result of a command. A fault of this side, in arguments, configuration or
// local files, is kInvalidArgument or kFailedPrecondition without errors of the standard; servers
// of ours send these two codes with such errors only.
ExitCode ExitCodeOf(const absl::Status& status);

// The codes and their meaning, one a line, for people.
std::string ExitCodeTable();

}  // namespace docshare::consumer
