#include "platform/s3/s3_exchange.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/s3/s3_error.h"

namespace docshare::platform {
namespace {

absl::Duration PauseAfter(const S3Options& options, int attempt) {
  thread_local absl::BitGen random;
  const absl::Duration full =
      std::min(options.max_backoff, options.initial_backoff * std::exp2(std::min(attempt - 1, 30)));
  return full * absl::Uniform<double>(random, 0.5, 1.0);
}

// An answer of status 200 may still hold an error: CompleteMultipartUpload begins its answer
// before it is done. Source: "CompleteMultipartUpload" in the Amazon S3 API Reference.
absl::Status StatusOf(const HttpAnswer& answer) {
  const std::string code = answer.body.empty() ? "" : S3ErrorCode(answer.body);
  if (answer.status / 100 != 2) return S3ErrorStatus(answer.status, code);
  if (code.empty()) return absl::OkStatus();
  return S3ErrorStatus(code == "InternalError" ? 500 : code == "SlowDown" ? 503 : 200, code);
}

}  // namespace

S3Exchange::S3Exchange(const S3Options& options, const S3Endpoint& endpoint, const Clock* clock)
    : options_(options),
      endpoint_(endpoint),
      clock_(clock),
      http_({.ca_file = options.ca_file,
             .connect_timeout = options.connect_timeout,
             .stall_timeout = options.stall_timeout}) {}

absl::StatusOr<S3Reply> S3Exchange::Make(const S3Request& request) {
  const absl::Time deadline = std::min(request.deadline, absl::Now() + options_.total_timeout);
  const std::string payload_sha256 = S3PayloadHash(request.body);
  const std::string name =
      absl::StrCat("S3 ", request.method, " ", options_.bucket, "/", request.key);
  for (int attempt = 1;; ++attempt) {
    absl::StatusOr<HttpAnswer> answer = Attempt(request, payload_sha256, deadline - absl::Now());
    const absl::Status status = answer.ok() ? StatusOf(*answer) : answer.status();
    if (status.ok()) return S3Reply{.answer = *std::move(answer), .attempts = attempt};
    if (!absl::IsUnavailable(status)) {
      return absl::Status(status.code(), absl::StrCat(name, ": ", status.message()));
    }
    const absl::Duration pause = PauseAfter(options_, attempt);
    if (absl::Now() + pause >= deadline) {
      return absl::UnavailableError(absl::StrCat(name, ": ", status.message(), " (", attempt,
                                                 attempt == 1 ? " attempt)" : " attempts)"));
    }
    absl::SleepFor(pause);
    if (request.before_repeat == nullptr) continue;
    if (absl::Status may = request.before_repeat(deadline); !may.ok()) return may;
  }
}

absl::StatusOr<HttpAnswer> S3Exchange::Attempt(const S3Request& request,
                                               const std::string& payload_sha256,
                                               absl::Duration time_limit) {
  const std::string timestamp = S3Timestamp(clock_->Now());
  S3SignedRequest signed_request = {
      .method = request.method,
      .path = absl::StrCat("/", S3UriEncode(options_.bucket, false), request.key.empty() ? "" : "/",
                           S3UriEncode(request.key, true)),
      .query = request.query,
      .headers = request.headers,
      .payload_sha256 = payload_sha256};
  signed_request.headers.emplace_back("x-amz-content-sha256", payload_sha256);
  signed_request.headers.emplace_back("x-amz-date", timestamp);
  HttpClientRequest http = {.method = request.method,
                            .url = absl::StrCat(endpoint_.Url(), signed_request.path),
                            // Not signed, and of no use here.
                            .headers = {"Content-Type:", "Expect:"},
                            .body = request.body,
                            .range = request.range};
  if (!request.query.empty()) absl::StrAppend(&http.url, "?", S3CanonicalQuery(request.query));
  for (const auto& [header, value] : signed_request.headers) {
    http.headers.push_back(absl::StrCat(header, ": ", value));
  }
  // libcurl sends this one by itself.
  signed_request.headers.emplace_back("host", endpoint_.host);
  http.headers.push_back(absl::StrCat(
      "Authorization: ",
      S3Authorization(options_.credentials, options_.region, timestamp, signed_request)));
  return http_.Send(http, time_limit);
}

}  // namespace docshare::platform
