#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare::registry {

// Where the next page of a query begins, as text a client carries without being able to read a
// position out of another query or to make one up. The server keeps nothing.
//
//   base64url( 02 | position, up to 255 bytes | first 16 bytes of HMAC-SHA256 )
//
// The HMAC covers the version, the position with its length, and the query, under the registry's
// cursor key, so a token serves only the query that gave it.
class PageToken {
 public:
  static constexpr size_t kMaxPositionBytes = 255;

  // `cursor_key` is 32 random bytes; `query` is the request without its page fields.
  PageToken(absl::string_view cursor_key, absl::string_view query)
      : cursor_key_(cursor_key), query_(query) {}

  // The token for the page that begins after `position`, in whatever form the query gives it.
  // Requires at most kMaxPositionBytes.
  std::string Seal(absl::string_view position) const;

  // The position. Returns kInvalidArgument for a token that Seal() did not make for this query.
  absl::StatusOr<std::string> Open(absl::string_view token) const;

 private:
  std::string Authenticator(absl::string_view position) const;

  const std::string cursor_key_;
  const std::string query_;
};

}  // namespace docshare::registry
