#include "platform/metrics/metrics_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/s3/http_client.h"

namespace docshare::platform {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kAnyPort[] = "127.0.0.1:0";

OperationalLog& Log() {
  static OperationalLog log("test");
  return log;
}

absl::StatusOr<HttpAnswer> Get(int port, const std::string& path, absl::Duration limit) {
  HttpClient client(HttpOptions{});
  return client.Send({.method = "GET", .url = absl::StrCat("http://127.0.0.1:", port, path)},
                     limit);
}

std::string PageOf(const Metrics& metrics) {
  const auto page = MetricsPage::Start(kAnyPort, &metrics, &Log());
  EXPECT_TRUE(page.ok()) << page.status();
  const auto answer = Get((*page)->port(), "/metrics", absl::Seconds(20));
  EXPECT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->status, 200);
  return answer->body;
}

TEST(MetricsPageTest, TellsEveryKindOfNumber) {
  Metrics metrics;
  metrics.AddCounter("docshare_things_total", "Things so far.", [] { return 3; });
  metrics.AddGauge("docshare_room_bytes", "Room left.", [] { return 1.5e12; });
  Histogram histogram({0.5, 1});
  for (const double value : {0.25, 0.75, 2.0}) histogram.Observe(value);
  metrics.AddHistogram("docshare_wait_seconds", "Waiting.", &histogram);
  metrics.AddFamily(Metrics::Type::kCounter, "docshare_calls_total", "Calls.", [] {
    return std::vector<Metrics::Sample>{{.labels = {{"method", "A"}, {"code", "OK"}}, .value = 7},
                                        {.labels = {{"method", "B"}, {"code", "OK"}}, .value = 8}};
  });
  EXPECT_THAT(
      PageOf(metrics),
      AllOf(HasSubstr("# HELP docshare_things_total Things so far.\n"
                      "# TYPE docshare_things_total counter\n"
                      "docshare_things_total 3\n"),
            HasSubstr("# TYPE docshare_room_bytes gauge\ndocshare_room_bytes 1500000000000\n"),
            HasSubstr("docshare_wait_seconds_count 3\n"
                      "docshare_wait_seconds_sum 3\n"
                      "docshare_wait_seconds_bucket{le=\"0.5\"} 1\n"
                      "docshare_wait_seconds_bucket{le=\"1\"} 2\n"
                      "docshare_wait_seconds_bucket{le=\"+Inf\"} 3\n"),
            HasSubstr("docshare_calls_total{method=\"A\",code=\"OK\"} 7\n"
                      "docshare_calls_total{method=\"B\",code=\"OK\"} 8\n")));
}

TEST(MetricsPageTest, TellsTheNumbersOfTheMoment) {
  Metrics metrics;
  double value = 1;
  metrics.AddGauge("docshare_value", "A value.", [&] { return value; });
  const auto page = MetricsPage::Start(kAnyPort, &metrics, &Log());
  ASSERT_TRUE(page.ok()) << page.status();
  for (; value < 4; ++value) {
    EXPECT_THAT(Get((*page)->port(), "/metrics", absl::Seconds(20))->body,
                HasSubstr(absl::StrCat("docshare_value ", value, "\n")));
  }
}

TEST(MetricsPageTest, ServesNothingElse) {
  Metrics metrics;
  const auto page = MetricsPage::Start(kAnyPort, &metrics, &Log());
  ASSERT_TRUE(page.ok()) << page.status();
  for (const char* path : {"/", "/etc/passwd", "/../etc/passwd", "/%2e%2e/etc/passwd"}) {
    const auto answer = Get((*page)->port(), path, absl::Seconds(20));
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_GE(answer->status, 400) << path;
    EXPECT_THAT(answer->body, Not(HasSubstr("root:")));
  }
}

TEST(MetricsPageTest, RefusesAnAddressInUse) {
  Metrics metrics;
  const auto first = MetricsPage::Start(kAnyPort, &metrics, &Log());
  ASSERT_TRUE(first.ok()) << first.status();
  const std::string taken = absl::StrCat("127.0.0.1:", (*first)->port());
  const absl::Status second = MetricsPage::Start(taken, &metrics, &Log()).status();
  EXPECT_TRUE(absl::IsUnavailable(second)) << second;
  EXPECT_THAT(std::string(second.message()), HasSubstr(taken));
}

// Connections that say nothing, more than there are threads.
TEST(MetricsPageTest, AnswersAgainAfterThoseWhoSayNothing) {
  Metrics metrics;
  const auto page = MetricsPage::Start(kAnyPort, &metrics, &Log());
  ASSERT_TRUE(page.ok()) << page.status();
  std::vector<int> silent;
  for (int i = 0; i < 8; ++i) {
    silent.push_back(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<uint16_t>((*page)->port()));
    ASSERT_EQ(connect(silent.back(), reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  }
  const auto answer = Get((*page)->port(), "/metrics", absl::Seconds(30));
  EXPECT_TRUE(answer.ok()) << answer.status();
  for (const int connection : silent) close(connection);
}

}  // namespace
}  // namespace docshare::platform
