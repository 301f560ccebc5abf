#include "platform/operations/shutdown_signals.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace docshare::platform {
namespace {

// The calls below fail only when the process has no file descriptors left or passes a bad argument:
// there is no way to run on without knowing when to stop.
void Require(bool condition, const char* call) {
  if (condition) return;
  std::perror(call);
  std::abort();
}

}  // namespace

ShutdownSignals::ShutdownSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  errno = pthread_sigmask(SIG_BLOCK, &signals, &previous_mask_);
  Require(errno == 0, "pthread_sigmask");
  signal_fd_ = signalfd(-1, &signals, SFD_CLOEXEC);
  Require(signal_fd_ >= 0, "signalfd");
  request_fd_ = eventfd(0, EFD_CLOEXEC);
  Require(request_fd_ >= 0, "eventfd");
}

ShutdownSignals::~ShutdownSignals() {
  close(signal_fd_);
  close(request_fd_);
  pthread_sigmask(SIG_SETMASK, &previous_mask_, nullptr);
}

int ShutdownSignals::Wait() {
  pollfd ready[] = {{.fd = signal_fd_, .events = POLLIN, .revents = 0},
                    {.fd = request_fd_, .events = POLLIN, .revents = 0}};
  while (poll(ready, 2, -1) < 0) Require(errno == EINTR, "poll");
  if ((ready[0].revents & POLLIN) != 0) {
    signalfd_siginfo info;
    Require(read(signal_fd_, &info, sizeof info) == sizeof info, "read signalfd");
    return static_cast<int>(info.ssi_signo);
  }
  uint64_t requests = 0;
  Require(read(request_fd_, &requests, sizeof requests) == sizeof requests, "read eventfd");
  return 0;
}

void ShutdownSignals::Request() {
  const uint64_t one = 1;
  Require(write(request_fd_, &one, sizeof one) == sizeof one, "write eventfd");
}

}  // namespace docshare::platform
