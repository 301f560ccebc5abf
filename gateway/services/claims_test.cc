#include "gateway/services/claims.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/soap/soap_fault.h"

namespace docshare::gateway {
namespace {

std::string Assertion(const std::string& value) {
  return absl::StrCat(
      R"(<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Version="2.0" ID="a1"
             IssueInstant="2026-01-01T00:00:00Z"><saml:Issuer>https://sts.example.org</saml:Issuer>
           <saml:Subject><saml:NameID>subject-1</saml:NameID></saml:Subject>
           <saml:Conditions NotBefore="2026-01-01T00:00:00Z" NotOnOrAfter="2026-01-01T01:00:00Z">
             <saml:AudienceRestriction><saml:Audience>us</saml:Audience></saml:AudienceRestriction>
           </saml:Conditions>
           <saml:AttributeStatement><saml:Attribute Name="urn:example:role"><saml:AttributeValue>)",
      value, R"(</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>
         </saml:Assertion>)");
}

absl::StatusOr<rpc::v1::Claims> Read(const std::string& xml, int times = 1) {
  const auto document = XmlDocument::Parse(xml);
  EXPECT_TRUE(document.ok()) << document.status();
  return ClaimsOf(std::vector<XmlNode>(static_cast<size_t>(times), document->root()));
}

TEST(ClaimsTest, SayWhatTheAssertionSays) {
  const auto claims = Read(Assertion("LE"));
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_EQ(claims->issuer(), "https://sts.example.org");
  EXPECT_EQ(claims->id(), "a1");
  EXPECT_EQ(claims->subject(), "subject-1");
  EXPECT_EQ(claims->not_on_or_after().seconds() - claims->not_before().seconds(), 3600);
  ASSERT_EQ(claims->audiences_size(), 1);
  EXPECT_EQ(claims->audiences(0).any_of(0), "us");
  ASSERT_EQ(claims->attributes_size(), 1);
  EXPECT_EQ(claims->attributes(0).name(), "urn:example:role");
  EXPECT_EQ(claims->attributes(0).values(0).text(), "LE");
  EXPECT_FALSE(claims->is_signed());
}

TEST(ClaimsTest, AreEmptyWithoutAnAssertion) { EXPECT_EQ(ClaimsOf({})->ByteSizeLong(), 0u); }

TEST(ClaimsTest, RefuseWhatNobodyCouldDecideOn) {
  for (const auto& refused :
       {Read(Assertion("LE"), 2), Read(Assertion(std::string(kMaxClaimsBytes, 'x'))),
        Read("<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\"/>")}) {
    ASSERT_FALSE(refused.ok());
    const SoapFault fault = FaultOf(refused.status());
    ASSERT_EQ(fault.subcodes.size(), 1u);
    EXPECT_EQ(fault.subcodes[0].name, "InvalidSecurityToken");
  }
}

}  // namespace
}  // namespace docshare::gateway
