#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "registry/feed/change_filter.h"
#include "registry/feed/feed_place.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// How much of the change feed is read at a time. What is read is held until the follower has taken
// it; nothing else is.
struct FeedLimits {
  size_t max_changes = 100;
  // Ends a batch that has reached it.
  size_t max_bytes = 256 << 10;
  // Rows looked at, whether they match or not.
  size_t max_rows = 1000;
};

// A piece of the change feed.
struct FeedBatch {
  // docshare.registry.v1.WatchDocumentsResponse, wire bytes.
  std::string response;
  // Changes in it.
  size_t changes = 0;
  FeedPlace reached;
  // Whether that is all there is for now.
  bool caught_up = false;
};

// Reads the next changes that match, up to the last position that is durable: a later one may be
// given again after a crash, and a follower who was told of it would miss the change that gets it.
// Neither a snapshot nor an iterator outlives the call.
//
// Returns kFailedPrecondition with XDSRegistryError when `after` lies ahead of the commit position,
// and the errors of the store.
absl::StatusOr<FeedBatch> ReadChanges(const RegistryStore& store, const ChangeFilter& filter,
                                      FeedPlace after, const FeedLimits& limits);

}  // namespace docshare::registry
