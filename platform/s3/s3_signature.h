#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace docshare::platform {

// Who asks. The secret is never sent and never printed.
struct S3Credentials {
  std::string access_key_id;
  std::string secret_access_key;
};

// Names and values as they are meant, not yet encoded.
using S3Parameters = std::vector<std::pair<std::string, std::string>>;

// What a signature covers.
struct S3SignedRequest {
  std::string method;
  // As sent: percent-encoded, beginning with a slash.
  std::string path;
  S3Parameters query;
  // Names in lower case; "host" and "x-amz-date" must be among them.
  S3Parameters headers;
  // SHA-256 of the body, in hex.
  std::string payload_sha256;
};

// SHA-256 in 64 lower-case hex digits.
std::string S3PayloadHash(absl::string_view bytes);

// Percent-encodes all but letters, digits and -._~ and, when asked, the slash.
std::string S3UriEncode(absl::string_view text, bool keep_slash);

// The query as it is signed and as it is sent: encoded, sorted, with "=" after every name.
std::string S3CanonicalQuery(const S3Parameters& query);

// A time as the header x-amz-date has it, e.g. "20130524T000000Z".
std::string S3Timestamp(absl::Time time);

// The value of the Authorization header. `timestamp` is that of x-amz-date.
//
// Source: AWS Signature Version 4, "Signature Calculations for the Authorization Header:
// Transferring Payload in a Single Chunk" in the Amazon S3 API Reference.
std::string S3Authorization(const S3Credentials& credentials, absl::string_view region,
                            absl::string_view timestamp, const S3SignedRequest& request);

}  // namespace docshare::platform
