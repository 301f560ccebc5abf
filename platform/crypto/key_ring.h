#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/config/v1/key_ring.pb.h"
#include "platform/crypto/key_encryption.h"

namespace docshare::platform {

// Wrapping keys from a file, docshare.config.v1.KeyRing in protobuf text format. Thread-safe.
class KeyRing : public KeyEncryption {
 public:
  // Returns kInvalidArgument, naming the file, the field and the rule, for a file that is no key
  // ring, and kFailedPrecondition for one that others than its owner may read or write. No message
  // has anything of a key in it.
  static absl::StatusOr<std::unique_ptr<KeyRing>> Read(const std::string& path);

  // The same for a message in memory; `name` stands for the path in messages.
  static absl::StatusOr<std::unique_ptr<KeyRing>> Create(absl::string_view name,
                                                         const config::v1::KeyRing& ring);

  // Takes on what the file says now; after an error everything stays as it was. Returns the errors
  // of Read(), and kFailedPrecondition when an id has another key than before.
  absl::Status Reload(const std::string& path);

  absl::StatusOr<std::string> Wrap(const SecretKey& key, absl::string_view context) override;
  absl::StatusOr<SecretKey> Unwrap(absl::string_view wrapped, absl::string_view context) override;
  bool IsActive(absl::string_view wrapped) const override;
  std::string active_key_id() const override;

 private:
  struct Keys {
    std::string active_id;
    absl::flat_hash_map<std::string, SecretKey> by_id;
  };

  explicit KeyRing(Keys keys);

  std::shared_ptr<const Keys> keys() const;

  mutable std::mutex mutex_;
  // Replaced as a whole.
  std::shared_ptr<const Keys> keys_;
};

}  // namespace docshare::platform
