#pragma once

#include <cstdint>
#include <map>
#include <mutex>

#include "repository/content/content_id.h"

namespace docshare::repository {

// Counts who reads a content just now, so that its bytes go only after the last of them. For stores
// whose bytes are gone for a reader once they are deleted. Thread-safe.
class OpenContents {
 public:
  void Begin(const ContentId& id);

  // Whether this was the last reader, and a removal waits for it: the caller does it now.
  bool End(const ContentId& id);

  // Whether somebody reads: then the removal waits for the last End().
  bool Defer(const ContentId& id);

 private:
  struct Readers {
    int64_t count = 0;
    bool removal_waits = false;
  };

  std::mutex mutex_;
  std::map<ContentId, Readers> open_;
};

}  // namespace docshare::repository
