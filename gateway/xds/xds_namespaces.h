#pragma once

namespace docshare::gateway {

// Of documents in messages, and of their removal.
inline constexpr char kXdsNamespace[] = "urn:ihe:iti:xds-b:2007";
inline constexpr char kRmdNamespace[] = "urn:ihe:iti:rmd:2017";

}  // namespace docshare::gateway
