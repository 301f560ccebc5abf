#include "platform/rpc/call_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/rpc/testing/test_connection.h"
#include "platform/rpc/testing/test_service.h"

namespace docshare::platform {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

// "method code" and how often, without those that never happened.
std::map<std::string, double> CountsOf(const std::vector<Metrics::Sample>& samples) {
  std::map<std::string, double> counts;
  for (const Metrics::Sample& sample : samples) {
    EXPECT_EQ(sample.labels.size(), 2u);
    EXPECT_EQ(sample.labels[0].first, "method");
    EXPECT_EQ(sample.labels[1].first, "code");
    if (sample.value == 0) continue;
    counts[absl::StrCat(sample.labels[0].second, " ", sample.labels[1].second)] = sample.value;
  }
  return counts;
}

TEST(CallMetricsTest, CountsByMethodAndCode) {
  CallMetrics calls({"/a.Service/One", "/a.Service/Two"});
  calls.CallEnded("/a.Service/One", grpc::StatusCode::OK, 0.25);
  calls.CallEnded("/a.Service/One", grpc::StatusCode::OK, 0.5);
  calls.CallEnded("/a.Service/One", grpc::StatusCode::NOT_FOUND, 1);
  EXPECT_THAT(CountsOf(calls.Counts()), UnorderedElementsAre(Pair("a.Service/One OK", 2),
                                                             Pair("a.Service/One NOT_FOUND", 1)));
  const std::vector<Metrics::Sample> durations = calls.Durations();
  ASSERT_EQ(durations.size(), 1u);
  EXPECT_THAT(durations[0].labels, ElementsAre(Pair("method", "a.Service/One")));
  EXPECT_DOUBLE_EQ(durations[0].histogram.sum, 1.75);
}

TEST(CallMetricsTest, WhatCallersMakeUpAddsNoLabel) {
  CallMetrics calls({"/a.Service/One"});
  calls.CallEnded("/a.Service/12838520020", grpc::StatusCode::UNIMPLEMENTED, 1);
  calls.CallEnded("", grpc::StatusCode::UNIMPLEMENTED, 1);
  calls.CallEnded("/a.Service/One", 99, 1);
  EXPECT_THAT(CountsOf(calls.Counts()), UnorderedElementsAre(Pair("a.Service/One UNKNOWN", 1),
                                                             Pair("other UNIMPLEMENTED", 2)));
}

TEST(CallMetricsTest, WhatAlertsLookAtIsToldBeforeItHappens) {
  std::vector<std::string> told;
  for (const Metrics::Sample& sample : CallMetrics({}).Counts()) {
    EXPECT_EQ(sample.value, 0);
    told.push_back(sample.labels[1].second);
  }
  EXPECT_THAT(told, UnorderedElementsAre("OK", "UNKNOWN", "RESOURCE_EXHAUSTED", "INTERNAL",
                                         "UNAVAILABLE", "DATA_LOSS"));
}

TEST(CallMetricsTest, AServiceThatIsNotGeneratedHasNoMethods) {
  EXPECT_THAT(MethodsOf(TestService::kName), IsEmpty());
}

TEST(CallMetricsTest, AServerCountsEveryCall) {
  const TransportSecurity plaintext = {.plaintext_on_loopback = true};
  Metrics metrics;
  TestServer server(
      {.security = plaintext, .metrics = &metrics},
      [](grpc::ServerContext& context, const std::string& request, std::string& response) {
        if (request == "bad") return grpc::Status(grpc::StatusCode::ABORTED, "bad");
        return Echo(context, request, response);
      });
  const TestConnection client(server.address(), plaintext);
  EXPECT_TRUE(client.Call("good").ok());
  EXPECT_FALSE(client.Call("bad").ok());
  std::string response;
  EXPECT_FALSE(client.RawCall("/docshare.test.TestService/MadeUp", "", response).ok());

  const std::vector<Metrics::Family> families = metrics.Read();
  ASSERT_EQ(families.size(), 2u);
  EXPECT_EQ(families[0].name, "docshare_calls_total");
  const auto counts = CountsOf(families[0].samples);
  EXPECT_EQ(counts.at("other OK"), 1);
  EXPECT_EQ(counts.at("other ABORTED"), 1);
  EXPECT_EQ(families[1].name, "docshare_call_duration_seconds");
  ASSERT_EQ(families[1].samples.size(), 1u);
  EXPECT_GT(families[1].samples[0].histogram.sum, 0);
}

}  // namespace
}  // namespace docshare::platform
