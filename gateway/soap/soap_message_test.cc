#include "gateway/soap/soap_message.h"

#include <chrono>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/soap/soap_fault.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/stream/memory_source.h"

namespace docshare::gateway {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kSoap[] = "application/soap+xml; charset=UTF-8";
constexpr char kMtom[] =
    "multipart/related; type=\"application/xop+xml\"; boundary=b; start=\"<root@x>\"; "
    "start-info=\"application/soap+xml\"";
constexpr char kRootHeaders[] =
    "Content-Type: application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"\r\n"
    "Content-Transfer-Encoding: binary\r\nContent-ID: <root@x>\r\n\r\n";

// What a message consists of.
struct Received {
  absl::Status status = absl::OkStatus();
  SoapPackaging packaging = SoapPackaging::kSimple;
  std::string root;
  std::string root_value;
  // "id|content type|bytes".
  std::vector<std::string> attachments;
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

Received Receive(absl::string_view content_type, absl::string_view body,
                 const SoapLimits& limits = {}) {
  platform::MemorySource source(body, 7);
  const auto message = SoapMessage::Receive(content_type, &source, limits);
  Received received;
  received.status = message.status();
  if (!message.ok()) return received;
  received.packaging = (*message)->packaging();
  received.root = std::string((*message)->root().name());
  received.root_value = std::string((*message)->root().Attribute("v"));
  while (true) {
    const auto next = (*message)->NextAttachment();
    received.status = next.status();
    if (!next.ok() || !*next) return received;
    const SoapAttachment& attachment = **next;
    const absl::StatusOr<std::string> bytes = ReadAll(*attachment.bytes);
    received.status = bytes.status();
    if (!bytes.ok()) return received;
    received.attachments.push_back(
        absl::StrCat(attachment.content_id ? attachment.content_id->text() : "", "|",
                     attachment.content_type, "|", *bytes));
  }
}

SoapFault FaultFor(absl::string_view content_type, absl::string_view body,
                   const SoapLimits& limits = {}) {
  const Received received = Receive(content_type, body, limits);
  EXPECT_FALSE(received.status.ok());
  return received.status.ok() ? SoapFault() : FaultOf(received.status);
}

TEST(SoapMessageTest, ReceivesSimpleSoap) {
  const Received received = Receive(kSoap, "<?xml version='1.0'?><e v='1'/>");
  ASSERT_TRUE(received.status.ok()) << received.status;
  EXPECT_EQ(received.packaging, SoapPackaging::kSimple);
  EXPECT_EQ(received.root, "e");
  EXPECT_TRUE(received.attachments.empty());
}

TEST(SoapMessageTest, ReceivesMtom) {
  const Received received = Receive(
      kMtom, absl::StrCat("--b\r\n", kRootHeaders,
                          "<e/>\r\n--b\r\nContent-ID: <1@x>\r\n"
                          "Content-Type: image/png\r\n\r\none\r\n--b\r\nContent-ID: <2@x>\r\n"
                          "Content-Transfer-Encoding: base64\r\n\r\ndHdv\r\n--b--"));
  ASSERT_TRUE(received.status.ok()) << received.status;
  EXPECT_EQ(received.packaging, SoapPackaging::kMtom);
  EXPECT_THAT(received.attachments, ElementsAre("1@x|image/png|one", "2@x||two"));
}

TEST(SoapMessageTest, FindsTheRootByStartOrInFront) {
  const std::string late = absl::StrCat("--b\r\nContent-ID: <1@x>\r\n\r\none\r\n--b\r\n",
                                        kRootHeaders, "<e/>\r\n--b\r\n\r\nthree\r\n--b--");
  EXPECT_THAT(Receive(kMtom, late).attachments, ElementsAre("1@x||one", "||three"));
  EXPECT_THAT(Receive("multipart/related; boundary=b; start=root%40x", late).attachments,
              ElementsAre("1@x||one", "||three"));
  const std::string first = absl::StrCat("--b\r\n", kRootHeaders, "<e/>\r\n--b--");
  EXPECT_EQ(Receive("Multipart/Related; boundary=b", first).root, "e");
  EXPECT_EQ(Receive("multipart/related; boundary=b; start=\"\"", first).root, "e");
}

TEST(SoapMessageTest, ReceivesSoapWithAttachments) {
  const char content_type[] = "multipart/related; boundary=b; type=\"application/soap+xml\"";
  const Received received = Receive(content_type,
                                    "--b\r\nContent-Type: application/soap+xml\r\n\r\n<e/>\r\n"
                                    "--b\r\nContent-ID: a\r\n\r\none\r\n--b--");
  ASSERT_TRUE(received.status.ok()) << received.status;
  EXPECT_EQ(received.packaging, SoapPackaging::kWithAttachments);
  EXPECT_THAT(received.attachments, ElementsAre("a||one"));
  // Without a type of its own the root has the one that the message says.
  EXPECT_EQ(Receive(content_type, "--b\r\n\r\n<e/>\r\n--b--").root, "e");
}

TEST(SoapMessageTest, TheCharsetComesFromMarkHeaderOrDeclaration) {
  const std::string latin1 = "<e v='\xe6'/>";
  const std::string declared = absl::StrCat("<?xml version='1.0' encoding='ISO-8859-1'?>", latin1);
  const std::string utf8 = "<e v='\xc3\xa6'/>";
  const std::string ae = "\xc3\xa6";
  EXPECT_EQ(Receive("application/soap+xml; charset=iso-8859-1", latin1).root_value, ae);
  EXPECT_EQ(Receive("application/soap+xml", declared).root_value, ae);
  EXPECT_EQ(Receive("application/soap+xml", utf8).root_value, ae);
  EXPECT_EQ(Receive("application/soap+xml; charset=utf8", utf8).root_value, ae);
  EXPECT_EQ(Receive("application/soap+xml; charset=\"utf-8\"",
                    absl::StrCat("<?xml version='1.0' encoding='ISO-8859-1'?>", utf8))
                .root_value,
            ae);
  EXPECT_EQ(Receive("application/soap+xml; charset=iso-8859-1", absl::StrCat("\xef\xbb\xbf", utf8))
                .root_value,
            ae);
  const std::string utf16("\xff\xfe<\0e\0 \0v\0=\0'\0\xe6\0'\0/\0>\0", 22);
  EXPECT_EQ(Receive("application/soap+xml; charset=utf-16", utf16).root_value, ae);
  EXPECT_FALSE(Receive("application/soap+xml; charset=utf-8", latin1).status.ok());
  EXPECT_THAT(FaultFor("application/soap+xml; charset=ebcdic", utf8).reason,
              HasSubstr("unknown encoding"));
}

TEST(SoapMessageTest, OtherMediaTypesAreUnsupported) {
  for (const char* content_type : {"", "text/plain", "application/json", "multipart/form-data",
                                   "multipart/mixed; boundary=b", "application/xop+xml", "soap"}) {
    SCOPED_TRACE(content_type);
    EXPECT_EQ(FaultFor(content_type, "<e/>").http_status(), 415);
  }
  EXPECT_EQ(FaultFor("multipart/related; boundary=b",
                     "--b\r\nContent-Type: text/html\r\n\r\n<e/>\r\n--b--")
                .http_status(),
            415);
  // The version is that of the Envelope, which is judged later.
  EXPECT_EQ(Receive("text/xml; charset=utf-8", "<e/>").root, "e");
}

TEST(SoapMessageTest, RefusesHostileXml) {
  struct Case {
    const char* name;
    std::string xml;
    const char* reason;
  };
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<a>";
  std::string many = "<e ";
  for (int i = 0; i < 100; ++i) absl::StrAppend(&many, "a", i, "='' ");
  const Case cases[] = {
      {"empty", "", "no element found"},
      {"entity bomb", "<!DOCTYPE e [<!ENTITY a '1'><!ENTITY b '&a;&a;'>]><e>&b;</e>", "DOCTYPE"},
      {"outside entity", "<!DOCTYPE e [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><e>&a;</e>",
       "DOCTYPE"},
      {"instruction", "<?xml-stylesheet href='x'?><e/>", "processing instruction"},
      {"deep", deep, "nested deeper than 64"},
      {"many attributes", absl::StrCat(many, "/>"), "more than 64 attributes"},
      {"undeclared prefix", "<s:e/>", "unbound prefix"},
      {"two documents", "<e/><e/>", "junk after document element"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const SoapFault fault = FaultFor(kSoap, c.xml);
    EXPECT_EQ(fault.code, SoapFaultCode::kSender);
    EXPECT_EQ(fault.http_status(), 400);
    EXPECT_THAT(fault.reason, HasSubstr(c.reason));
  }
}

TEST(SoapMessageTest, AnXIncludeIsJustAnElement) {
  const std::string xml =
      "<e><i:include xmlns:i='http://www.w3.org/2001/XInclude' href='file:///etc/passwd' "
      "parse='text'/></e>";
  platform::MemorySource source(xml);
  const auto message = SoapMessage::Receive(kSoap, &source);
  ASSERT_TRUE(message.ok());
  EXPECT_EQ((*(*message)->root().children().begin()).name(), "include");
  EXPECT_EQ((*message)->root().text(), "");
  EXPECT_EQ((*message)->root_bytes(), xml);
}

TEST(SoapMessageTest, AHugeAttributeEndsAtTheLimit) {
  const std::string xml = absl::StrCat("<e a='", std::string(100 << 20, 'x'), "'/>");
  platform::MemorySource source(xml, 262144);
  const auto start = std::chrono::steady_clock::now();
  const auto message = SoapMessage::Receive(kSoap, &source);
  EXPECT_EQ(FaultOf(message.status()).http_status(), 413);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(SoapMessageTest, KeepsTheLimits) {
  const SoapLimits limits = {.max_root_bytes = 10, .max_early_bytes = 10, .max_elements = 2};
  EXPECT_EQ(FaultFor(kSoap, "<e>1234567890</e>", limits).http_status(), 413);
  EXPECT_THAT(FaultFor(kSoap, "<e>  </e>  ", limits).reason, HasSubstr("more than 10 bytes"));
  EXPECT_EQ(Receive(kSoap, "<e>   </e>", limits).root, "e");
  EXPECT_EQ(
      FaultFor(kMtom, absl::StrCat("--b\r\n", kRootHeaders, "<e>1234567890</e>\r\n--b--"), limits)
          .http_status(),
      413);
  EXPECT_EQ(FaultFor(kMtom,
                     absl::StrCat("--b\r\n\r\n123456\r\n--b\r\n\r\n123456\r\n--b\r\n", kRootHeaders,
                                  "<e/>\r\n--b--"),
                     limits)
                .http_status(),
            413);
}

TEST(SoapMessageTest, RefusesBrokenMultipartMessages) {
  struct Case {
    const char* name;
    const char* content_type;
    std::string body;
    const char* reason;
  };
  const std::string root = absl::StrCat("--b\r\n", kRootHeaders, "<e/>\r\n");
  const Case cases[] = {
      {"no boundary", "multipart/related", root, "boundary of a multipart message"},
      {"empty boundary", "multipart/related; boundary=\"\"", root, "must not be empty"},
      {"other boundary", "multipart/related; boundary=c", absl::StrCat(root, "--b--"),
       "before its last boundary"},
      {"start names no part", "multipart/related; boundary=b; start=\"<y>\"",
       absl::StrCat(root, "--b--"), "start names no part"},
      {"bad start", "multipart/related; boundary=b; start=\"<>\"", root, "must not be empty"},
      {"cut in the root", kMtom, absl::StrCat("--b\r\n", kRootHeaders, "<e/>"),
       "before its last boundary"},
      {"cut in an attachment", kMtom, absl::StrCat(root, "--b\r\n\r\nxyz"),
       "before its last boundary"},
      {"root id twice", kMtom,
       absl::StrCat(root, "--b\r\nContent-ID: <root%40x>\r\n\r\nx\r\n--b--"), "same Content-ID"},
      {"root type", kMtom,
       "--b\r\nContent-ID: <root@x>\r\nContent-Type: text;\r\n\r\n<e/>\r\n--b--", "type/subtype"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const SoapFault fault = FaultFor(c.content_type, c.body);
    EXPECT_EQ(fault.code, SoapFaultCode::kSender);
    EXPECT_THAT(fault.reason, HasSubstr(c.reason));
  }
}

class BrokenSource : public platform::ByteSource {
 public:
  absl::StatusOr<absl::string_view> Read() override { return absl::UnavailableError("gone"); }
};

TEST(SoapMessageTest, HandsErrorsOfTheSourceOn) {
  BrokenSource source;
  EXPECT_EQ(SoapMessage::Receive(kSoap, &source).status(), absl::UnavailableError("gone"));
  EXPECT_EQ(SoapMessage::Receive(kMtom, &source).status(), absl::UnavailableError("gone"));
}

// 1 GiB in constant memory: the source gives the same piece again and again.
class LongSource : public platform::ByteSource {
 public:
  absl::StatusOr<absl::string_view> Read() override {
    if (read_ == 0) return ++read_, absl::string_view(head_);
    if (read_ <= 4096) return ++read_, absl::string_view(piece_);
    if (read_ == 4097) return ++read_, absl::string_view("\r\n--b--\r\n");
    return absl::string_view();
  }

 private:
  const std::string head_ = absl::StrCat("--b\r\n", kRootHeaders, "<e/>\r\n--b\r\n\r\n");
  const std::string piece_ = std::string(262144, 'x');
  int read_ = 0;
};

TEST(SoapMessageTest, StreamsALongAttachment) {
  LongSource source;
  const auto message = SoapMessage::Receive(kMtom, &source);
  ASSERT_TRUE(message.ok()) << message.status();
  const auto attachment = (*message)->NextAttachment();
  ASSERT_TRUE(attachment.ok());
  uint64_t bytes = 0;
  while (true) {
    const absl::StatusOr<absl::string_view> piece = (**attachment).bytes->Read();
    ASSERT_TRUE(piece.ok()) << piece.status();
    if (piece->empty()) break;
    bytes += piece->size();
  }
  EXPECT_EQ(bytes, uint64_t{1} << 30);
  EXPECT_FALSE((*(*message)->NextAttachment()).has_value());
}

}  // namespace
}  // namespace docshare::gateway
