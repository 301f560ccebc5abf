#pragma once

namespace docshare::registry {

// Release of docshare-registry.
inline constexpr char kRelease[] = "0.1.0";

}  // namespace docshare::registry
