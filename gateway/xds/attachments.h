#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "platform/stream/byte_source.h"

namespace docshare::gateway {

// The parts of a message beside its XML, in the order they arrive, each once. Not thread-safe.
class Attachments {
 public:
  virtual ~Attachments() = default;

  struct Attachment {
    // Without angle brackets, percent signs undone.
    std::string content_id;
    // Valid until the next call of Next().
    platform::ByteSource* bytes;
  };

  // The next one; nullopt after the last. What was not read of the one before is passed over.
  virtual absl::StatusOr<absl::optional<Attachment>> Next() = 0;
};

}  // namespace docshare::gateway
