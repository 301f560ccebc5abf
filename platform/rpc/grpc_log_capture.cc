#include "platform/rpc/grpc_log_capture.h"

#include <grpc/support/log.h>

#include <mutex>

#include "absl/strings/string_view.h"

namespace docshare::platform {
namespace {

// gRPC takes a bare function, so the way to the log is a global of this file. The mutex is held
// while a line is written: gRPC's threads may still be at it when the capture ends.
std::mutex capture_mutex;
OperationalLog* captured_by = nullptr;  // Guarded by capture_mutex.

void Capture(gpr_log_func_args* line) {
  const std::lock_guard<std::mutex> lock(capture_mutex);
  if (captured_by == nullptr) return;
  absl::string_view file = line->file;
  if (const size_t slash = file.rfind('/'); slash != absl::string_view::npos) {
    file.remove_prefix(slash + 1);
  }
  captured_by->Warning("grpc_error",
                       {{"file", file}, {"line", line->line}, {"text", line->message}});
}

}  // namespace

GrpcLogCapture::GrpcLogCapture(OperationalLog* log) {
  const std::lock_guard<std::mutex> lock(capture_mutex);
  captured_by = log;
  gpr_set_log_function(&Capture);
}

GrpcLogCapture::~GrpcLogCapture() {
  gpr_set_log_function(nullptr);  // gRPC's own.
  const std::lock_guard<std::mutex> lock(capture_mutex);
  captured_by = nullptr;
}

}  // namespace docshare::platform
