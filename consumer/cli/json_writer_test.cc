#include "consumer/cli/json_writer.h"

#include <gtest/gtest.h>

namespace docshare::consumer {
namespace {

TEST(JsonWriterTest, WritesNestedValuesInOrder) {
  JsonWriter json;
  json.BeginObject();
  json.Key("b").String("x");
  json.Key("list").BeginArray();
  json.Number(1);
  json.BeginObject();
  json.EndObject();
  json.Raw("{\"raw\":true}");
  json.EndArray();
  json.Key("empty").BeginArray();
  json.EndArray();
  json.Key("a").Bool(false);
  json.EndObject();
  EXPECT_EQ(json.text(), R"({"b":"x","list":[1,{},{"raw":true}],"empty":[],"a":false})");
}

TEST(JsonWriterTest, EscapesWhatJsonDoesNotAllow) {
  JsonWriter json;
  json.String("\"quoted\" \\ line\nbell\x07 ø \xff");
  EXPECT_EQ(json.text(), "\"\\\"quoted\\\" \\\\ line\\u000abell\\u0007 ø ?\"");
}

TEST(JsonWriterTest, NumbersKeepAllDigits) {
  JsonWriter json;
  json.Number(18446744073709551615u);
  EXPECT_EQ(json.text(), "18446744073709551615");
}

}  // namespace
}  // namespace docshare::consumer
