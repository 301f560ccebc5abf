#include "domain/metadata/rules/times.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaultsOfValues;

const std::vector<testing::ValueCase> kTimes = {{"year", "2024", true},
                                                {"second", "20240229113045", true},
                                                {"no such day", "20230229", false},
                                                {"offset", "20240229113045+0100", false},
                                                {"ISO form", "2024-02-29", false}};

TEST(TimesTest, Check24WantsDtm) {
  ExpectFaultsOfValues(
      &CheckTimes, "submission_set.submission_time",
      [](RegisterDocumentSetRequest& r, const std::string& time) {
        r.mutable_submission_set()->set_submission_time(time);
      },
      kTimes);
  ExpectFaultsOfValues(
      &CheckTimes, "document_entries[1].creation_time",
      [](RegisterDocumentSetRequest& r, const std::string& time) {
        r.mutable_document_entries(1)->set_creation_time(time);
      },
      kTimes);
  ExpectFaultsOfValues(
      &CheckTimes, "document_entries[0].service_start_time",
      [](RegisterDocumentSetRequest& r, const std::string& time) {
        r.mutable_document_entries(0)->set_service_start_time(time);
        r.mutable_document_entries(0)->clear_service_stop_time();
      },
      kTimes);
  ExpectFaultsOfValues(
      &CheckTimes, "document_entries[0].service_stop_time",
      [](RegisterDocumentSetRequest& r, const std::string& time) {
        r.mutable_document_entries(0)->clear_service_start_time();
        r.mutable_document_entries(0)->set_service_stop_time(time);
      },
      kTimes);
}

TEST(TimesTest, Check34RefusesAServiceThatStopsBeforeItStarts) {
  const auto with = [](const char* start, const char* stop) {
    return [=](RegisterDocumentSetRequest& r) {
      r.mutable_document_entries(0)->set_service_start_time(start);
      r.mutable_document_entries(0)->set_service_stop_time(stop);
    };
  };
  const std::string fault = "XDSRegistryMetadataError at document_entries[0].service_start_time";
  testing::ExpectFaults(&CheckTimes,
                        {{"equal", with("20240229", "20240229"), ""},
                         {"in order", with("2023", "2024"), ""},
                         {"only a start", with("2024", ""), ""},
                         {"only a stop", with("", "2024"), ""},
                         {"wrong order", with("20240301", "20240229"), fault},
                         {"by a second", with("20240229113046", "20240229113045"), fault},
                         {"may be in order", with("20240301", "2024"), ""},
                         {"cannot be in order", with("2025", "20241231"), fault}});
}

}  // namespace
}  // namespace docshare
