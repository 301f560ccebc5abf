#include "repository/check/clamd_check.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "repository/check/clamd_connection.h"
#include "repository/check/clamd_reply.h"

namespace docshare::repository {
namespace {

// The "z" says that commands and answers end with a zero.
constexpr absl::string_view kInstream("zINSTREAM\0", 10);
constexpr absl::string_view kPing("zPING\0", 6);
// Of one chunk of the protocol.
constexpr size_t kMaxChunkBytes = size_t{1} << 20;

std::array<char, 4> BigEndian(size_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16),
          static_cast<char>(value >> 8), static_cast<char>(value)};
}

class DocumentClamdCheck : public DocumentCheck {
 public:
  DocumentClamdCheck(const ClamdOptions& options, const ClamdAddress& address,
                     std::unique_ptr<ClamdConnection> connection)
      : options_(options), address_(address), connection_(std::move(connection)) {}

  absl::Status Start() { return Remember(Send(kInstream, "")); }

  absl::Status Update(absl::string_view bytes) override {
    // A chunk of no bytes would be the end.
    while (status_.ok() && !bytes.empty()) {
      const absl::string_view chunk = bytes.substr(0, kMaxChunkBytes);
      Remember(SendChunk(chunk)).IgnoreError();
      bytes.remove_prefix(chunk.size());
    }
    return status_;
  }

  absl::Status Finish() override {
    if (!status_.ok()) return status_;
    absl::Status sent = SendChunk("");
    return Remember(sent.ok() ? Verdict() : std::move(sent));
  }

 private:
  absl::Status SendChunk(absl::string_view chunk) {
    const std::array<char, 4> size = BigEndian(chunk.size());
    return Send(absl::string_view(size.data(), size.size()), chunk);
  }

  absl::Status Send(absl::string_view first, absl::string_view second) {
    const absl::StatusOr<bool> sent = connection_->Send(first, second, options_.send_timeout);
    if (!sent.ok()) return sent.status();
    if (*sent) return absl::OkStatus();
    absl::Status verdict = Verdict();
    if (!verdict.ok()) return verdict;
    return absl::UnavailableError(absl::StrCat("the virus scanner at ", address_.text,
                                               " answered before it had the whole document"));
  }

  absl::Status Verdict() {
    const absl::StatusOr<std::string> reply = connection_->ReadReply(options_.reply_timeout);
    return reply.ok() ? VerdictOfReply(*reply, address_.text) : reply.status();
  }

  // clamd has few connections: none is kept for a document that is lost.
  absl::Status Remember(absl::Status status) {
    status_ = std::move(status);
    if (!status_.ok()) connection_.reset();
    return status_;
  }

  const ClamdOptions& options_;
  const ClamdAddress& address_;
  std::unique_ptr<ClamdConnection> connection_;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ClamdCheck>> ClamdCheck::Create(const ClamdOptions& options) {
  const absl::StatusOr<ClamdAddress> address = ParseClamdAddress(options.address);
  if (!address.ok()) return address.status();
  return std::unique_ptr<ClamdCheck>(new ClamdCheck(options, *address));
}

absl::StatusOr<std::unique_ptr<DocumentCheck>> ClamdCheck::Begin(const std::string&) {
  absl::StatusOr<std::unique_ptr<ClamdConnection>> connection =
      ClamdConnection::Open(&address_, options_.connect_timeout);
  if (!connection.ok()) return connection.status();
  auto document = std::make_unique<DocumentClamdCheck>(options_, address_, *std::move(connection));
  if (absl::Status started = document->Start(); !started.ok()) return started;
  return document;
}

absl::Status ClamdCheck::Ping() const {
  const absl::StatusOr<std::unique_ptr<ClamdConnection>> connection =
      ClamdConnection::Open(&address_, options_.connect_timeout);
  if (!connection.ok()) return connection.status();
  // Whether it was sent shows in the answer.
  const absl::StatusOr<bool> sent = (*connection)->Send(kPing, "", options_.connect_timeout);
  if (!sent.ok()) return sent.status();
  const absl::StatusOr<std::string> reply = (*connection)->ReadReply(options_.connect_timeout);
  if (!reply.ok()) return reply.status();
  if (*reply == "PONG") return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("what answers at ", address_.text, " is no virus scanner"));
}

}  // namespace docshare::repository
