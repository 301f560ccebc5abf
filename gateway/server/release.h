#pragma once

namespace docshare::gateway {

// Release of docshare-gateway.
inline constexpr char kRelease[] = "0.1.0";

}  // namespace docshare::gateway
