#pragma once

namespace docshare::repository {

// Release of docshare-repository.
inline constexpr char kRelease[] = "0.1.0";

}  // namespace docshare::repository
