#include "domain/codes/finnkode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace docshare {
namespace {

using ::testing::HasSubstr;
using Attribute = CodedAttribute;

constexpr char kDocumentType[] = "2.16.578.1.12.4.1.1.9602";

constexpr char kGood[] = R"({
  "id": "9602", "name": "Dokumenttype", "description": null, "status": "Gyldig",
  "owner": {"id": "1", "name": "Helsedirektoratet"}, "active": true,
  "codeValues": [
    {"id": "1", "value": "A00-1", "name": "Epikriser", "sortKey": "1", "active": true,
     "validFrom": "2016-01-01T00:00:00"},
    {"value": "A03-2", "name": "\u010coahkkáigeassu \ud83e\ude7a"},
    {"value": "A99-2", "name": "Utgått", "active": false},
    {"value": "B00-1", "name": null, "active": null}
  ]})";

absl::Status Add(const std::string& json, ValueSets& sets, const std::string& suffix = "",
                 const std::vector<Attribute>& attributes = {Attribute::kClassCode}) {
  return AddFinnKodeList("9602.json", json, attributes, suffix, sets);
}

std::string ErrorOf(const std::string& json) {
  ValueSets sets;
  const absl::Status status = Add(json, sets);
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  return std::string(status.message());
}

std::string ListOf(const std::string& code_values) {
  return absl::StrCat("{\"id\": \"1\", \"codeValues\": [", code_values, "]}");
}

TEST(FinnKodeTest, ReadsActiveCodes) {
  ValueSets sets;
  const absl::Status status = Add(kGood, sets);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(sets.size(), 3U);
  EXPECT_TRUE(sets.Contains(Attribute::kClassCode, kDocumentType, "A00-1"));
  EXPECT_TRUE(sets.Contains(Attribute::kClassCode, kDocumentType, "B00-1"));
  EXPECT_FALSE(sets.Contains(Attribute::kClassCode, kDocumentType, "A99-2"));
  EXPECT_EQ(sets.Of(Attribute::kClassCode).at({kDocumentType, "A03-2"}), "Čoahkkáigeassu 🩺");
}

TEST(FinnKodeTest, TakesCodesOfOneLevel) {
  ValueSets sets;
  ASSERT_TRUE(Add(kGood, sets, "-1", {Attribute::kClassCode, Attribute::kContentTypeCode}).ok());
  ASSERT_TRUE(Add(kGood, sets, "-2", {Attribute::kTypeCode}).ok());
  EXPECT_EQ(sets.Of(Attribute::kClassCode).size(), 2U);
  EXPECT_EQ(sets.Of(Attribute::kContentTypeCode).size(), 2U);
  EXPECT_EQ(sets.Of(Attribute::kTypeCode).size(), 1U);
  EXPECT_TRUE(sets.Contains(Attribute::kTypeCode, kDocumentType, "A03-2"));
}

TEST(FinnKodeTest, ErrorsNameFileMemberAndCode) {
  const std::string error = ErrorOf(ListOf(R"({"value": "A1"}, {"value": "A2", "name": 7})"));
  EXPECT_THAT(error, HasSubstr("9602.json: codeValues[1].name is not a text"));
  EXPECT_THAT(ErrorOf(ListOf(R"({"value": "B\u0007"})")),
              AllOf(HasSubstr("9602.json: codeValues[0]:"), HasSubstr("'B?'"),
                    HasSubstr("control characters")));
}

TEST(FinnKodeTest, RefusesBadFiles) {
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "{\"a\":[";
  struct {
    const char* name;
    std::string json;
    const char* reason;
  } const cases[] = {
      {"empty", "", "bad JSON"},
      {"cut", R"({"id": "9602", "codeValues": [)", "bad JSON"},
      {"a list", "[]", "9602.json"},
      {"a text", "\"x\"", "9602.json"},
      {"XML", "<Codes/>", "bad JSON"},
      {"not UTF-8", "{\"id\": \"\xff\"}", "not UTF-8"},
      {"two objects", "{}{}", "bad JSON"},
      {"nested too deep", deep, "bad JSON"},
      {"no id", R"({"codeValues": []})", "id '' is not the number"},
      {"id is a number", R"({"id": 9602, "codeValues": []})", "id is not a text"},
      {"id is a word", R"({"id": "9602x", "codeValues": []})", "'9602x'"},
      {"id is an OID", R"({"id": "1.2", "codeValues": []})", "'1.2'"},
      {"no codes", R"({"id": "9602"})", "codeValues is not a list"},
      {"codes are an object", R"({"id": "9602", "codeValues": {}})", "codeValues is not a list"},
      {"empty list", ListOf(""), "no active code"},
      {"a code is a text", ListOf("\"A\""), "codeValues[0] is not an object"},
      {"no value", ListOf("{}"), "codeValues[0]: code ''"},
      {"value is a number", ListOf(R"({"value": 1})"), "codeValues[0].value is not a text"},
      {"active is a text", ListOf(R"({"value": "1", "active": "false"})"),
       "neither true nor false"},
      {"none is active", ListOf(R"({"value": "1", "active": false})"), "no active code"},
      {"code of 257 characters",
       ListOf(absl::StrCat("{\"value\": \"", std::string(257, 'a'), "\"}")), "longer than 256"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_THAT(ErrorOf(c.json), HasSubstr(c.reason));
  }
  ValueSets sets;
  EXPECT_THAT(std::string(Add(ListOf(R"({"value": "A00-1"})"), sets, "-2").message()),
              HasSubstr("no active code that ends in -2"));
}

TEST(FinnKodeTest, RefusesAFileThatIsTooLong) {
  EXPECT_THAT(ErrorOf(ListOf(R"({"value": "1"})") + std::string(17U << 20, ' ')),
              HasSubstr("more than"));
}

}  // namespace
}  // namespace docshare
