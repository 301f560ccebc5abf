#include "gateway/mtom/multipart_reader.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/mtom/multipart_writer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/random/sequence_uuid_source.h"
#include "platform/stream/memory_source.h"
#include "platform/stream/string_sink.h"
#include "tests/real_data/real_data.h"

namespace docshare::gateway {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Part {
  std::string id;
  std::string bytes;

  friend bool operator==(const Part&, const Part&) = default;
  friend void PrintTo(const Part& part, std::ostream* out) {
    *out << part.id << ": " << testing::PrintToString(part.bytes.substr(0, 200));
  }
};

absl::StatusOr<std::string> ReadAll(platform::ByteSource& source) {
  std::string bytes;
  while (true) {
    const absl::StatusOr<absl::string_view> piece = source.Read();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) return bytes;
    absl::StrAppend(&bytes, *piece);
  }
}

absl::StatusOr<std::vector<Part>> PartsOf(platform::ByteSource* source, absl::string_view boundary,
                                          const MultipartLimits& limits = {}) {
  absl::StatusOr<Boundary> parsed = Boundary::Parse(boundary);
  if (!parsed.ok()) return parsed.status();
  MultipartReader reader(source, *parsed, limits);
  std::vector<Part> parts;
  while (true) {
    const absl::StatusOr<MultipartPart*> part = reader.NextPart();
    if (!part.ok()) return part.status();
    if (*part == nullptr) return parts;
    absl::StatusOr<std::string> bytes = ReadAll(*(*part)->bytes);
    if (!bytes.ok()) return bytes.status();
    parts.push_back({(*part)->content_id ? (*part)->content_id->text() : "", *std::move(bytes)});
  }
}

constexpr size_t kPieceSizes[] = {1, 2, 3, 5, 8, 13, 40, 1000000};

// The same parts, or the same error, whatever the pieces.
absl::StatusOr<std::vector<Part>> PartsOf(absl::string_view message, absl::string_view boundary,
                                          const MultipartLimits& limits = {}) {
  platform::MemorySource whole(message);
  absl::StatusOr<std::vector<Part>> parts = PartsOf(&whole, boundary, limits);
  for (const size_t piece_bytes : kPieceSizes) {
    platform::MemorySource source(message, piece_bytes);
    const absl::StatusOr<std::vector<Part>> again = PartsOf(&source, boundary, limits);
    EXPECT_EQ(again.status().code(), parts.status().code()) << piece_bytes << again.status();
    if (parts.ok() && again.ok()) {
      EXPECT_EQ(*again, *parts) << piece_bytes;
    }
  }
  return parts;
}

std::string ErrorOf(absl::string_view message, absl::string_view boundary = "abc",
                    const MultipartLimits& limits = {}) {
  const absl::StatusOr<std::vector<Part>> parts = PartsOf(message, boundary, limits);
  EXPECT_EQ(parts.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(parts.status().message());
}

TEST(MultipartReaderTest, ReadsPartsInOrder) {
  EXPECT_THAT(*PartsOf("preamble\r\n"
                       "--abc\r\nContent-ID: <a>\r\nContent-Type: text/plain\r\n\r\none\r\n"
                       "--abc  \r\ncontent-id:b\r\n\r\n\r\ntwo\n\r\n"
                       "--abc\r\n\r\nthree\r\n--abc--\r\nepilogue",
                       "abc"),
              ElementsAre(Part{"a", "one"}, Part{"b", "\r\ntwo\n"}, Part{"", "three"}));
}

TEST(MultipartReaderTest, LineEndsMayBeBareLineFeeds) {
  EXPECT_THAT(*PartsOf("--abc\nContent-ID: <a>\n\none\r\n\n--abc\n\ntwo\n--abc--", "abc"),
              ElementsAre(Part{"a", "one\r\n"}, Part{"", "two"}));
}

TEST(MultipartReaderTest, PartsMayBeEmpty) {
  EXPECT_THAT(*PartsOf("--abc\r\n\r\n\r\n--abc\r\n\r\n--abc\r\nContent-ID: <a>\r\n--abc--", "abc"),
              ElementsAre(Part{"", ""}, Part{"", ""}, Part{"a", ""}));
}

TEST(MultipartReaderTest, ContentMayLookLikeABoundary) {
  const std::string content =
      "--abcd\r\n--abc-\r\n--abc--x\r\n --abc\r\n--ab\r\n-\r\n\r\r\n\n--ABC\r\n--abc\rx\r\n-";
  EXPECT_THAT(*PartsOf(absl::StrCat("--abc\r\n\r\n", content, "\r\n--abc--"), "abc"),
              ElementsAre(Part{"", content}));
  // The inner message of a part has a boundary that begins with that of the outer one.
  const std::string inner = "--abc--1\r\n\r\nx\r\n--abc--1--";
  EXPECT_THAT(*PartsOf(absl::StrCat("--abc\r\n\r\n", inner, "\r\n--abc--"), "abc"),
              ElementsAre(Part{"", inner}));
}

TEST(MultipartReaderTest, BoundariesMayLookLikeOtherThings) {
  for (const std::string boundary : {"--", "----=_Part_1", "a--", "uuid:1", "'()+_,-./:=? x"}) {
    const std::string message =
        absl::StrCat("--", boundary, "\r\n\r\n--\r\n-----\r\n--", boundary, "--\r\n");
    EXPECT_THAT(*PartsOf(message, boundary), ElementsAre(Part{"", "--\r\n-----"})) << boundary;
  }
}

TEST(MultipartReaderTest, UndoesTransferEncodings) {
  EXPECT_THAT(
      *PartsOf("--abc\r\nContent-Transfer-Encoding: BASE64\r\n\r\nQUJD\r\nRA==\r\n"
               "--abc\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=3D=\r\nb\r\n--abc--",
               "abc"),
      ElementsAre(Part{"", "ABCD"}, Part{"", "a=b"}));
  EXPECT_THAT(ErrorOf("--abc\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJ\r\n--abc--"),
              HasSubstr("base64: it ends in the middle"));
  EXPECT_THAT(ErrorOf("--abc\r\nContent-Transfer-Encoding: gzip\r\n\r\nx\r\n--abc--"),
              HasSubstr("gzip"));
}

TEST(MultipartReaderTest, ATruncatedMessageIsNeverAWholeOne) {
  const std::string message =
      "--abc\r\nContent-ID: <a>\r\n\r\none\r\n--abc\r\n\r\ntwo\r\n--abc--\r\n";
  // Without the last line end it is whole.
  for (size_t size = 0; size < message.size() - 2; ++size) {
    SCOPED_TRACE(size);
    EXPECT_EQ(PartsOf(absl::string_view(message).substr(0, size), "abc").status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST(MultipartReaderTest, PassesOverWhatIsNotRead) {
  const std::string message =
      absl::StrCat("--abc\r\n\r\n", std::string(100000, 'x'), "\r\n--abc\r\n\r\ntwo\r\n--abc--");
  platform::MemorySource source(message, 1000);
  MultipartReader reader(&source, *Boundary::Parse("abc"));
  ASSERT_TRUE(reader.NextPart().ok());
  const absl::StatusOr<MultipartPart*> second = reader.NextPart();
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(*ReadAll(*(*second)->bytes), "two");
  EXPECT_EQ(*ReadAll(*(*second)->bytes), "");
  EXPECT_EQ(*reader.NextPart(), nullptr);
  EXPECT_EQ(*reader.NextPart(), nullptr);
}

TEST(MultipartReaderTest, RefusesWhatBreaksARule) {
  struct Case {
    const char* name;
    std::string message;
    const char* error;
  };
  const Case cases[] = {
      {"empty", "", "ends before its last boundary"},
      {"no boundary", "some text", "ends before its last boundary"},
      {"no part", "--abc--\r\n", "has no part"},
      {"cut in the headers", "--abc\r\nContent-", "within the headers"},
      {"no header", "--abc\r\nhello\r\n\r\n--abc--", "name: value"},
      {"same id", "--abc\r\nContent-ID: <a>\r\n\r\n\r\n--abc\r\nContent-ID: a\r\n\r\n\r\n--abc--",
       "same Content-ID"},
      {"bad id", "--abc\r\nContent-ID: <>\r\n\r\n\r\n--abc--", "Content-ID: it must not be empty"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_THAT(ErrorOf(c.message), HasSubstr(c.error));
  }
}

TEST(MultipartReaderTest, KeepsTheLimits) {
  const MultipartLimits limits = {
      .max_parts = 2, .max_headers = 2, .max_header_bytes = 40, .max_surrounding_bytes = 50};
  const std::string part = "--abc\r\n\r\nx\r\n";
  EXPECT_THAT(ErrorOf(absl::StrCat(part, part, part, "--abc--"), "abc", limits),
              HasSubstr("more than 2 parts"));
  EXPECT_THAT(ErrorOf("--abc\r\na: 1\r\nb: 2\r\nc: 3\r\n\r\nx\r\n--abc--", "abc", limits),
              HasSubstr("more than 2"));
  EXPECT_THAT(ErrorOf(absl::StrCat("--abc\r\na: ", std::string(1000, 'x')), "abc", limits),
              HasSubstr("more than 40 bytes of headers"));
  EXPECT_THAT(ErrorOf(absl::StrCat(std::string(60, 'x'), "\r\n", part, "--abc--"), "abc", limits),
              HasSubstr("more than 50 bytes before"));
  EXPECT_THAT(ErrorOf(absl::StrCat(part, "--abc--\r\n", std::string(60, 'x')), "abc", limits),
              HasSubstr("more than 50 bytes after"));
}

// Fails after its bytes.
class BreakingSource : public platform::ByteSource {
 public:
  explicit BreakingSource(absl::string_view bytes) : bytes_(bytes) {}

  absl::StatusOr<absl::string_view> Read() override {
    if (bytes_.empty()) return absl::UnavailableError("connection lost");
    return std::exchange(bytes_, {});
  }

 private:
  absl::string_view bytes_;
};

TEST(MultipartReaderTest, HandsErrorsOfTheSourceOn) {
  for (const std::string bytes : {"", "--abc\r\n", "--abc\r\n\r\nx", "--abc\r\n\r\nx\r\n--abc--"}) {
    BreakingSource source(bytes);
    EXPECT_EQ(PartsOf(&source, "abc").status(), absl::UnavailableError("connection lost"));
  }
}

// Gives the same piece again and again.
class EndlessSource : public platform::ByteSource {
 public:
  EndlessSource(absl::string_view head, absl::string_view piece, size_t count)
      : head_(head), piece_(piece), count_(count) {}

  absl::StatusOr<absl::string_view> Read() override {
    if (!head_.empty()) return std::exchange(head_, {});
    if (count_ == 0) return absl::string_view();
    --count_;
    return piece_;
  }

 private:
  absl::string_view head_;
  const absl::string_view piece_;
  size_t count_;
};

// Bytes that make a scanner stop often: about 256 MiB in all.
TEST(MultipartReaderTest, HostileContentTakesLinearTime) {
  const std::string boundary(70, 'a');
  std::string near_hits;
  while (near_hits.size() < 262144) absl::StrAppend(&near_hits, "\r\n--", boundary, "x");
  const std::string pieces[] = {std::string(262144, '\n'), std::string(262144, '-'), near_hits,
                                absl::StrCat("\n--", std::string(262144, 'a'))};
  for (const std::string& piece : pieces) {
    const std::string head = absl::StrCat("--", boundary, "\r\n\r\n");
    EndlessSource endless(head, piece, 256);
    const auto start = std::chrono::steady_clock::now();
    MultipartReader reader(&endless, *Boundary::Parse(boundary));
    ASSERT_TRUE(reader.NextPart().ok());
    EXPECT_THAT(std::string(reader.NextPart().status().message()), HasSubstr("last boundary"));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
  }
}

TEST(MultipartReaderTest, HandsOnPiecesWithoutCopying) {
  const std::string piece(262144, 'x');
  EndlessSource source("--abc\r\n\r\n", piece, 3);
  MultipartReader reader(&source, *Boundary::Parse("abc"));
  const absl::StatusOr<MultipartPart*> part = reader.NextPart();
  ASSERT_TRUE(part.ok());
  for (int i = 0; i < 3; ++i) {
    const absl::StatusOr<absl::string_view> read = (*part)->bytes->Read();
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->data(), piece.data());
    EXPECT_EQ(read->size(), piece.size());
  }
}

TEST(MultipartReaderTest, ReadsWhatTheWriterWrites) {
  platform::SequenceUuidSource uuids;
  platform::StringSink sink;
  MultipartWriter writer(&sink, &uuids);
  const std::string content = "\r\n--docshare\r\n\n--\r\n";
  ASSERT_TRUE(writer.BeginPart("application/xop+xml", *ContentId::FromHeader("<a@b>")).ok());
  ASSERT_TRUE(writer.Write("<a").ok());
  ASSERT_TRUE(writer.Write("/>").ok());
  ASSERT_TRUE(writer.BeginPart("", *ContentId::FromHeader("<c:d>")).ok());
  ASSERT_TRUE(writer.Write(content).ok());
  ASSERT_TRUE(writer.Finish().ok());
  EXPECT_THAT(*PartsOf(sink.bytes(), writer.boundary()),
              ElementsAre(Part{"a@b", "<a/>"}, Part{"c:d", content}));
}

struct RealMessage {
  std::string file;
  std::string boundary;
  std::vector<std::string> ids;
};

TEST(MultipartReaderTest, ReadsMessagesOfOtherStacks) {
  const absl::optional<std::string> real_data = tests::RealDataDir();
  if (!real_data) GTEST_SKIP() << tests::kNoRealData;
  const RealMessage messages[] = {
      {"axiom/mtom/sample1.msg",
       "MIMEBoundaryurn:uuid:A3ADBAEE51A1A87B2A11443668160701",
       {"0.urn:uuid:A3ADBAEE51A1A87B2A11443668160702@apache.org",
        "1.urn:uuid:A3ADBAEE51A1A87B2A11443668160943@apache.org",
        "2.urn:uuid:A3ADBAEE51A1A87B2A11443668160994@apache.org"}},
      {"axiom/mtom/ImageMTOMOut.bin",
       "----=_AxIs2_Def_boundary_=42214532",
       {"SOAPPart", "-4737226364955758283"}},
      {"axiom/swa/sample1.msg",
       "MIMEBoundaryurn:uuid:A3ADBAEE51A1A87B2A11443668160701",
       {"0.urn:uuid:A3ADBAEE51A1A87B2A11443668160702@apache.org", "BAttachment", "AAttachment"}},
      {"axiom/xop/spec-sample.msg",
       "MIME_boundary",
       {"mymessage.xml@example.org", "http://example.org/me.png", "http://example.org/my.hsh"}},
      {"toolkit2/multipart.body.txt",
       "MIMEBoundary_ba2e384099b4a244bc1c7bab88c735b4f94aeb2925619b62",
       {"0.8a2e384099b4a244bc1c7bab88c735b4f94aeb2925619b62@apache.org",
        "1.9a2e384099b4a244bc1c7bab88c735b4f94aeb2925619b62@apache.org"}},
      {"xcadocumentsource/IT_iti-39_request-multipart.txt",
       "MIMEBoundary_cab1d70f258a850f06f926ab5645aaa9111f017d951cfe8d",
       {"0.dab1d70f258a850f06f926ab5645aaa9111f017d951cfe8d@apache.org"}},
      {"asbestos/fault/faultPart.txt", "MIMEBoundary112233445566778899", {"doc0@ihexds.nist.gov"}},
  };
  for (const RealMessage& message : messages) {
    SCOPED_TRACE(message.file);
    const absl::StatusOr<std::string> bytes =
        tests::ReadFile(absl::StrCat(*real_data, "/http-raw/", message.file));
    ASSERT_TRUE(bytes.ok()) << bytes.status();
    const absl::StatusOr<std::vector<Part>> parts = PartsOf(*bytes, message.boundary);
    ASSERT_TRUE(parts.ok()) << parts.status();
    std::vector<std::string> ids;
    for (const Part& part : *parts) {
      ids.push_back(part.id);
      // The headers of a part never end up in its bytes, nor a delimiter.
      EXPECT_FALSE(absl::StrContains(part.bytes, message.boundary));
    }
    EXPECT_EQ(ids, message.ids);
  }
}

TEST(MultipartReaderTest, KeepsTheBytesOfRealAttachments) {
  const absl::optional<std::string> real_data = tests::RealDataDir();
  if (!real_data) GTEST_SKIP() << tests::kNoRealData;
  const std::string dir = absl::StrCat(*real_data, "/http-raw/axiom/");
  const auto image = PartsOf(*tests::ReadFile(absl::StrCat(dir, "mtom/ImageMTOMOut.bin")),
                             "----=_AxIs2_Def_boundary_=42214532");
  ASSERT_TRUE(image.ok()) << image.status();
  // From the first to the last marker of a JPEG image.
  EXPECT_EQ((*image)[1].bytes.substr(0, 3), "\xff\xd8\xff");
  EXPECT_TRUE(absl::EndsWith((*image)[1].bytes, "\xff\xd9"));
  const auto encoded =
      PartsOf(*tests::ReadFile(absl::StrCat(dir, "xop/spec-sample.msg")), "MIME_boundary");
  ASSERT_TRUE(encoded.ok()) << encoded.status();
  EXPECT_EQ((*encoded)[1].bytes, "\xfd\xa5\x8a\x29\xaa\x46\x1b\x24");
}

}  // namespace
}  // namespace docshare::gateway
