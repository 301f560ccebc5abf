#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace docshare::platform {

// Key ring files (key_ring.h), made and changed. On return what was written is durable; a crash
// leaves the old file or the new one. Files are for their owner alone.

// A new file with one new key. Returns kAlreadyExists when there is a file, kInvalidArgument for an
// id that is none.
absl::Status MakeKeyRingFile(const std::string& path, absl::string_view key_id);

// Adds a new key and makes it the active one; the others stay. Returns kAlreadyExists when the ring
// has a key of that id, and the errors of KeyRing::Read().
absl::Status AddActiveKey(const std::string& path, absl::string_view key_id);

// Takes a key out. Returns kNotFound when it is not there, kFailedPrecondition for the active one,
// and the errors of KeyRing::Read().
absl::Status RemoveKey(const std::string& path, absl::string_view key_id);

}  // namespace docshare::platform
