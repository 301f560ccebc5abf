#include "consumer/cli/interruption.h"

namespace docshare::consumer {
namespace {

volatile std::sig_atomic_t interrupted = 0;

void OnSignal(int) { interrupted = 1; }

}  // namespace

Interruption::Interruption() {
  interrupted = 0;
  struct sigaction action = {};
  action.sa_handler = OnSignal;
  // SA_RESETHAND: the next signal has its usual effect.
  action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
  sigaction(SIGINT, &action, &before_int_);
  sigaction(SIGTERM, &action, &before_term_);
}

Interruption::~Interruption() {
  sigaction(SIGINT, &before_int_, nullptr);
  sigaction(SIGTERM, &before_term_, nullptr);
}

absl::Status Interruption::Check() const {
  return interrupted != 0 ? absl::CancelledError("interrupted") : absl::OkStatus();
}

}  // namespace docshare::consumer
