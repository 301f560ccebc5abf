#pragma once

#include <grpcpp/support/server_interceptor.h>
#include <grpcpp/support/status.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "platform/metrics/histogram.h"
#include "platform/metrics/metrics.h"

namespace docshare::platform {

// Counts the calls of a server by method and status code, and how long they took: from the first
// byte to the moment the status is sent, the whole stream of a streaming call. Thread-safe.
class CallMetrics {
 public:
  // What calls of all other methods are counted under: those of health and reflection, and names a
  // caller made up. So that nobody outside can add a label.
  static constexpr char kOther[] = "other";

  // `methods` are paths as on the wire: "/docshare.registry.v1.RegistryService/FindDocuments".
  explicit CallMetrics(const std::vector<std::string>& methods);

  // `code` is a grpc::StatusCode; others count as UNKNOWN.
  void CallEnded(absl::string_view method, int code, double seconds);

  // A line for every method with code OK and with those that alerts look at, and for other codes
  // that occurred.
  std::vector<Metrics::Sample> Counts() const;
  // A histogram for every method that was called.
  std::vector<Metrics::Sample> Durations() const;

 private:
  static constexpr size_t kCodes = grpc::StatusCode::UNAUTHENTICATED + 1;

  struct Calls {
    std::array<std::atomic<uint64_t>, kCodes> by_code{};
    Histogram seconds;
  };

  // In the order of the constructor, kOther last. Neither changes afterwards.
  std::vector<std::string> names_;
  std::vector<std::unique_ptr<Calls>> calls_;
  absl::flat_hash_map<std::string, Calls*> by_method_;
};

// Paths of the methods of a service whose generated code is in this process; none of another.
std::vector<std::string> MethodsOf(const std::string& service);

// Makes a server count its calls.
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> CountCalls(
    std::shared_ptr<CallMetrics> metrics);

// Tells them under docshare_calls_total and docshare_call_duration_seconds.
void AddCallMetrics(const std::shared_ptr<const CallMetrics>& calls, Metrics& metrics);

}  // namespace docshare::platform
