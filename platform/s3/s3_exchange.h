#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "platform/clock/clock.h"
#include "platform/s3/http_client.h"
#include "platform/s3/s3_endpoint.h"
#include "platform/s3/s3_options.h"
#include "platform/s3/s3_signature.h"

namespace docshare::platform {

struct S3Request {
  std::string method;
  // Empty for the bucket itself.
  std::string key;
  S3Parameters query;
  // Besides those that every request has. Names in lower case.
  S3Parameters headers;
  absl::string_view body;
  // Where the body of a 206 answer goes.
  absl::Span<char> range;
  // When the call ends at the latest, if that is before total_timeout.
  absl::Time deadline = absl::InfiniteFuture();
  // For requests that may be repeated only under a condition: called before every attempt but the
  // first, with the call's deadline. Its error ends the call.
  std::function<absl::Status(absl::Time deadline)> before_repeat;
};

struct S3Reply {
  // Its status is 2xx.
  HttpAnswer answer;
  // How often the request was made: an attempt whose answer was lost may have been carried out.
  int attempts = 1;
};

// Makes signed requests of one bucket, each again and again until it succeeds, is refused or the
// time is up. Thread-safe.
class S3Exchange {
 public:
  // `clock` must outlive this object.
  S3Exchange(const S3Options& options, const S3Endpoint& endpoint, const Clock* clock);

  // Requires a request that may be repeated, or says when. Returns the errors of s3_error.h and
  // http_client.h, with the request's method and key in front; kUnavailable only when the time is
  // up.
  absl::StatusOr<S3Reply> Make(const S3Request& request);

 private:
  absl::StatusOr<HttpAnswer> Attempt(const S3Request& request, const std::string& payload_sha256,
                                     absl::Duration time_limit);

  const S3Options options_;
  const S3Endpoint endpoint_;
  const Clock* const clock_;
  HttpClient http_;
};

}  // namespace docshare::platform
