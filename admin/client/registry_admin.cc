#include "admin/client/registry_admin.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::admin {
namespace {

constexpr std::chrono::milliseconds kStopCheckInterval{100};
constexpr absl::Duration kReconnectPause = absl::Seconds(1);

// Cancels a call once a check fails. The check ends with this object.
class Canceller {
 public:
  Canceller(grpc::ClientContext* context, const StopCheck& stop)
      : thread_([this, context, &stop] { Run(context, stop); }) {}

  ~Canceller() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      done_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }

  Canceller(const Canceller&) = delete;
  Canceller& operator=(const Canceller&) = delete;

 private:
  void Run(grpc::ClientContext* context, const StopCheck& stop) {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!changed_.wait_for(lock, kStopCheckInterval, [this] { return done_; })) {
      if (stop().ok()) continue;
      context->TryCancel();
      return;
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool done_ = false;  // Guarded by mutex_.
  std::thread thread_;
};

// Reads a stream to its end, or until somebody wants to stop.
template <typename Response>
absl::Status ReadStream(grpc::ClientContext& context, grpc::ClientReader<Response>& reader,
                        const std::function<absl::Status(const Response&)>& visit,
                        const StopCheck& stop) {
  absl::Status visited;
  grpc::Status finished;
  {
    const Canceller canceller(&context, stop);
    Response response;
    while (visited.ok() && reader.Read(&response)) visited = visit(response);
    if (!visited.ok()) context.TryCancel();
    finished = reader.Finish();
  }
  if (!visited.ok()) return visited;
  if (absl::Status stopped = stop(); !stopped.ok()) return stopped;
  return platform::FromGrpcStatus(finished);
}

// Makes a call, which may be repeated unless it changes something: a repetition after a change
// whose answer was lost would be refused, and look as if nothing had happened.
enum class Effect { kNone, kChange };
template <typename Response, typename Attempt>
absl::StatusOr<Response> Ask(const RegistryAdminOptions& options, Effect effect, Attempt attempt) {
  Response response;
  platform::RetryPolicy retry = options.retry;
  if (effect == Effect::kChange) retry.max_attempts = 1;
  absl::Status status = platform::CallWithRetry(
      retry, absl::Now() + options.call_timeout,
      [&](grpc::ClientContext& context) { return attempt(&context, &response); });
  if (!status.ok()) return status;
  return response;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RegistryAdmin>> RegistryAdmin::Create(
    const RegistryAdminOptions& options) {
  absl::StatusOr<std::shared_ptr<grpc::Channel>> channel = platform::OpenChannel(options.registry);
  if (!channel.ok()) return channel.status();
  std::unique_ptr<RegistryAdmin> admin(new RegistryAdmin(options));
  admin->admin_ = v1::RegistryAdminService::NewStub(*channel);
  admin->code_sets_ = v1::CodeSetService::NewStub(*channel);
  admin->registry_ = registry::v1::RegistryService::NewStub(*channel);
  return admin;
}

absl::StatusOr<v1::GetStatusResponse> RegistryAdmin::GetStatus() {
  return Ask<v1::GetStatusResponse>(options_, Effect::kNone, [&](auto* context, auto* response) {
    return admin_->GetStatus(context, {}, response);
  });
}

absl::StatusOr<v1::LookUpPatientResponse> RegistryAdmin::LookUpPatient(
    const v1::LookUpPatientRequest& request) {
  return Ask<v1::LookUpPatientResponse>(options_, Effect::kNone,
                                        [&](auto* context, auto* response) {
                                          return admin_->LookUpPatient(context, request, response);
                                        });
}

absl::StatusOr<v1::GetObjectResponse> RegistryAdmin::GetObject(
    const v1::GetObjectRequest& request) {
  return Ask<v1::GetObjectResponse>(options_, Effect::kNone, [&](auto* context, auto* response) {
    return admin_->GetObject(context, request, response);
  });
}

absl::StatusOr<v1::GetRowsResponse> RegistryAdmin::GetRows(const v1::GetRowsRequest& request) {
  return Ask<v1::GetRowsResponse>(options_, Effect::kNone, [&](auto* context, auto* response) {
    return admin_->GetRows(context, request, response);
  });
}

absl::StatusOr<v1::WithdrawResponse> RegistryAdmin::Withdraw(const v1::WithdrawRequest& request) {
  const Effect effect = request.dry_run() ? Effect::kNone : Effect::kChange;
  return Ask<v1::WithdrawResponse>(options_, effect, [&](auto* context, auto* response) {
    return admin_->Withdraw(context, request, response);
  });
}

absl::StatusOr<v1::ListCodeSetsResponse> RegistryAdmin::ListCodeSets(
    const v1::ListCodeSetsRequest& request) {
  return Ask<v1::ListCodeSetsResponse>(options_, Effect::kNone, [&](auto* context, auto* response) {
    return code_sets_->ListCodeSets(context, request, response);
  });
}

absl::StatusOr<v1::LoadCodeSetsResponse> RegistryAdmin::LoadCodeSets() {
  return Ask<v1::LoadCodeSetsResponse>(options_, Effect::kNone, [&](auto* context, auto* response) {
    return code_sets_->LoadCodeSets(context, {}, response);
  });
}

absl::StatusOr<v1::DiffCodeSetsResponse> RegistryAdmin::DiffCodeSets(
    const v1::DiffCodeSetsRequest& request) {
  return Ask<v1::DiffCodeSetsResponse>(options_, Effect::kNone, [&](auto* context, auto* response) {
    return code_sets_->DiffCodeSets(context, request, response);
  });
}

absl::StatusOr<v1::ActivateCodeSetsResponse> RegistryAdmin::ActivateCodeSets(
    const v1::ActivateCodeSetsRequest& request) {
  return Ask<v1::ActivateCodeSetsResponse>(
      options_, Effect::kChange, [&](auto* context, auto* response) {
        return code_sets_->ActivateCodeSets(context, request, response);
      });
}

absl::StatusOr<v1::RollBackCodeSetsResponse> RegistryAdmin::RollBackCodeSets(
    const v1::RollBackCodeSetsRequest& request) {
  return Ask<v1::RollBackCodeSetsResponse>(
      options_, Effect::kChange, [&](auto* context, auto* response) {
        return code_sets_->RollBackCodeSets(context, request, response);
      });
}

absl::StatusOr<registry::v1::ValidateSubmissionResponse> RegistryAdmin::ValidateSubmission(
    const registry::v1::ValidateSubmissionRequest& request) {
  return Ask<registry::v1::ValidateSubmissionResponse>(
      options_, Effect::kNone, [&](auto* context, auto* response) {
        return registry_->ValidateSubmission(context, request, response);
      });
}

absl::Status RegistryAdmin::RebuildIndexes(
    const v1::RebuildIndexesRequest& request,
    const std::function<absl::Status(const v1::RebuildIndexesResponse& response)>& visit,
    const StopCheck& stop) {
  grpc::ClientContext context;
  auto reader = admin_->RebuildIndexes(&context, request);
  return ReadStream<v1::RebuildIndexesResponse>(context, *reader, visit, stop);
}

absl::Status RegistryAdmin::WatchDocuments(
    registry::v1::WatchDocumentsRequest request,
    const std::function<absl::Status(const registry::v1::WatchDocumentsResponse& response)>& visit,
    const StopCheck& stop) {
  bool answered = false;
  while (true) {
    grpc::ClientContext context;
    auto reader = registry_->WatchDocuments(&context, request);
    absl::Status status = ReadStream<registry::v1::WatchDocumentsResponse>(
        context, *reader,
        [&](const registry::v1::WatchDocumentsResponse& response) {
          answered = true;
          absl::Status visited = visit(response);
          if (!visited.ok()) return visited;
          request.set_after_position(response.reached_position());
          request.clear_after_number();
          if (response.has_reached_number()) request.set_after_number(response.reached_number());
          return absl::OkStatus();
        },
        stop);
    if (!answered || !absl::IsUnavailable(status)) return status;
    absl::SleepFor(kReconnectPause);
  }
}

}  // namespace docshare::admin
