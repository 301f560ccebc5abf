#pragma once

#include "absl/time/time.h"
#include "platform/clock/clock.h"

namespace docshare::platform {

// The machine's clock. It may jump when the machine's time is corrected.
class SystemClock : public Clock {
 public:
  absl::Time Now() const override;
};

}  // namespace docshare::platform
