#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "platform/operations/operational_log.h"
#include "registry/feed/change_filter.h"
#include "registry/feed/feed_place.h"
#include "registry/feed/read_changes.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The WatchDocuments calls of a server. Each looks at the store by itself: it reads a batch, lets
// go of the store, writes the batch when the follower takes it, and goes on from where it stood. A
// follower that is slow or away costs one batch of memory. One that has seen everything looks every
// `poll_interval` whether the durable position moved, which is one atomic read: no commit ever
// waits for a follower. Thread-safe.
class DocumentWatches {
 public:
  struct Settings {
    absl::Duration poll_interval = absl::Milliseconds(100);
    // Longest silence on a stream.
    absl::Duration heartbeat = absl::Seconds(10);
    int max_watches = 256;
    FeedLimits limits;
  };

  // `store` and `log` must outlive the watches, and the watches every call.
  DocumentWatches(const RegistryStore* store, platform::OperationalLog* log,
                  const Settings& settings)
      : store_(store), log_(log), settings_(settings) {}

  // Starts to send what `filter` lets through. More than max_watches at a time are refused with
  // XDSRegistryBusy.
  grpc::ServerWriteReactor<grpc::ByteBuffer>* Start(ChangeFilter filter, const FeedPlace& after);

  // Ends a call at once.
  grpc::ServerWriteReactor<grpc::ByteBuffer>* Refuse(const absl::Status& status);

  // Ends every call with UNAVAILABLE within a poll interval, later ones too: the server drains.
  void End() { ending_.store(true, std::memory_order_relaxed); }

  // Calls that run.
  int running() const { return running_.load(std::memory_order_relaxed); }

 private:
  class Watch;
  class Refusal;

  const RegistryStore* const store_;
  platform::OperationalLog* const log_;
  const Settings settings_;
  std::atomic<bool> ending_{false};
  std::atomic<int> running_{0};
};

}  // namespace docshare::registry
