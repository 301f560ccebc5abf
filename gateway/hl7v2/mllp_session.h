#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "gateway/hl7v2/mllp_framing.h"
#include "platform/http/socket_stream.h"

namespace docshare::gateway {

// Makes the answer to a message that `system` sent. Called by several threads at once.
using MllpHandler =
    std::function<std::string(absl::string_view message, const std::string& system)>;

// How long a connection may take for what.
struct MllpLimits {
  std::chrono::nanoseconds handshake_time = std::chrono::seconds(10);
  // A message from its first byte to its last, and an answer until it is taken.
  std::chrono::nanoseconds message_time = std::chrono::seconds(30);
  // Without a whole message, whatever else comes.
  std::chrono::nanoseconds idle_time = std::chrono::hours(1);
  // An older connection is ended between two messages, so that a certificate that has expired or
  // lost its authority does not stay in use.
  std::chrono::nanoseconds connection_age = std::chrono::hours(24);
  size_t max_message_bytes = size_t{1} << 20;
  size_t max_noise_bytes = size_t{64} << 10;
};

// Why a connection ended.
enum class MllpEnd {
  kClosedByPeer,
  kDrained,
  kIdle,
  kOld,
  // No TLS, or no certificate that is trusted.
  kHandshakeFailed,
  // A certificate that names no system.
  kUnnamedPeer,
  kMessageTooSlow,
  // A message or noise beyond the limits.
  kNotMllp,
  kAnswerNotTaken,
  kBroken,
};

// A snake_case word for a log.
absl::string_view MllpEndText(MllpEnd end);

// One connection from handshake to end. Messages are answered in order, each before the next is
// read: what a sender has no answer to, it has to send again. Owned and run by one thread.
class MllpSession {
 public:
  // `drain_fd` becomes readable, and stays so, when no further message is to be taken. The
  // arguments have to outlive the session.
  MllpSession(platform::SocketStream& stream, const MllpLimits& limits, const MllpHandler& handler,
              int drain_fd);

  MllpEnd Run();

  // Messages that were answered.
  int64_t answered() const { return answered_; }

 private:
  using Clock = std::chrono::steady_clock;
  enum class Waited { kReady, kTimeOut, kDrained };

  MllpEnd Serve();
  // False, and why in `end`, without a peer with a name.
  bool Handshake(MllpEnd& end);
  // Puts what comes next into rest_. False, and why in `end`, when nothing comes.
  bool ReadMore(Clock::time_point deadline, MllpEnd if_too_late, MllpEnd& end);
  bool Write(absl::string_view bytes);
  Waited WaitFor(platform::SocketStream::Result result, Clock::time_point deadline,
                 bool heed_drain) const;
  bool IsDraining() const;
  void Linger();

  platform::SocketStream& stream_;
  const MllpLimits& limits_;
  const MllpHandler& handler_;
  const int drain_fd_;
  const Clock::time_point begin_;
  std::string system_;
  std::string buffer_;
  // Of buffer_, not yet decoded.
  absl::string_view rest_;
  MllpDecoder decoder_;
  int64_t answered_ = 0;
};

}  // namespace docshare::gateway
