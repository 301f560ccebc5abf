#include "gateway/soap/soap_fault.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "domain/xml/xml_document.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace docshare::gateway {
namespace {

std::string Written(const SoapFault& fault) {
  std::string xml;
  XmlWriter writer(&xml);
  writer.Start("r").Attribute("xmlns:env", kSoapNamespace);
  WriteFault(fault, writer);
  writer.End();
  EXPECT_TRUE(XmlDocument::Parse(xml).ok()) << xml;
  return xml.substr(xml.find('>') + 1, xml.size() - xml.find('>') - 5);
}

TEST(SoapFaultTest, GoesThroughAStatusUnchanged) {
  const SoapFault faults[] = {
      {.code = SoapFaultCode::kReceiver, .reason = "no luck"},
      {.code = SoapFaultCode::kMustUnderstand,
       .reason = "r",
       .not_understood = {{"urn:a", "b"}, {"", "3:c"}}},
      {.code = SoapFaultCode::kVersionMismatch, .reason = "r", .in_soap11 = true},
      {.reason = "r", .special_http_status = 413},
      InvalidHeaderFault("Action", "InvalidCardinality", "it is given twice"),
  };
  for (const SoapFault& fault : faults) {
    SCOPED_TRACE(fault.reason);
    const absl::Status status = ToStatus(fault);
    EXPECT_FALSE(status.ok());
    EXPECT_EQ(FaultOf(status), fault);
  }
}

TEST(SoapFaultTest, OtherStatusesBecomeFaults) {
  EXPECT_EQ(FaultOf(absl::InvalidArgumentError("bad")),
            (SoapFault{.code = SoapFaultCode::kSender, .reason = "bad"}));
  EXPECT_EQ(FaultOf(absl::UnavailableError("down")),
            (SoapFault{.code = SoapFaultCode::kReceiver, .reason = "down"}));
}

TEST(SoapFaultTest, HasTheHttpStatusOfItsCode) {
  EXPECT_EQ((SoapFault{.code = SoapFaultCode::kSender}).http_status(), 400);
  EXPECT_EQ((SoapFault{.code = SoapFaultCode::kReceiver}).http_status(), 500);
  EXPECT_EQ((SoapFault{.code = SoapFaultCode::kMustUnderstand}).http_status(), 500);
  EXPECT_EQ((SoapFault{.code = SoapFaultCode::kVersionMismatch}).http_status(), 500);
  EXPECT_EQ((SoapFault{.special_http_status = 415}).http_status(), 415);
}

TEST(SoapFaultTest, HasAnActionOfItsOwn) {
  EXPECT_EQ(MissingHeaderFault("Action").action(), "http://www.w3.org/2005/08/addressing/fault");
  EXPECT_EQ((SoapFault{}).action(), "http://www.w3.org/2005/08/addressing/soap/fault");
}

TEST(SoapFaultTest, WritesWhatSoapSays) {
  EXPECT_EQ(Written({.code = SoapFaultCode::kSender, .reason = "a < b"}),
            "<env:Fault><env:Code><env:Value>env:Sender</env:Value></env:Code>"
            "<env:Reason><env:Text xml:lang=\"en\">a &lt; b</env:Text></env:Reason></env:Fault>");
  EXPECT_EQ(
      Written(InvalidHeaderFault("To", "InvalidAddress", "x")),
      absl::StrCat("<env:Fault><env:Code><env:Value>env:Sender</env:Value><env:Subcode>"
                   "<env:Value xmlns:s=\"",
                   kAddressingNamespace,
                   "\">s:InvalidAddressingHeader</env:Value><env:Subcode><env:Value xmlns:s=\"",
                   kAddressingNamespace,
                   "\">s:InvalidAddress</env:Value></env:Subcode></env:Subcode></env:Code>"
                   "<env:Reason><env:Text xml:lang=\"en\">the header wsa:To: x</env:Text>"
                   "</env:Reason><env:Detail><wsa:ProblemHeaderQName xmlns:wsa=\"",
                   kAddressingNamespace,
                   "\">wsa:To</wsa:ProblemHeaderQName></env:Detail>"
                   "</env:Fault>"));
  EXPECT_EQ(Written({.code = SoapFaultCode::kVersionMismatch, .reason = "r", .in_soap11 = true}),
            "<env:Fault><faultcode>env:VersionMismatch</faultcode><faultstring>r</faultstring>"
            "</env:Fault>");
}

TEST(SoapFaultTest, NamesWhatTheStandardsName) {
  EXPECT_EQ(ActionNotSupportedFault("urn:a").subcodes[0].name, "ActionNotSupported");
  EXPECT_EQ(MissingHeaderFault("Action").subcodes[0].name, "MessageAddressingHeaderRequired");
  EXPECT_EQ(SecurityFault("FailedAuthentication", "r").subcodes[0],
            (QualifiedName{std::string(kSecurityNamespace), "FailedAuthentication"}));
}

}  // namespace
}  // namespace docshare::gateway
