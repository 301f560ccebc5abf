#include "gateway/mtom/part_headers.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace docshare::gateway {
namespace {

using testing::HasSubstr;

constexpr size_t kMany = 32;

TEST(PartHeadersTest, ReadsLinesOfEitherEnd) {
  const absl::StatusOr<PartHeaders> headers =
      PartHeaders::Parse("Content-Type: a/b;\r\n   c=d\r\ncontent-id:<x>\nX-Empty:\r\n", kMany);
  ASSERT_TRUE(headers.ok()) << headers.status();
  EXPECT_EQ(headers->Find("content-TYPE"), "a/b; c=d");
  EXPECT_EQ(headers->Find("Content-ID"), "<x>");
  EXPECT_EQ(headers->Find("x-empty"), "");
  EXPECT_EQ(headers->Find("x"), absl::nullopt);
  EXPECT_TRUE(PartHeaders::Parse("", kMany).ok());
}

TEST(PartHeadersTest, RefusesWhatIsNoHeader) {
  struct Case {
    const char* name;
    std::string lines;
    const char* message;
  };
  const Case cases[] = {
      {"no colon", "abc\r\n", "name: value"},
      {"no name", ": a\r\n", "name: value"},
      {"blank in the name", "a b: c\r\n", "name: value"},
      {"continues nothing", " a: b\r\n", "begins with a blank"},
      {"NUL", std::string("a: \0\r\n", 6), "control character"},
      {"bare carriage return", "a: b\rc: d\r\n", "control character"},
      {"two ids", "Content-ID: <a>\r\ncontent-id: <b>\r\n", "content-id is given twice"},
      {"two encodings",
       "Content-Transfer-Encoding: binary\r\nContent-Transfer-Encoding: base64\r\n",
       "content-transfer-encoding is given twice"},
      {"many", "a: 1\nb: 2\nc: 3\n", "more than 2"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const absl::Status status = PartHeaders::Parse(c.lines, 2).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.message));
  }
}

}  // namespace
}  // namespace docshare::gateway
