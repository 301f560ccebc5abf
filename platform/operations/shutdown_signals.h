#pragma once

#include <csignal>

namespace docshare::platform {

// Turns SIGTERM and SIGINT into something a thread waits for.
//
// Construct it first thing in main(), before any other thread exists: the constructor blocks both
// signals in the calling thread, threads inherit that, and a thread that missed it would be killed
// by the signal instead. The destructor restores the calling thread's mask.
//
// Thread-safe but for construction and destruction. One thread waits at a time.
class ShutdownSignals {
 public:
  ShutdownSignals();
  ~ShutdownSignals();

  ShutdownSignals(const ShutdownSignals&) = delete;
  ShutdownSignals& operator=(const ShutdownSignals&) = delete;

  // Blocks until a signal or a request arrives and consumes it. Returns the signal's number, 0 for
  // a request. A signal that arrived earlier is not lost; requests not yet waited for count as one.
  int Wait();

  // Makes Wait() return 0, as when the process itself decides to stop.
  void Request();

 private:
  sigset_t previous_mask_;
  int signal_fd_ = -1;
  int request_fd_ = -1;
};

}  // namespace docshare::platform
