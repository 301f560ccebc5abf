// Messages of stacks that we did not write, through the whole of the reading.

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gateway/soap/binary_value.h"
#include "gateway/soap/envelope.h"
#include "gateway/soap/saml_claims.h"
#include "gateway/soap/soap_fault.h"
#include "gateway/soap/soap_message.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/stream/memory_source.h"
#include "tests/real_data/real_data.h"

namespace docshare::gateway {
namespace {

using testing::HasSubstr;

constexpr char kSoap[] = "application/soap+xml; charset=UTF-8";

class RealMessagesTest : public testing::Test {
 protected:
  void SetUp() override {
    const absl::optional<std::string> real_data = tests::RealDataDir();
    if (!real_data) GTEST_SKIP() << tests::kNoRealData;
    dir_ = *real_data;
  }

  std::string File(absl::string_view path) const {
    absl::StatusOr<std::string> bytes = tests::ReadFile(absl::StrCat(dir_, "/", path));
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    return bytes.ok() ? *bytes : "";
  }

  std::string dir_;
};

// What is in front of the first empty line, and what is behind it.
struct HttpDump {
  std::string content_type;
  std::string body;
};

HttpDump SplitDump(absl::string_view dump) {
  HttpDump split;
  while (!dump.empty()) {
    const size_t size = std::min(dump.find('\n'), dump.size() - 1);
    absl::string_view line = absl::StripTrailingAsciiWhitespace(dump.substr(0, size));
    dump.remove_prefix(size + 1);
    if (line.empty()) break;
    if (absl::ConsumePrefix(&line, "Content-Type: ")) split.content_type = std::string(line);
  }
  split.body = std::string(dump);
  return split;
}

absl::StatusOr<std::unique_ptr<SoapMessage>> Receive(absl::string_view content_type,
                                                     platform::MemorySource* source) {
  return SoapMessage::Receive(content_type, source);
}

absl::Status StatusOfEnvelope(absl::string_view content_type, absl::string_view body,
                              const EnvelopeRules& rules) {
  platform::MemorySource source(body, 100);
  const auto message = Receive(content_type, &source);
  return message.ok() ? ReadEnvelope((*message)->root(), rules).status() : message.status();
}

void FindIncludes(const XmlNode& node, std::vector<std::string>* ids) {
  if (node.name() == "Document" || node.name() == "image1" || node.name() == "image2") {
    const absl::StatusOr<BinaryValue> value = ReadBinaryValue(node);
    EXPECT_TRUE(value.ok()) << value.status();
    if (value.ok() && value->attachment) ids->push_back(value->attachment->text());
  }
  for (const XmlNode child : node.children()) FindIncludes(child, ids);
}

// Every part that the XML includes comes, and no other.
void ExpectIncludesMatch(SoapMessage& message, size_t count) {
  std::vector<std::string> included;
  FindIncludes(message.root(), &included);
  std::vector<std::string> parts;
  while (true) {
    const auto next = message.NextAttachment();
    ASSERT_TRUE(next.ok()) << next.status();
    if (!*next) break;
    ASSERT_TRUE((**next).content_id);
    parts.push_back((**next).content_id->text());
  }
  EXPECT_THAT(parts, testing::UnorderedElementsAreArray(included));
  EXPECT_EQ(parts.size(), count);
}

TEST_F(RealMessagesTest, Axis2SendsMtom) {
  const std::string content_type =
      SplitDump(File("http-raw/toolkit2/multipart.header.txt")).content_type;
  const std::string body = File("http-raw/toolkit2/multipart.body.txt");
  platform::MemorySource source(body, 1000);
  const auto message = Receive(content_type, &source);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ((*message)->packaging(), SoapPackaging::kMtom);
  const absl::StatusOr<SoapEnvelope> envelope = ReadEnvelope((*message)->root());
  ASSERT_TRUE(envelope.ok()) << envelope.status();
  EXPECT_EQ(envelope->addressing.action, "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b");
  EXPECT_NE(envelope->addressing.message_id, "");
  EXPECT_EQ(envelope->body->name(), "ProvideAndRegisterDocumentSetRequest");
  ExpectIncludesMatch(**message, 1);
}

TEST_F(RealMessagesTest, AxiomSendsMtomAndAttachments) {
  const std::string related =
      "multipart/related; boundary=MIMEBoundaryurn:uuid:A3ADBAEE51A1A87B2A11443668160701; "
      "type=\"application/xop+xml\"; "
      "start=\"<0.urn:uuid:A3ADBAEE51A1A87B2A11443668160702@apache.org>\"";
  const std::string mtom = File("http-raw/axiom/mtom/sample1.msg");
  platform::MemorySource mtom_source(mtom, 1000);
  const auto message = Receive(related, &mtom_source);
  ASSERT_TRUE(message.ok()) << message.status();
  ExpectIncludesMatch(**message, 2);

  const std::string swa = File("http-raw/axiom/swa/sample1.msg");
  platform::MemorySource swa_source(swa, 1000);
  const auto with_attachments = Receive(related, &swa_source);
  ASSERT_TRUE(with_attachments.ok()) << with_attachments.status();
  EXPECT_EQ((*with_attachments)->packaging(), SoapPackaging::kWithAttachments);

  // SOAP 1.1 within application/xop+xml.
  EXPECT_EQ(
      FaultOf(StatusOfEnvelope("multipart/related; boundary=\"----=_AxIs2_Def_boundary_=42214532\"",
                               File("http-raw/axiom/mtom/ImageMTOMOut.bin"), {}))
          .code,
      SoapFaultCode::kVersionMismatch);
}

// The client declares UTF-8 and sends a letter of ISO-8859-1: guessing would break its signature.
TEST_F(RealMessagesTest, AMessageThatIsNotInItsCharsetIsRefused) {
  const std::string content_type =
      "multipart/related; "
      "boundary=MIMEBoundary_cab1d70f258a850f06f926ab5645aaa9111f017d951cfe8d";
  std::string body = File("http-raw/xcadocumentsource/IT_iti-39_request-multipart.txt");
  const SoapFault fault = FaultOf(StatusOfEnvelope(content_type, body, {}));
  EXPECT_EQ(fault.code, SoapFaultCode::kSender);
  EXPECT_THAT(fault.reason, HasSubstr("invalid token"));

  for (size_t i = body.find('\xd8'); i != std::string::npos; i = body.find('\xd8')) body[i] = 'O';
  platform::MemorySource source(body, 1000);
  const auto message = Receive(content_type, &source);
  ASSERT_TRUE(message.ok()) << message.status();
  const absl::StatusOr<SoapEnvelope> envelope = ReadEnvelope((*message)->root());
  ASSERT_TRUE(envelope.ok()) << envelope.status();
  EXPECT_EQ(envelope->addressing.action, "urn:ihe:iti:2007:CrossGatewayRetrieve");
  ASSERT_EQ(envelope->assertions.size(), 1u);
  const absl::StatusOr<SamlClaims> claims = ReadSamlClaims(envelope->assertions[0]);
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_EQ(claims->issuer, "https://helseid-xdssaml.test.nhn.no");
}

TEST_F(RealMessagesTest, BrokenEnvelopesAreFaults) {
  struct Case {
    const char* file;
    SoapFaultCode code;
    const char* reason;
  };
  const Case cases[] = {
      {"badsoap/soap11/entity-reference.xml", SoapFaultCode::kSender, "undefined entity"},
      {"badsoap/soap11/envelopeMissing.xml", SoapFaultCode::kSender, "no Envelope"},
      {"badsoap/soap11/twoBodymessage.xml", SoapFaultCode::kVersionMismatch, "SOAP 1.1"},
      {"badsoap/soap12/additional-element-after-body.xml", SoapFaultCode::kSender,
       "additionalElement"},
      {"badsoap/soap12/header-no-namespace.xml", SoapFaultCode::kSender, "not well-formed"},
      {"badsoap/soap12/processing-instruction.xml", SoapFaultCode::kSender,
       "processing instruction"},
      {"resources/badsoap/wrongSoapNs.xml", SoapFaultCode::kVersionMismatch, "badsoap"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.file);
    const absl::Status status = StatusOfEnvelope(
        kSoap, File(absl::StrCat("http-raw/axiom/", c.file)), {.action_required = false});
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(FaultOf(status).code, c.code);
    EXPECT_THAT(FaultOf(status).reason, HasSubstr(c.reason));
  }
}

TEST_F(RealMessagesTest, DumpsOfASwissGateway) {
  const HttpDump response = SplitDump(File("soap/epr-by-example/ITI-41_response_raw.xml"));
  platform::MemorySource source(response.body, 100);
  const auto message = Receive(response.content_type, &source);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ((*message)->packaging(), SoapPackaging::kMtom);
  const absl::StatusOr<SoapEnvelope> envelope = ReadEnvelope((*message)->root());
  ASSERT_TRUE(envelope.ok()) << envelope.status();
  EXPECT_EQ(envelope->body->name(), "RegistryResponse");

  // The boundary in its head is that of another hop, its last line has the next log entry, and
  // somebody took a namespace declaration out.
  HttpDump request = SplitDump(File("soap/epr-by-example/ITI-41_request_raw.xml"));
  EXPECT_THAT(FaultOf(StatusOfEnvelope(request.content_type, request.body, {})).reason,
              HasSubstr("before its last boundary"));
  const std::string content_type =
      "multipart/related; boundary=\"uuid:df997b05-d075-415b-9cc8-0f68c74cd993\"; "
      "start=\"<root.message@cxf.apache.org>\"";
  EXPECT_THAT(FaultOf(StatusOfEnvelope(content_type, request.body, {})).reason,
              HasSubstr("unbound prefix"));
}

// Samples for people: with line numbers, with a declaration left out, with a tag cut off.
bool IsWellFormed(absl::string_view path) {
  constexpr absl::string_view kNot[] = {
      "_raw.xml", "epr-by-example/ITI-18_request.xml", "epr-by-example/ITI-18_response.xml",
      "epr-by-example/ITI-41_request.xml", "01 Sample XCA Query Deferred-Capable Request.xml"};
  return std::none_of(std::begin(kNot), std::end(kNot),
                      [path](absl::string_view suffix) { return absl::EndsWith(path, suffix); });
}

// Each is read, or refused with a fault, never with anything else.
TEST_F(RealMessagesTest, EveryOtherMessageIsReadOrAFault) {
  int read = 0;
  for (const char* folder : {"soap", "charset"}) {
    for (const std::string& path : tests::FilesBelow(absl::StrCat(dir_, "/", folder))) {
      SCOPED_TRACE(path);
      const absl::StatusOr<std::string> bytes = tests::ReadFile(path);
      ASSERT_TRUE(bytes.ok());
      const absl::Status status =
          StatusOfEnvelope("application/soap+xml", *bytes, {.action_required = false});
      const bool is_envelope =
          absl::StrContains(*bytes, "Envelope") && IsWellFormed(path) && *folder == 's';
      if (status.ok()) {
        ++read;
      } else {
        EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
        EXPECT_FALSE(is_envelope) << status;
      }
    }
  }
  EXPECT_GE(read, 20);
}

}  // namespace
}  // namespace docshare::gateway
