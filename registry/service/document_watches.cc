#include "registry/service/document_watches.h"

#include <grpcpp/alarm.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::registry {
namespace {

grpc::Status ToAnswer(const absl::Status& status) {
  const bool standard = !absl::IsPermissionDenied(status) && !absl::IsUnauthenticated(status) &&
                        !absl::IsUnavailable(status) && !absl::IsCancelled(status);
  return platform::ToGrpcStatus(
      standard ? WithXdsErrorIfMissing(status, XdsErrorCode::kRegistryError) : status);
}

}  // namespace

class DocumentWatches::Refusal final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  explicit Refusal(const absl::Status& status) { Finish(ToAnswer(status)); }

  void OnDone() override { delete this; }
};

// One call. At any time either a write or an alarm is under way, and its end decides what comes
// next: nothing else touches the state, apart from the two flags.
class DocumentWatches::Watch final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  Watch(DocumentWatches* watches, ChangeFilter filter, const FeedPlace& after)
      : watches_(watches), filter_(std::move(filter)), reached_(after) {
    LookLater(absl::ZeroDuration());
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return End(absl::CancelledError("the follower is gone"));
    if (caught_up_) return LookLater(settings().poll_interval);
    Look();
  }

  void OnCancel() override { cancelled_.store(true, std::memory_order_relaxed); }

  void OnDone() override {
    --watches_->running_;
    delete this;
  }

 private:
  const Settings& settings() const { return watches_->settings_; }

  void LookLater(absl::Duration pause) {
    // A new one each time: this runs inside the callback of the one before.
    alarm_ = std::make_unique<grpc::Alarm>();
    alarm_->Set(std::chrono::system_clock::now() + absl::ToChronoNanoseconds(pause),
                [this](bool) { Look(); });
  }

  void Look() {
    if (cancelled_.load(std::memory_order_relaxed)) {
      return End(absl::CancelledError("the follower is gone"));
    }
    if (watches_->ending_.load(std::memory_order_relaxed)) {
      return End(absl::UnavailableError(
          "the server drains; watch again from the place reached, in a moment"));
    }
    silence_ += settings().poll_interval;
    const bool nothing_new =
        caught_up_ && watches_->store_->durable_position() == reached_.position;
    if (nothing_new && silence_ < settings().heartbeat) return LookLater(settings().poll_interval);
    auto batch = ReadChanges(*watches_->store_, filter_, reached_, settings().limits);
    if (!batch.ok()) return End(batch.status());
    reached_ = batch->reached;
    caught_up_ = batch->caught_up;
    // A follower whose filters let little through still learns how far the stream is.
    if (batch->changes == 0 && caught_up_ && silence_ < settings().heartbeat) {
      return LookLater(settings().poll_interval);
    }
    silence_ = absl::ZeroDuration();
    const grpc::Slice slice(batch->response);
    message_ = grpc::ByteBuffer(&slice, 1);
    StartWrite(&message_);
  }

  // Nothing of this object may be touched afterwards.
  void End(const absl::Status& status) {
    if (absl::IsDataLoss(status) || absl::IsInternal(status)) {
      watches_->log_->Error("call_failed", {{"method", "WatchDocuments"},
                                            {"code", absl::StatusCodeToString(status.code())}});
    }
    Finish(ToAnswer(status));
  }

  DocumentWatches* const watches_;
  const ChangeFilter filter_;
  FeedPlace reached_;
  bool caught_up_ = false;
  // Since the last message: the pauses count, the time for reading does not. The first message is
  // sent in any case, so that the follower knows where it stands.
  absl::Duration silence_ = absl::InfiniteDuration();
  grpc::ByteBuffer message_;
  std::unique_ptr<grpc::Alarm> alarm_;
  std::atomic<bool> cancelled_{false};
};

grpc::ServerWriteReactor<grpc::ByteBuffer>* DocumentWatches::Start(ChangeFilter filter,
                                                                   const FeedPlace& after) {
  if (++running_ > settings_.max_watches) {
    --running_;
    return Refuse(XdsError(XdsErrorCode::kRegistryBusy, "",
                           absl::StrCat("more than ", settings_.max_watches,
                                        " followers at a time; try again later")));
  }
  return new Watch(this, std::move(filter), after);
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* DocumentWatches::Refuse(const absl::Status& status) {
  return new Refusal(status);
}

}  // namespace docshare::registry
