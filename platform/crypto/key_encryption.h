#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/crypto/secret_key.h"

namespace docshare::platform {

// Encrypts keys with keys that are kept elsewhere: in a file (key_ring.h), later in a hardware
// module or a key service. Every document has its own key, stored wrapped beside it; to replace the
// wrapping key, wrapped keys are wrapped anew and the documents stay as they are. Thread-safe.
class KeyEncryption {
 public:
  virtual ~KeyEncryption() = default;

  // The key under the active wrapping key. `context` names what the key is for: it opens only with
  // the same one. Returns kUnavailable when the keeper of the wrapping keys does not answer.
  virtual absl::StatusOr<std::string> Wrap(const SecretKey& key, absl::string_view context) = 0;

  // The other way round. Returns kDataLoss for anything Wrap() did not make with this context,
  // kFailedPrecondition, naming it, for a wrapping key that is not here, and kUnavailable as above.
  virtual absl::StatusOr<SecretKey> Unwrap(absl::string_view wrapped,
                                           absl::string_view context) = 0;

  // Whether a wrapped key is under the active wrapping key.
  virtual bool IsActive(absl::string_view wrapped) const = 0;

  // The name of the active wrapping key: no secret.
  virtual std::string active_key_id() const = 0;
};

}  // namespace docshare::platform
