#include "gateway/hl7v2/mllp_session.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "platform/http/server_tls.h"
#include "platform/rpc/system_name.h"

namespace docshare::gateway {
namespace {

using platform::SocketStream;
using Result = SocketStream::Result;

constexpr size_t kReadBytes = 16384;
constexpr std::chrono::seconds kLingerTime(1);
constexpr std::chrono::milliseconds kLongestPoll(60'000);

int MillisecondsUntil(std::chrono::steady_clock::time_point deadline) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  return static_cast<int>(std::clamp(left, std::chrono::milliseconds(0), kLongestPoll).count());
}

}  // namespace

absl::string_view MllpEndText(MllpEnd end) {
  switch (end) {
    case MllpEnd::kClosedByPeer:
      return "closed_by_peer";
    case MllpEnd::kDrained:
      return "drained";
    case MllpEnd::kIdle:
      return "idle";
    case MllpEnd::kOld:
      return "old";
    case MllpEnd::kHandshakeFailed:
      return "handshake_failed";
    case MllpEnd::kUnnamedPeer:
      return "unnamed_peer";
    case MllpEnd::kMessageTooSlow:
      return "message_too_slow";
    case MllpEnd::kNotMllp:
      return "not_mllp";
    case MllpEnd::kAnswerNotTaken:
      return "answer_not_taken";
    case MllpEnd::kBroken:
      return "broken";
  }
  return "broken";
}

MllpSession::MllpSession(SocketStream& stream, const MllpLimits& limits, const MllpHandler& handler,
                         int drain_fd)
    : stream_(stream),
      limits_(limits),
      handler_(handler),
      drain_fd_(drain_fd),
      begin_(Clock::now()),
      buffer_(kReadBytes, '\0'),
      decoder_(limits.max_message_bytes, limits.max_noise_bytes) {}

MllpEnd MllpSession::Run() {
  const MllpEnd end = Serve();
  // These ends are ours, and the peer may still be reading.
  if (end == MllpEnd::kDrained || end == MllpEnd::kIdle || end == MllpEnd::kOld ||
      end == MllpEnd::kHandshakeFailed || end == MllpEnd::kUnnamedPeer) {
    Linger();
  }
  return end;
}

MllpEnd MllpSession::Serve() {
  MllpEnd end = MllpEnd::kBroken;
  if (!Handshake(end)) return end;
  Clock::time_point idle_since = Clock::now();
  absl::optional<Clock::time_point> message_since;
  while (!IsDraining()) {
    absl::StatusOr<absl::optional<std::string>> next = decoder_.Next(rest_);
    if (!next.ok()) return MllpEnd::kNotMllp;
    if (next->has_value()) {
      if (!Write(FrameMllp(handler_(**next, system_)))) return MllpEnd::kAnswerNotTaken;
      ++answered_;
      idle_since = Clock::now();
      message_since.reset();
      if (idle_since - begin_ > limits_.connection_age) return MllpEnd::kOld;
      continue;
    }
    if (decoder_.in_message() && !message_since) message_since = Clock::now();
    const bool has_more =
        message_since
            ? ReadMore(*message_since + limits_.message_time, MllpEnd::kMessageTooSlow, end)
            : ReadMore(idle_since + limits_.idle_time, MllpEnd::kIdle, end);
    if (!has_more) return end;
  }
  return MllpEnd::kDrained;
}

bool MllpSession::Handshake(MllpEnd& end) {
  const Clock::time_point deadline = begin_ + limits_.handshake_time;
  while (true) {
    const Result result = stream_.Handshake().result;
    if (result == Result::kDone) break;
    const bool waits = result == Result::kWantRead || result == Result::kWantWrite;
    const Waited waited = waits ? WaitFor(result, deadline, true) : Waited::kTimeOut;
    if (waited == Waited::kReady) continue;
    end = waited == Waited::kDrained ? MllpEnd::kDrained : MllpEnd::kHandshakeFailed;
    return false;
  }
  if (stream_.ssl() == nullptr) {
    system_ = platform::kPlaintextPeerName;
    return true;
  }
  absl::StatusOr<std::string> name = platform::SystemNameOf(*stream_.ssl());
  if (!name.ok()) {
    end = MllpEnd::kUnnamedPeer;
    return false;
  }
  system_ = *std::move(name);
  return true;
}

bool MllpSession::ReadMore(Clock::time_point deadline, MllpEnd if_too_late, MllpEnd& end) {
  while (true) {
    // A peer that never lets a read wait must not outrun the limits.
    if (Clock::now() >= deadline) {
      end = if_too_late;
      return false;
    }
    const SocketStream::Outcome outcome = stream_.Read(buffer_.data(), buffer_.size());
    switch (outcome.result) {
      case Result::kDone:
        rest_ = absl::string_view(buffer_).substr(0, outcome.bytes);
        return true;
      case Result::kEnd:
        end = MllpEnd::kClosedByPeer;
        return false;
      case Result::kBroken:
        end = MllpEnd::kBroken;
        return false;
      case Result::kWantRead:
      case Result::kWantWrite:
        break;
    }
    if (WaitFor(outcome.result, deadline, true) == Waited::kDrained) {
      end = MllpEnd::kDrained;
      return false;
    }
  }
}

bool MllpSession::Write(absl::string_view bytes) {
  const Clock::time_point deadline = Clock::now() + limits_.message_time;
  while (!bytes.empty()) {
    const SocketStream::Outcome outcome = stream_.Write(bytes);
    if (outcome.result == Result::kDone) {
      bytes.remove_prefix(outcome.bytes);
      continue;
    }
    if (outcome.result == Result::kEnd || outcome.result == Result::kBroken) return false;
    // What was done is told, also during a drain.
    if (WaitFor(outcome.result, deadline, false) != Waited::kReady) return false;
  }
  return true;
}

MllpSession::Waited MllpSession::WaitFor(Result result, Clock::time_point deadline,
                                         bool heed_drain) const {
  pollfd fds[] = {
      {.fd = stream_.fd(),
       .events = static_cast<short>(result == Result::kWantRead ? POLLIN : POLLOUT)},
      {.fd = drain_fd_, .events = POLLIN},
  };
  while (true) {
    const int count = poll(fds, heed_drain ? 2 : 1, MillisecondsUntil(deadline));
    if (count > 0) return fds[1].revents != 0 ? Waited::kDrained : Waited::kReady;
    if (Clock::now() >= deadline) return Waited::kTimeOut;
  }
}

bool MllpSession::IsDraining() const {
  pollfd drain = {.fd = drain_fd_, .events = POLLIN};
  return poll(&drain, 1, 0) > 0;
}

// Closing a socket with bytes that nobody read resets it, and an answer on its way may be lost.
void MllpSession::Linger() {
  stream_.EndWriting();
  const Clock::time_point deadline = Clock::now() + kLingerTime;
  char discarded[4096];
  while (Clock::now() < deadline) {
    const ssize_t size = recv(stream_.fd(), discarded, sizeof(discarded), MSG_DONTWAIT);
    if (size == 0) return;
    if (size > 0) continue;
    if (WaitFor(Result::kWantRead, deadline, false) != Waited::kReady) return;
    char peeked;
    // Ready and still without a byte or an end: a fault.
    if (recv(stream_.fd(), &peeked, 1, MSG_PEEK | MSG_DONTWAIT) < 0) return;
  }
}

}  // namespace docshare::gateway
