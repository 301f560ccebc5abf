#include "platform/rpc/retry.h"

#include <gtest/gtest.h>

#include <vector>

#include "absl/time/clock.h"

namespace docshare::platform {
namespace {

RetryPolicy Fast() {
  return {.max_attempts = 4,
          .initial_backoff = absl::Milliseconds(1),
          .max_backoff = absl::Milliseconds(2)};
}

// Fails with `codes` one after the other, then succeeds; counts the attempts.
class Server {
 public:
  explicit Server(std::vector<grpc::StatusCode> codes) : codes_(std::move(codes)) {}

  grpc::Status operator()(grpc::ClientContext&) {
    const size_t attempt = attempts_++;
    if (attempt >= codes_.size()) return grpc::Status::OK;
    return grpc::Status(codes_[attempt], "refused");
  }

  size_t attempts() const { return attempts_; }

 private:
  std::vector<grpc::StatusCode> codes_;
  size_t attempts_ = 0;
};

absl::Status Call(Server& server, const RetryPolicy& policy,
                  absl::Duration timeout = absl::Seconds(30)) {
  return CallWithRetry(policy, absl::Now() + timeout,
                       [&](grpc::ClientContext& context) { return server(context); });
}

TEST(CallWithRetryTest, RepeatsUnavailableAndCancelledUntilItSucceeds) {
  Server server({grpc::UNAVAILABLE, grpc::CANCELLED});
  EXPECT_TRUE(Call(server, Fast()).ok());
  EXPECT_EQ(server.attempts(), 3u);
}

TEST(CallWithRetryTest, GivesUpAfterTheLastAttempt) {
  Server server(std::vector<grpc::StatusCode>(10, grpc::UNAVAILABLE));
  EXPECT_EQ(Call(server, Fast()).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(server.attempts(), 4u);
}

TEST(CallWithRetryTest, RepeatsNothingElse) {
  for (const grpc::StatusCode code :
       {grpc::UNKNOWN, grpc::INVALID_ARGUMENT, grpc::DEADLINE_EXCEEDED, grpc::ALREADY_EXISTS,
        grpc::RESOURCE_EXHAUSTED, grpc::ABORTED, grpc::INTERNAL, grpc::DATA_LOSS,
        grpc::UNAUTHENTICATED}) {
    Server server({code});
    EXPECT_EQ(static_cast<int>(Call(server, Fast()).code()), static_cast<int>(code));
    EXPECT_EQ(server.attempts(), 1u) << code;
  }
}

TEST(CallWithRetryTest, RepeatsResourceExhaustedWhenTold) {
  Server server({grpc::RESOURCE_EXHAUSTED});
  RetryPolicy policy = Fast();
  policy.retry_resource_exhausted = true;
  EXPECT_TRUE(Call(server, policy).ok());
  EXPECT_EQ(server.attempts(), 2u);
}

TEST(CallWithRetryTest, DoesNotPauseBeyondTheDeadline) {
  Server server(std::vector<grpc::StatusCode>(10, grpc::UNAVAILABLE));
  RetryPolicy policy = Fast();
  policy.initial_backoff = policy.max_backoff = absl::Hours(1);
  const absl::Time begin = absl::Now();
  EXPECT_EQ(Call(server, policy, absl::Minutes(10)).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(server.attempts(), 1u);
  EXPECT_LT(absl::Now() - begin, absl::Minutes(1));
}

TEST(CallWithRetryTest, MakesNoCallAfterTheDeadline) {
  Server server({});
  EXPECT_EQ(Call(server, Fast(), -absl::Seconds(1)).code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(server.attempts(), 0u);
}

TEST(CallWithRetryTest, GivesEachAttemptTheDeadline) {
  const absl::Time deadline = absl::FromUnixSeconds(4102444800);
  std::vector<absl::Time> seen;
  EXPECT_FALSE(CallWithRetry(Fast(), deadline, [&](grpc::ClientContext& context) {
                 seen.push_back(absl::FromChrono(context.deadline()));
                 return grpc::Status(grpc::UNAVAILABLE, "");
               }).ok());
  EXPECT_EQ(seen, std::vector<absl::Time>(4, deadline));
}

TEST(BackoffAfterTest, DoublesUpToTheMaximumWithJitter) {
  const RetryPolicy policy = {.initial_backoff = absl::Milliseconds(100),
                              .max_backoff = absl::Seconds(1)};
  EXPECT_EQ(BackoffAfter(policy, 1, 0.0), absl::Milliseconds(50));
  EXPECT_EQ(BackoffAfter(policy, 1, 0.5), absl::Milliseconds(75));
  EXPECT_EQ(BackoffAfter(policy, 2, 0.0), absl::Milliseconds(100));
  EXPECT_EQ(BackoffAfter(policy, 3, 0.0), absl::Milliseconds(200));
  EXPECT_EQ(BackoffAfter(policy, 5, 0.0), absl::Milliseconds(500));
  EXPECT_EQ(BackoffAfter(policy, 5000, 0.0), absl::Milliseconds(500));
}

}  // namespace
}  // namespace docshare::platform
