#pragma once

namespace docshare::gateway {

// Of documents in messages, of their removal, and of XOP.
inline constexpr char kXdsNamespace[] = "urn:ihe:iti:xds-b:2007";
inline constexpr char kRmdNamespace[] = "urn:ihe:iti:rmd:2017";
inline constexpr char kXopNamespace[] = "http://www.w3.org/2004/08/xop/include";

}  // namespace docshare::gateway
