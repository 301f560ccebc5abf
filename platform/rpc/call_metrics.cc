#include "platform/rpc/call_metrics.h"

#include <google/protobuf/descriptor.h>

#include <chrono>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace docshare::platform {
namespace {

using grpc::experimental::InterceptionHookPoints;
using std::chrono::steady_clock;

class CountingInterceptor final : public grpc::experimental::Interceptor {
 public:
  CountingInterceptor(CallMetrics* metrics, const char* method)
      : metrics_(metrics), method_(method) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* batch) override {
    if (batch->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      const std::chrono::duration<double> took = steady_clock::now() - begun_;
      metrics_->CallEnded(method_, batch->GetSendStatus().error_code(), took.count());
    }
    batch->Proceed();
  }

 private:
  CallMetrics* const metrics_;
  const absl::string_view method_;
  const steady_clock::time_point begun_ = steady_clock::now();
};

class CountingInterceptorFactory final
    : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit CountingInterceptorFactory(std::shared_ptr<CallMetrics> metrics)
      : metrics_(std::move(metrics)) {}

  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* call) override {
    return new CountingInterceptor(metrics_.get(), call->method());
  }

 private:
  const std::shared_ptr<CallMetrics> metrics_;
};

std::string CodeName(size_t code) {
  return absl::StatusCodeToString(static_cast<absl::StatusCode>(code));
}

// An alert looks at what is added: the first call of such a code has to add to something.
bool IsAlwaysTold(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::OK:
    case grpc::StatusCode::DATA_LOSS:
    case grpc::StatusCode::INTERNAL:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::UNKNOWN:
      return true;
    default:
      return false;
  }
}

}  // namespace

CallMetrics::CallMetrics(const std::vector<std::string>& methods) {
  for (const std::string& method : methods) {
    names_.emplace_back(absl::StripPrefix(method, "/"));
    calls_.push_back(std::make_unique<Calls>());
    by_method_.emplace(method, calls_.back().get());
  }
  names_.push_back(kOther);
  calls_.push_back(std::make_unique<Calls>());
}

void CallMetrics::CallEnded(absl::string_view method, int code, double seconds) {
  const auto known = by_method_.find(method);
  Calls& calls = known == by_method_.end() ? *calls_.back() : *known->second;
  const size_t number = static_cast<size_t>(code);
  ++calls.by_code[number < kCodes ? number : size_t{grpc::StatusCode::UNKNOWN}];
  calls.seconds.Observe(seconds);
}

std::vector<Metrics::Sample> CallMetrics::Counts() const {
  std::vector<Metrics::Sample> samples;
  for (size_t i = 0; i < calls_.size(); ++i) {
    for (size_t code = 0; code < kCodes; ++code) {
      const uint64_t count = calls_[i]->by_code[code];
      if (count == 0 && !IsAlwaysTold(static_cast<grpc::StatusCode>(code))) continue;
      samples.push_back({.labels = {{"method", names_[i]}, {"code", CodeName(code)}},
                         .value = static_cast<double>(count)});
    }
  }
  return samples;
}

std::vector<Metrics::Sample> CallMetrics::Durations() const {
  std::vector<Metrics::Sample> samples;
  for (size_t i = 0; i < calls_.size(); ++i) {
    Histogram::Reading seconds = calls_[i]->seconds.Read();
    if (seconds.sum == 0) continue;
    samples.push_back({.labels = {{"method", names_[i]}}, .histogram = std::move(seconds)});
  }
  return samples;
}

std::vector<std::string> MethodsOf(const std::string& service) {
  std::vector<std::string> methods;
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service);
  for (int i = 0; descriptor != nullptr && i < descriptor->method_count(); ++i) {
    methods.push_back(absl::StrCat("/", service, "/", descriptor->method(i)->name()));
  }
  return methods;
}

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> CountCalls(
    std::shared_ptr<CallMetrics> metrics) {
  return std::make_unique<CountingInterceptorFactory>(std::move(metrics));
}

void AddCallMetrics(const std::shared_ptr<const CallMetrics>& calls, Metrics& metrics) {
  metrics.AddFamily(Metrics::Type::kCounter, "docshare_calls_total",
                    "Calls that have ended, by method and status code.",
                    [calls] { return calls->Counts(); });
  metrics.AddFamily(Metrics::Type::kHistogram, "docshare_call_duration_seconds",
                    "Time from the beginning of a call to its status, by method.",
                    [calls] { return calls->Durations(); });
}

}  // namespace docshare::platform
