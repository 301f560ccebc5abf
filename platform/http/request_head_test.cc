#include "platform/http/request_head.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace docshare::platform {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

std::variant<RequestHead, HttpRefusal> Parse(absl::string_view head) {
  return ParseRequestHead(head, {});
}

RequestHead MustParse(absl::string_view head) {
  auto parsed = Parse(head);
  if (const auto* refusal = std::get_if<HttpRefusal>(&parsed)) {
    ADD_FAILURE() << refusal->status << " " << refusal->reason;
    return {};
  }
  return std::get<RequestHead>(parsed);
}

// Status of the refusal; 0 for a head that is served.
int RefusalOf(absl::string_view head) {
  const auto parsed = Parse(head);
  const auto* refusal = std::get_if<HttpRefusal>(&parsed);
  return refusal == nullptr ? 0 : refusal->status;
}

TEST(ParseRequestHeadTest, ReadsARequest) {
  const RequestHead head = MustParse(
      "POST /xds/registry?wsdl&a=b%20c HTTP/1.1\r\n"
      "Host: localhost:8443\r\n"
      "Content-Type:  application/soap+xml; action=\"urn:a\" \t\r\n"
      "content-length: 12\r\n"
      "X-Empty:\r\n\r\n");
  EXPECT_EQ(head.request.method, "POST");
  EXPECT_EQ(head.request.path, "/xds/registry");
  EXPECT_EQ(head.request.query, "wsdl&a=b%20c");
  EXPECT_THAT(head.request.headers,
              ElementsAre(Pair("Host", "localhost:8443"),
                          Pair("Content-Type", "application/soap+xml; action=\"urn:a\""),
                          Pair("content-length", "12"), Pair("X-Empty", "")));
  EXPECT_EQ(head.request.Header("CONTENT-TYPE"), "application/soap+xml; action=\"urn:a\"");
  EXPECT_EQ(head.request.Header("Absent"), "");
  EXPECT_EQ(head.body, RequestHead::Body::kOfLength);
  EXPECT_EQ(head.content_length, 12u);
  EXPECT_FALSE(head.asks_to_close);
  EXPECT_FALSE(head.expects_continue);
}

TEST(ParseRequestHeadTest, ReadsOtherFormsOfTheTarget) {
  const struct {
    const char* line;
    const char* path;
    const char* query;
  } kCases[] = {
      {"GET http://a.example:80/x?y HTTP/1.1", "/x", "y"},
      {"GET HTTPS://a.example HTTP/1.1", "/", ""},
      {"GET http://a.example?q HTTP/1.1", "/", "q"},
      {"OPTIONS * HTTP/1.1", "*", ""},
      {"GET /a//b/../c?x?y HTTP/1.1", "/a//b/../c", "x?y"},
  };
  for (const auto& each : kCases) {
    const RequestHead head = MustParse(absl::StrCat(each.line, "\r\nHost: a\r\n\r\n"));
    EXPECT_EQ(head.request.path, each.path) << each.line;
    EXPECT_EQ(head.request.query, each.query) << each.line;
  }
}

TEST(ParseRequestHeadTest, ReadsWhatTheConnectionNeeds) {
  EXPECT_TRUE(MustParse("GET / HTTP/1.0\r\n\r\n").http_1_0);
  EXPECT_TRUE(
      MustParse("GET / HTTP/1.1\r\nHost: a\r\nConnection: TE, Close\r\n\r\n").asks_to_close);
  const RequestHead chunked = MustParse(
      "\r\nPUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\nExpect: "
      "100-Continue\r\n\r\n");
  EXPECT_EQ(chunked.body, RequestHead::Body::kChunked);
  EXPECT_TRUE(chunked.expects_continue);
  const RequestHead bodiless =
      MustParse("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(bodiless.body, RequestHead::Body::kNone);
  EXPECT_FALSE(bodiless.expects_continue);
}

TEST(ParseRequestHeadTest, RefusesWhatTwoProgramsMightReadDifferently) {
  const struct {
    const char* name;
    const char* head;  // Without a Host, which the second half brings.
    int status;
  } kCases[] = {
      {"length and chunked", "Content-Length: 3\r\nTransfer-Encoding: chunked", 400},
      {"chunked and length", "Transfer-Encoding: chunked\r\nContent-Length: 3", 400},
      {"two lengths", "Content-Length: 3\r\nContent-Length: 4", 400},
      {"two equal lengths", "Content-Length: 3\r\nContent-Length: 3", 400},
      {"list of lengths", "Content-Length: 3, 3", 400},
      {"negative length", "Content-Length: -1", 400},
      {"signed length", "Content-Length: +3", 400},
      {"hexadecimal length", "Content-Length: 0x3", 400},
      {"empty length", "Content-Length:", 400},
      {"length with a space", "Content-Length: 1 2", 400},
      {"overflowing length", "Content-Length: 18446744073709551617", 400},
      {"unknown coding", "Transfer-Encoding: gzip", 501},
      {"coding over chunked", "Transfer-Encoding: gzip, chunked", 501},
      {"chunked and identity", "Transfer-Encoding: chunked, identity", 501},
      {"misspelt chunked", "Transfer-Encoding: xchunked", 501},
      {"chunked in quotes", "Transfer-Encoding: \"chunked\"", 501},
      {"chunked with a parameter", "Transfer-Encoding: chunked;q=1", 501},
      {"chunked twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", 400},
      {"chunked listed twice", "Transfer-Encoding: chunked, chunked", 400},
      {"empty coding", "Transfer-Encoding:", 400},
      {"space before the colon", "Content-Length : 3", 400},
      {"tab before the colon", "Transfer-Encoding\t: chunked", 400},
      {"folded line", "X-A: b\r\n Content-Length: 3", 400},
      {"folded by a tab", "X-A: b\r\n\tc", 400},
      {"no colon", "Content-Length", 400},
      {"empty name", ": 3", 400},
      {"name with a parenthesis", "Content(Length): 3", 400},
      {"vertical tab",
       "Transfer-Encoding: \x0b"
       "chunked",
       400},
      {"delete", "X-A: \x7f", 400},
      {"second host", "Host: b", 400},
      {"unknown expectation", "Content-Length: 3\r\nExpect: 200-ok", 417},
  };
  for (const auto& each : kCases) {
    EXPECT_EQ(RefusalOf(absl::StrCat("POST / HTTP/1.1\r\nHost: a\r\n", each.head, "\r\n\r\n")),
              each.status)
        << each.name;
  }
}

TEST(ParseRequestHeadTest, RefusesFaultyRequestLines) {
  const struct {
    const char* line;
    int status;
  } kCases[] = {
      {"GET / HTTP/2.0", 505},
      {"PRI * HTTP/2.0", 505},
      {"GET / HTTP/1.2", 505},
      {"GET / HTTP/0.9", 505},
      {"GET /", 400},
      {"GET  / HTTP/1.1", 400},
      {"GET / HTTP/1.1 ", 400},
      {" GET / HTTP/1.1", 400},
      {"GET / http/1.1", 400},
      {"GET / HTTP/1.10", 400},
      {"GET / HTTP/11", 400},
      {"GET\t/ HTTP/1.1", 400},
      {"GET /a b HTTP/1.1", 400},
      {"GET a HTTP/1.1", 400},
      {"GET * HTTP/1.1", 400},
      {"GET /\xc3\xa6 HTTP/1.1", 400},
      {"GET /#a HTTP/1.1", 400},
      {"G(T / HTTP/1.1", 400},
      {"CONNECT a:443 HTTP/1.1", 400},
      {"GET http:// HTTP/1.1", 400},
      {"GET ftp://a/ HTTP/1.1", 400},
      {"GET http:///a HTTP/1.1", 400},
  };
  for (const auto& each : kCases) {
    EXPECT_EQ(RefusalOf(absl::StrCat(each.line, "\r\nHost: a\r\n\r\n")), each.status) << each.line;
  }
}

TEST(ParseRequestHeadTest, RefusesChunkedInHttp10) {
  EXPECT_EQ(RefusalOf("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
}

TEST(ParseRequestHeadTest, WantsAHost) {
  EXPECT_EQ(RefusalOf("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(RefusalOf("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"), 400);
  EXPECT_EQ(RefusalOf("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"), 400);
  EXPECT_EQ(RefusalOf("GET / HTTP/1.1\r\nHost:\r\n\r\n"), 0);
}

TEST(ParseRequestHeadTest, RefusesTooManyHeaders) {
  std::string head = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 127; ++i) absl::StrAppend(&head, "X: y\r\n");
  EXPECT_EQ(RefusalOf(head + "\r\n"), 0);
  EXPECT_EQ(RefusalOf(head + "X: y\r\n\r\n"), 431);
}

TEST(ParseRequestHeadTest, QuotesNothingOfTheRequest) {
  const auto parsed = Parse("GET /\xffsecret HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(std::get<HttpRefusal>(parsed).reason.find("secret"), std::string::npos);
}

TEST(HeadScannerTest, FindsTheSameEndHoweverTheBytesCome) {
  const std::string head = "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string bytes = head + "body\r\n\r\n";
  for (size_t cut = 0; cut <= bytes.size(); ++cut) {
    HeadScanner scanner(1024);
    size_t end = *scanner.FindEnd(bytes.substr(0, cut));
    if (end == 0) end = *scanner.FindEnd(bytes);
    EXPECT_EQ(end, head.size()) << cut;
  }
}

TEST(HeadScannerTest, RefusesWhatNoHeadHas) {
  for (const absl::string_view bytes :
       {absl::string_view("GET / HTTP/1.1\n"), absl::string_view("GET / HTTP/1.1\rH"),
        absl::string_view("GET / HTTP/1.1\r\r\n"), absl::string_view("\r\n\r\n"),
        absl::string_view("GET / HTTP/1.1\r\nA: b\n\r\n"), absl::string_view("\x16\x03\x01\x02"),
        absl::string_view("GET /\0", 6), absl::string_view("\x7f")}) {
    EXPECT_EQ(HeadScanner(1024).FindEnd(bytes).status().code(), absl::StatusCode::kInvalidArgument)
        << bytes;
  }
}

TEST(HeadScannerTest, RefusesALongHead) {
  HeadScanner scanner(1024);
  std::string bytes = "GET / HTTP/1.1\r\nA: ";
  bytes.append(1024 - bytes.size(), 'a');
  EXPECT_EQ(*scanner.FindEnd(bytes), 0u);
  bytes.push_back('a');
  EXPECT_EQ(scanner.FindEnd(bytes).status().code(), absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace docshare::platform
