#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/crypto/key_ring.h"
#include "platform/kv/kv_store.h"
#include "repository/content/document_keys.h"

namespace docshare::repository {

// How far a rotation is.
struct RotationProgress {
  int64_t keys = 0;
  int64_t rewrapped = 0;
};

// Has every key of the repository wrapped under the active key of its key ring file.
class KeyRotation {
 public:
  // `rewrap_database_key` does so for the database, and says whether there was anything to do.
  // Everything must outlive this object.
  KeyRotation(platform::KeyRing* ring, std::string ring_path,
              std::function<absl::StatusOr<bool>()> rewrap_database_key,
              DocumentKeys* document_keys, platform::KvStore* kv)
      : ring_(ring),
        ring_path_(std::move(ring_path)),
        rewrap_database_key_(std::move(rewrap_database_key)),
        document_keys_(document_keys),
        kv_(kv) {}

  // Reads the file again first. On success everything is durable, and no key is under another one
  // than the active one. `tell` hears every few hundred keys how far it is and ends it by an error;
  // what was done stays.
  //
  // Returns the errors of KeyRing::Reload() and DocumentKeys::Rewrap().
  absl::Status Run(absl::FunctionRef<absl::Status(const RotationProgress&)> tell);

 private:
  platform::KeyRing* const ring_;
  const std::string ring_path_;
  const std::function<absl::StatusOr<bool>()> rewrap_database_key_;
  DocumentKeys* const document_keys_;
  platform::KvStore* const kv_;
};

}  // namespace docshare::repository
