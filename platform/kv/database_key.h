#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/crypto/key_encryption.h"
#include "platform/crypto/secret_key.h"

namespace docshare::platform {

// The key of an encrypted database, in the file KEY of its folder:
//
//   0   8  magic, "DSDBKEY1"
//   8   n  the key, wrapped for the context "database" (key_encryption.h)
//
// The keys of its files derive from it (rocksdb_encryption.h). So a new wrapping key costs one
// small file, whatever the size of the database. Without this file the database is lost: it belongs
// to every backup.

// The key of the database in `folder`; a new one, durable on return, when there is no database yet.
// Returns kFailedPrecondition when the database there is not encrypted, kDataLoss for a damaged
// file, and the errors of Unwrap().
absl::StatusOr<SecretKey> OpenDatabaseKey(const std::string& folder, KeyEncryption& keys);

// Wraps the key anew under the active wrapping key. A crash leaves the old file or the new one.
// Says whether there was anything to do.
absl::StatusOr<bool> RewrapDatabaseKey(const std::string& folder, KeyEncryption& keys);

// Whether the database in `folder` is encrypted.
bool HasDatabaseKey(const std::string& folder);

}  // namespace docshare::platform
