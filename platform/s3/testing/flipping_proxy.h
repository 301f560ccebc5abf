#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

namespace docshare::platform {

// Passes TCP connections on to a port of this machine, one at a time, and flips one bit on the way
// there: of the byte at `position`, counted over all connections. Thread-safe.
class FlippingProxy {
 public:
  FlippingProxy(uint16_t target_port, uint64_t position);
  ~FlippingProxy();

  // Where it listens, on 127.0.0.1.
  uint16_t port() const { return port_; }

  bool flipped() const { return seen_ > position_; }

 private:
  void Serve();
  void PassOn(int client, int target);

  const uint16_t target_port_;
  const uint64_t position_;
  std::atomic<uint64_t> seen_{0};
  std::atomic<bool> ends_{false};
  int listening_;
  uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace docshare::platform
