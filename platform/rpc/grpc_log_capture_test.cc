#include "platform/rpc/grpc_log_capture.h"

#include <gmock/gmock.h>
#include <grpc/grpc.h>
#include <grpc/support/log.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace docshare::platform {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(GrpcLogCaptureTest, TurnsGrpcLinesIntoEventsWhileItLives) {
  std::vector<std::string> lines;
  OperationalLog log("test", [&](absl::string_view line) { lines.emplace_back(line); });
  grpc_init();  // Sets gRPC's verbosity.
  {
    const GrpcLogCapture capture(&log);
    gpr_log("src/core/handshake.cc", 42, GPR_LOG_SEVERITY_ERROR, "refused \"%s\"", "it");
    gpr_log("src/core/handshake.cc", 43, GPR_LOG_SEVERITY_DEBUG, "too much detail");
  }
  gpr_log("src/core/handshake.cc", 44, GPR_LOG_SEVERITY_ERROR, "after");
  grpc_shutdown();
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(lines[0],
              AllOf(HasSubstr("\"event\":\"grpc_error\""), HasSubstr("\"file\":\"handshake.cc\""),
                    HasSubstr("\"line\":42"), HasSubstr("\"text\":\"refused \\\"it\\\"\"")));
}

}  // namespace
}  // namespace docshare::platform
