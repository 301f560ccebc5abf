#pragma once

#include <csignal>

#include "absl/status/status.h"

namespace docshare::consumer {

// Lets SIGINT and SIGTERM end a transfer in good order while the object lives: the first one makes
// Check() fail, so that a half-written file is removed; another one ends the process as usual.
//
// One object at a time, on the main thread.
class Interruption {
 public:
  Interruption();
  ~Interruption();

  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  // kCancelled after a signal.
  absl::Status Check() const;

 private:
  struct sigaction before_int_;
  struct sigaction before_term_;
};

}  // namespace docshare::consumer
