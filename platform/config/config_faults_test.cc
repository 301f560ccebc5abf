#include "platform/config/config_faults.h"

#include <gtest/gtest.h>

namespace docshare::platform {
namespace {

TEST(ConfigFaultsTest, NothingWrongIsOk) { EXPECT_TRUE(ConfigFaults().ToStatus("x.conf").ok()); }

TEST(ConfigFaultsTest, NamesEveryFaultWithItsExample) {
  ConfigFaults faults;
  faults.Missing("data_dir", "data_dir: \"/var/lib/docshare\"");
  faults.Wrong("max_calls", "must be at least 2", "max_calls: 128");

  absl::Status status = faults.ToStatus("x.conf");

  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(),
            "x.conf: data_dir is required, for example: data_dir: \"/var/lib/docshare\"\n"
            "x.conf: max_calls must be at least 2, for example: max_calls: 128");
}

}  // namespace
}  // namespace docshare::platform
