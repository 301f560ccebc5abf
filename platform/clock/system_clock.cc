#include "platform/clock/system_clock.h"

#include "absl/time/clock.h"

namespace docshare::platform {

absl::Time SystemClock::Now() const { return absl::Now(); }

}  // namespace docshare::platform
