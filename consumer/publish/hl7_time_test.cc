#include "consumer/publish/hl7_time.h"

#include <gtest/gtest.h>

#include "absl/status/status.h"

namespace docshare::consumer {
namespace {

TEST(Hl7TimeTest, BecomesUtcAndKeepsItsPrecision) {
  struct Case {
    const char* text;
    const char* dtm;
    bool zone_unknown;
  };
  const Case cases[] = {
      {"2005", "2005", false},
      {"200503", "200503", false},
      {"20050329", "20050329", false},
      {"2005032917", "2005032917", true},
      {"200503291715", "200503291715", true},
      {"20050329171504", "20050329171504", true},
      {"20050329171504+0500", "20050329121504", false},
      {"20050329171504-0500", "20050329221504", false},
      {"20050329171504+0000", "20050329171504", false},
      {"20050329171504-0000", "20050329171504", false},
      {"200503291715+0200", "200503291515", false},
      {"20050329171504.1234+0200", "20050329151504", false},
      {"20050329171504.5", "20050329171504", true},
      {"20050329171504+02", "20050329151504", false},
      {"20220101003000+0100", "20211231233000", false},
      {"20231231233000-0130", "20240101010000", false},
      {"20240228233000-0100", "20240229003000", false},
      {"2015072218-0500", "2015072223", false},
      {"2015072218-0330", "2015072221", false},
      {"20150722-0500", "20150722", false},
      {"2015+0200", "2015", false},
      {"20240229", "20240229", false},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.text);
    const absl::StatusOr<Hl7Time> time = ParseHl7Time(c.text);
    ASSERT_TRUE(time.ok()) << time.status();
    EXPECT_EQ(time->dtm, c.dtm);
    EXPECT_EQ(time->zone_unknown, c.zone_unknown);
  }
}

TEST(Hl7TimeTest, RefusesOtherForms) {
  const char* cases[] = {
      "",
      "200",
      "20050",
      "2005032",
      "200503291",
      "2005032917150",
      "200503291715045",
      "2005-03-29",
      "2005-03-29T17:15:04Z",
      "20050329T171504",
      "20050329171504Z",
      " 20050329",
      "20050329 ",
      "20050329+",
      "20050329171504+5",
      "20050329171504+050",
      "20050329171504+05000",
      "20050329171504+05:00",
      "20050329171504+0500x",
      "20050329171504+1500",
      "20050329171504+0160",
      "20050329171504.",
      "20050329171504.+0500",
      "20050329171504.1234567890",
      "200503291715.5",
      "UNK",
      "\xd9\xa2\xd9\xa0\xd9\xa0\xd9\xa5",
  };
  for (const char* text : cases) {
    SCOPED_TRACE(text);
    EXPECT_EQ(ParseHl7Time(text).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(Hl7TimeTest, RefusesTimesThatDoNotExist) {
  const char* cases[] = {
      "0000",
      "200500",
      "200513",
      "20050300",
      "20050230",
      "20230229",
      "2005032924",
      "200503291760",
      "20050329171560",
      "00010101000000+0100",
      "99991231235959-0100",
  };
  for (const char* text : cases) {
    SCOPED_TRACE(text);
    EXPECT_EQ(ParseHl7Time(text).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace docshare::consumer
