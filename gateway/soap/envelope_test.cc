#include "gateway/soap/envelope.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/soap/soap_fault.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace docshare::gateway {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kAction[] = "<w:Action s:mustUnderstand='1'> urn:do </w:Action>";

std::string Message(absl::string_view header, absl::string_view body = "<b xmlns='urn:b'/>") {
  return absl::StrCat("<s:Envelope xmlns:s='", kSoapNamespace, "' xmlns:w='", kAddressingNamespace,
                      "' xmlns:wsse='", kSecurityNamespace, "' xmlns:saml='", kSamlNamespace,
                      "'><s:Header>", header, "</s:Header><s:Body>", body,
                      "</s:Body></s:Envelope>");
}

// An envelope with the document that it points into.
struct Read {
  std::unique_ptr<XmlDocument> document;
  absl::StatusOr<SoapEnvelope> envelope;
};

Read ReadText(absl::string_view xml, const EnvelopeRules& rules = {}) {
  absl::StatusOr<XmlDocument> document = XmlDocument::Parse(xml);
  EXPECT_TRUE(document.ok()) << document.status() << xml;
  auto kept = std::make_unique<XmlDocument>(*std::move(document));
  absl::StatusOr<SoapEnvelope> envelope = ReadEnvelope(kept->root(), rules);
  return {std::move(kept), std::move(envelope)};
}

SoapFault FaultFor(absl::string_view xml, const EnvelopeRules& rules = {}) {
  const Read read = ReadText(xml, rules);
  EXPECT_FALSE(read.envelope.ok()) << xml;
  return read.envelope.ok() ? SoapFault() : FaultOf(read.envelope.status());
}

TEST(EnvelopeTest, ReadsBodyAndAddressing) {
  const Read read = ReadText(Message(absl::StrCat(
      kAction,
      "<w:MessageID>urn:uuid:1</w:MessageID><w:To>http://here</w:To>"
      "<w:ReplyTo><w:Address> http://there </w:Address><w:Metadata/></w:ReplyTo>"
      "<w:FaultTo><w:Address>http://faults</w:Address></w:FaultTo>"
      "<w:RelatesTo>urn:uuid:0</w:RelatesTo><w:From><w:Address>x</w:Address></w:From>")));
  ASSERT_TRUE(read.envelope.ok()) << read.envelope.status();
  const AddressingHeaders& addressing = read.envelope->addressing;
  EXPECT_EQ(addressing.action, "urn:do");
  EXPECT_EQ(addressing.message_id, "urn:uuid:1");
  EXPECT_EQ(addressing.to, "http://here");
  EXPECT_EQ(addressing.reply_to, "http://there");
  EXPECT_TRUE(addressing.reply_to_given);
  EXPECT_EQ(addressing.fault_to, "http://faults");
  EXPECT_EQ(addressing.relates_to, "urn:uuid:0");
  ASSERT_TRUE(read.envelope->body);
  EXPECT_TRUE(read.envelope->body->Is("urn:b", "b"));
}

TEST(EnvelopeTest, WithoutReplyToTheAnswerIsAnonymous) {
  const Read read = ReadText(Message(kAction));
  ASSERT_TRUE(read.envelope.ok());
  EXPECT_EQ(read.envelope->addressing.reply_to, kAnonymousAddress);
  EXPECT_FALSE(read.envelope->addressing.reply_to_given);
}

TEST(EnvelopeTest, PassesOverHeadersThatAreNotOurs) {
  EXPECT_TRUE(
      ReadText(Message(absl::StrCat(kAction,
                                    "<x/><y s:mustUnderstand='0'/><z s:mustUnderstand=' false '/>"
                                    "<o s:mustUnderstand='1' s:role='urn:other'/>"
                                    "<w:Action s:role='urn:other'>urn:x</w:Action>")))
          .envelope.ok());
}

TEST(EnvelopeTest, NamesTheHeadersItDoesNotUnderstand) {
  const SoapFault fault = FaultFor(Message(
      absl::StrCat(kAction,
                   "<x xmlns='urn:x' s:mustUnderstand='true'/><y s:mustUnderstand='1' s:role='http:"
                   "//www.w3.org/2003/05/soap-envelope/role/next'/><z/>")));
  EXPECT_EQ(fault.code, SoapFaultCode::kMustUnderstand);
  EXPECT_THAT(fault.not_understood,
              ElementsAre(QualifiedName{"urn:x", "x"}, QualifiedName{"", "y"}));
}

TEST(EnvelopeTest, ACallerUnderstandsMore) {
  const EnvelopeRules rules = {.understood = {{"urn:x", "x"}}};
  const Read read =
      ReadText(Message(absl::StrCat(kAction, "<x xmlns='urn:x' s:mustUnderstand='1'/>")), rules);
  ASSERT_TRUE(read.envelope.ok()) << read.envelope.status();
  ASSERT_EQ(read.envelope->other_headers.size(), 1u);
}

TEST(EnvelopeTest, KeepsTheSecurityHeader) {
  const Read read = ReadText(Message(
      absl::StrCat(kAction,
                   "<wsse:Security s:mustUnderstand='1'><t/><saml:Assertion ID='1'/>"
                   "<wsse:Embedded><saml:Assertion ID='2'/></wsse:Embedded></wsse:Security>")));
  ASSERT_TRUE(read.envelope.ok()) << read.envelope.status();
  ASSERT_TRUE(read.envelope->security);
  ASSERT_EQ(read.envelope->assertions.size(), 1u);
  EXPECT_EQ(read.envelope->assertions[0].Attribute("ID"), "1");
  const SoapFault fault =
      FaultFor(Message(absl::StrCat(kAction, "<wsse:Security/><wsse:Security/>")));
  EXPECT_EQ(fault.subcodes[0].name, "InvalidSecurity");
}

TEST(EnvelopeTest, OtherVersionsAreNotSpoken) {
  const SoapFault soap11 = FaultFor(
      absl::StrCat("<Envelope xmlns='", kSoap11Namespace, "'><Body><b/></Body></Envelope>"));
  EXPECT_EQ(soap11.code, SoapFaultCode::kVersionMismatch);
  EXPECT_TRUE(soap11.in_soap11);
  const SoapFault other = FaultFor("<Envelope xmlns='urn:soap'/>");
  EXPECT_EQ(other.code, SoapFaultCode::kVersionMismatch);
  EXPECT_FALSE(other.in_soap11);
  EXPECT_THAT(other.reason, HasSubstr("urn:soap"));
}

TEST(EnvelopeTest, RefusesWhatIsNoEnvelope) {
  const std::string open = absl::StrCat("<s:Envelope xmlns:s='", kSoapNamespace, "'>");
  struct Case {
    const char* name;
    std::string xml;
    const char* reason;
  };
  const Case cases[] = {
      {"bare message", "<b/>", "no Envelope"},
      {"no body", absl::StrCat(open, "<s:Header/></s:Envelope>"), "no Body"},
      {"empty body", Message(kAction, " "), "the Body is empty"},
      {"two bodies", absl::StrCat(open, "<s:Body><b/></s:Body><s:Body/></s:Envelope>"), "Body"},
      {"two requests", Message(kAction, "<b/><b/>"), "more than one child"},
      {"text", Message(kAction, "x<b/>"), "text"},
      {"header after body", absl::StrCat(open, "<s:Body><b/></s:Body><s:Header/></s:Envelope>"),
       "Header"},
      {"element after body", absl::StrCat(open, "<s:Body><b/></s:Body><x/></s:Envelope>"), "\"x\""},
      {"header without namespace",
       absl::StrCat(open, "<Header/><s:Body><b/></s:Body></s:Envelope>"),
       "\"Header\" of namespace \"\""},
      {"mustUnderstand", Message("<x s:mustUnderstand='yes'/>"), "neither true nor false"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const EnvelopeRules rules = {.action_required = false};
    const SoapFault fault = FaultFor(c.xml, rules);
    EXPECT_EQ(fault.code, SoapFaultCode::kSender);
    EXPECT_THAT(fault.reason, HasSubstr(c.reason));
  }
  EXPECT_TRUE(ReadText(Message(kAction, ""), {.body_may_be_empty = true}).envelope.ok());
}

TEST(EnvelopeTest, ChecksTheHeadersOfAddressing) {
  struct Case {
    const char* name;
    std::string header;
    const char* subcode;
    const char* problem;
  };
  const std::string two = absl::StrCat(kAction, kAction);
  const Case cases[] = {
      {"no action", "", "MessageAddressingHeaderRequired", "Action"},
      {"older addressing",
       "<Action xmlns='http://schemas.xmlsoap.org/ws/2004/08/addressing'>u</Action>",
       "MessageAddressingHeaderRequired", "Action"},
      {"empty action", "<w:Action> </w:Action>", "InvalidAddressingHeader", "Action"},
      {"two actions", two, "InvalidAddressingHeader", "Action"},
      {"no message id", kAction, "MessageAddressingHeaderRequired", "MessageID"},
      {"reply to nowhere", absl::StrCat(kAction, "<w:ReplyTo/>"), "InvalidAddressingHeader",
       "ReplyTo"},
      {"two replies",
       absl::StrCat(kAction,
                    "<w:ReplyTo><w:Address>a</w:Address></w:ReplyTo>"
                    "<w:ReplyTo><w:Address>b</w:Address></w:ReplyTo>"),
       "InvalidAddressingHeader", "ReplyTo"},
      {"long action", absl::StrCat("<w:Action>", std::string(9000, 'x'), "</w:Action>"),
       "InvalidAddressingHeader", "Action"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const SoapFault fault = FaultFor(Message(c.header), {.message_id_required = true});
    EXPECT_EQ(fault.code, SoapFaultCode::kSender);
    ASSERT_FALSE(fault.subcodes.empty());
    EXPECT_EQ(fault.subcodes[0].name, c.subcode);
    EXPECT_EQ(fault.problem_header, c.problem);
  }
}

}  // namespace
}  // namespace docshare::gateway
