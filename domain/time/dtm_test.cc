#include "domain/time/dtm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/status/status.h"

namespace docshare {
namespace {

struct Span {
  const char* text;
  int64_t earliest_s;
  int64_t latest_s;
};

TEST(DtmTest, EveryPrecisionStandsForASpan) {
  const Span spans[] = {
      {"1970", 0, 31535999},
      {"197001", 0, 2678399},
      {"19700101", 0, 86399},
      {"1970010100", 0, 3599},
      {"197001010000", 0, 59},
      {"19700101000000", 0, 0},
      {"20241231235959", 1735689599, 1735689599},
      {"2024", 1704067200, 1735689599},
      {"202402", 1706745600, 1709251199},
      {"19691231235959", -1, -1},
      {"0001", -62135596800, -62104060801},
      {"9999", 253370764800, 253402300799},
  };
  for (const Span& span : spans) {
    const auto dtm = Dtm::Parse(span.text);
    ASSERT_TRUE(dtm.ok()) << dtm.status();
    EXPECT_EQ(dtm->text(), span.text);
    EXPECT_EQ(dtm->EarliestSecond(), span.earliest_s) << span.text;
    EXPECT_EQ(dtm->LatestSecond(), span.latest_s) << span.text;
  }
}

TEST(DtmTest, KnowsLeapYears) {
  for (const char* text : {"20240229", "20000229", "16000229", "00040229"}) {
    EXPECT_TRUE(Dtm::Parse(text).ok()) << text;
  }
  for (const char* text : {"20230229", "19000229", "21000229"}) {
    EXPECT_FALSE(Dtm::Parse(text).ok()) << text;
  }
}

TEST(DtmTest, Check24RefusesEveryOtherText) {
  for (const char* text : {"",
                           "2",
                           "202",
                           "20240",
                           "2024010",
                           "202401011",
                           "20240101010101.5",
                           "20240101010101+0100",
                           "20240101010101Z",
                           "2024-01-01",
                           "202400",
                           "202413",
                           "20240100",
                           "20240132",
                           "20240431",
                           "2024010124",
                           "202401012360",
                           "20240101235960",
                           "0000",
                           "00000101",
                           "２０２４",
                           "20 4",
                           "+2024",
                           "-024",
                           "202401010101011",
                           "2024010101010101"}) {
    const auto dtm = Dtm::Parse(text);
    EXPECT_EQ(dtm.status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(DtmTest, ErrorsNameTheValue) {
  EXPECT_EQ(Dtm::Parse("2024-01").status().message(),
            "'2024-01' is not a time of the form YYYY[MM[DD[hh[mm[ss]]]]]");
  EXPECT_EQ(Dtm::Parse("20230229").status().message(),
            "'20230229' is a date or time that does not exist");
}

TEST(DtmTest, FormatsSeconds) {
  for (const Span& span :
       {Span{"19700101000000", 0, 0}, Span{"20241231235959", 1735689599, 0},
        Span{"00010101000000", -62135596800, 0}, Span{"99991231235959", 253402300799, 0}}) {
    const auto dtm = Dtm::FromUnixSeconds(span.earliest_s);
    ASSERT_TRUE(dtm.ok()) << dtm.status();
    EXPECT_EQ(dtm->text(), span.text);
    EXPECT_EQ(Dtm::Parse(dtm->text())->EarliestSecond(), span.earliest_s);
    EXPECT_EQ(*dtm, *Dtm::Parse(span.text));
  }
}

TEST(DtmTest, RefusesSecondsBeyondTheCalendar) {
  for (int64_t seconds : {int64_t{-62135596801}, int64_t{253402300800}, INT64_MIN, INT64_MAX}) {
    EXPECT_EQ(Dtm::FromUnixSeconds(seconds).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(DtmTest, IsReadableAsFarAsItGoes) {
  EXPECT_EQ(Dtm::Parse("2024")->Readable(), "2024");
  EXPECT_EQ(Dtm::Parse("202401")->Readable(), "2024-01");
  EXPECT_EQ(Dtm::Parse("20240131")->Readable(), "2024-01-31");
  EXPECT_EQ(Dtm::Parse("2024013109")->Readable(), "2024-01-31 09h");
  EXPECT_EQ(Dtm::Parse("202401310930")->Readable(), "2024-01-31 09:30");
  EXPECT_EQ(Dtm::Parse("20240131093015")->Readable(), "2024-01-31 09:30:15");
}

}  // namespace
}  // namespace docshare
