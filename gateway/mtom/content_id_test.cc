#include "gateway/mtom/content_id.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace docshare::gateway {
namespace {

using testing::HasSubstr;

TEST(ContentIdTest, HeaderAndUrlOfRealStacksMeet) {
  struct Case {
    const char* name;
    std::string header;
    std::string url;
  };
  const Case cases[] = {
      {"as in the RFC", "<foo4%25foo1@bar.net>", "cid:foo4%2525foo1@bar.net"},
      {"CXF", "<8ba22b9e-1@urn:ihe:iti:xds-b:2007>",
       "cid:8ba22b9e-1@urn%3Aihe%3Aiti%3Axds-b%3A2007"},
      {"CXF, header encoded as well", "<8ba-1@urn%3Aihe>", "cid:8ba-1@urn%3Aihe"},
      {"Axis2", "<1.urn:uuid:A3@apache.org>", "cid:1.urn:uuid:A3@apache.org"},
      {".NET", "<http://tempuri.org/1/635>", "cid:http%3A%2F%2Ftempuri.org%2F1%2F635"},
      {"no brackets", "-4737226364955758283", "cid:-4737226364955758283"},
      {"brackets in the URL", "<a@b>", "cid:%3Ca@b%3E"},
      {"blanks around", " < a@b > ", " CID:a%40b "},
      {"encoded word", "=?utf-8?Q?=3Ca=40b=3E?=", "cid:a@b"},
      {"not hexadecimal", "<100%zz@b>", "cid:100%zz@b"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const absl::StatusOr<ContentId> from_header = ContentId::FromHeader(c.header);
    const absl::StatusOr<ContentId> from_url = ContentId::FromCidUrl(c.url);
    ASSERT_TRUE(from_header.ok()) << from_header.status();
    ASSERT_TRUE(from_url.ok()) << from_url.status();
    EXPECT_EQ(from_header->text(), from_url->text());
    EXPECT_EQ(*from_header, *from_url);
  }
}

TEST(ContentIdTest, OtherIdsDiffer) {
  EXPECT_FALSE(*ContentId::FromHeader("<a@b>") == *ContentId::FromHeader("<A@b>"));
  EXPECT_FALSE(*ContentId::FromHeader("<a@b>") == *ContentId::FromCidUrl("cid:a@c"));
}

TEST(ContentIdTest, WritesWhatItReads) {
  const ContentId id = *ContentId::FromHeader("<a/b+c?d@e>");
  EXPECT_EQ(id.ToHeader(), "<a/b+c?d@e>");
  EXPECT_EQ(id.ToCidUrl(), "cid:a%2fb%2bc%3fd@e");
  EXPECT_EQ(*ContentId::FromHeader(id.ToHeader()), id);
  EXPECT_EQ(*ContentId::FromCidUrl(id.ToCidUrl()), id);
}

TEST(ContentIdTest, RefusesWhatNamesNothing) {
  for (const std::string header : {"", "<>", " ", "<a<b>", "a b", "<a\nb>", "<%0d%0a>", "<%00a>"}) {
    SCOPED_TRACE(header);
    EXPECT_EQ(ContentId::FromHeader(header).status().code(), absl::StatusCode::kInvalidArgument);
  }
  EXPECT_THAT(std::string(ContentId::FromHeader(std::string(2000, 'x')).status().message()),
              HasSubstr("Content-ID: more than 1024 bytes"));
  for (const std::string url : {"a@b", "http://a/b", "cid:", "file:///etc/passwd"}) {
    SCOPED_TRACE(url);
    EXPECT_EQ(ContentId::FromCidUrl(url).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace docshare::gateway
