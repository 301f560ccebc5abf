#include "gateway/soap/saml_claims.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/real_data/real_data.h"

namespace docshare::gateway {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kSaml[] = "urn:oasis:names:tc:SAML:2.0:assertion";

std::string Assertion(absl::string_view content) {
  return absl::StrCat("<Assertion xmlns='", kSaml,
                      "' ID='_1' Version='2.0' "
                      "IssueInstant='2025-01-02T03:04:05.5Z'><Issuer> i </Issuer>",
                      content, "</Assertion>");
}

absl::StatusOr<SamlClaims> Read(absl::string_view xml, const SamlLimits& limits = {}) {
  const absl::StatusOr<XmlDocument> document = XmlDocument::Parse(xml, {.max_bytes = 64u << 20});
  EXPECT_TRUE(document.ok()) << document.status();
  if (!document.ok()) return document.status();
  return ReadSamlClaims(document->root(), limits);
}

std::string Attribute(absl::string_view name, absl::string_view value) {
  return absl::StrCat("<AttributeStatement><Attribute Name='", name, "'><AttributeValue>", value,
                      "</AttributeValue></Attribute></AttributeStatement>");
}

TEST(SamlClaimsTest, ReadsWhatAnAssertionSays) {
  const absl::StatusOr<SamlClaims> claims = Read(Assertion(
      "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/>"
      "<Subject><NameID Format='urn:f'> 1 </NameID><SubjectConfirmation Method='urn:bearer'/>"
      "</Subject><Conditions NotBefore='2025-01-02T03:04:05Z' "
      "NotOnOrAfter='2025-01-02T05:04:05+01:00'><AudienceRestriction><Audience>a</Audience>"
      "<Audience>b</Audience></AudienceRestriction><AudienceRestriction/></Conditions>"
      "<AuthnStatement AuthnInstant='2025-01-02T03:00:00Z'><AuthnContext>"
      "<AuthnContextClassRef>urn:x509\n </AuthnContextClassRef></AuthnContext></AuthnStatement>"));
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_EQ(claims->id, "_1");
  EXPECT_EQ(claims->issuer, "i");
  EXPECT_EQ(absl::FormatTime(*claims->issued, absl::UTCTimeZone()), "2025-01-02T03:04:05.5+00:00");
  EXPECT_EQ(claims->name_id, "1");
  EXPECT_EQ(claims->name_id_format, "urn:f");
  EXPECT_THAT(claims->confirmation_methods, ElementsAre("urn:bearer"));
  EXPECT_EQ(*claims->not_on_or_after - *claims->not_before, absl::Hours(1));
  EXPECT_THAT(claims->audiences, ElementsAre(ElementsAre("a", "b"), ElementsAre()));
  ASSERT_EQ(claims->authentications.size(), 1u);
  EXPECT_EQ(claims->authentications[0].context, "urn:x509");
  EXPECT_FALSE(claims->authentications[0].session_ends);
  EXPECT_TRUE(claims->is_signed);
}

TEST(SamlClaimsTest, KeepsValuesAsTheyStand) {
  const absl::StatusOr<SamlClaims> claims = Read(Assertion(absl::StrCat(
      Attribute("text", " A &amp;amp; B "),
      Attribute("escaped", "&lt;Role xmlns=\"urn:hl7-org:v3\" xsi:type=\"CE\" code=\"LE\"/&gt;"),
      Attribute("xml",
                "<h:Role xmlns:h='urn:hl7-org:v3' code='&lt;' x:type='h:CE' "
                "xmlns:x='urn:x'><h:a>t</h:a></h:Role>"),
      Attribute("xml-xml", "<xml:a xml:b='1'><c xmlns=''/></xml:a>"),
      "<AttributeStatement><Attribute Name='nil'>"
      "<AttributeValue xmlns:a='http://www.w3.org/2001/XMLSchema-instance' a:nil='true'/>"
      "<AttributeValue nil='true'/><AttributeValue/></Attribute></AttributeStatement>")));
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_EQ(claims->Find("text")->values[0].text, "A &amp; B");
  EXPECT_EQ(claims->Find("escaped")->values[0].text,
            "<Role xmlns=\"urn:hl7-org:v3\" xsi:type=\"CE\" code=\"LE\"/>");
  EXPECT_EQ(claims->Find("escaped")->values[0].xml, "");
  EXPECT_EQ(claims->Find("xml-xml")->values[0].xml, "<xml:a xml:b=\"1\"><c/></xml:a>");
  EXPECT_EQ(claims->Find("xml")->values[0].xml,
            "<Role xmlns=\"urn:hl7-org:v3\" code=\"&lt;\" xmlns:a1=\"urn:x\" a1:type=\"h:CE\">"
            "<a>t</a></Role>");
  const std::vector<SamlValue>& nil = claims->Find("nil")->values;
  ASSERT_EQ(nil.size(), 3u);
  EXPECT_TRUE(nil[0].is_nil);
  EXPECT_TRUE(nil[1].is_nil);
  EXPECT_FALSE(nil[2].is_nil);
  EXPECT_EQ(claims->Find("other"), nullptr);
}

TEST(SamlClaimsTest, OneAttributeMayComeInSeveralStatements) {
  const absl::StatusOr<SamlClaims> claims =
      Read(Assertion(absl::StrCat(Attribute("a", "1"), Attribute("b", "2"), Attribute("a", "3"))));
  ASSERT_TRUE(claims.ok());
  ASSERT_EQ(claims->attributes.size(), 2u);
  ASSERT_EQ(claims->Find("a")->values.size(), 2u);
  EXPECT_EQ(claims->Find("a")->values[1].text, "3");
}

TEST(SamlClaimsTest, AssertionsInEvidenceAreNotTheCallers) {
  const absl::StatusOr<SamlClaims> claims = Read(Assertion(absl::StrCat(
      "<AuthzDecisionStatement><Evidence>",
      Assertion(absl::StrCat("<Subject><NameID>other</NameID></Subject>", Attribute("a", "1"))),
      "</Evidence></AuthzDecisionStatement><Advice>", Assertion(""), "</Advice>")));
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_EQ(claims->name_id, "");
  EXPECT_TRUE(claims->attributes.empty());
}

TEST(SamlClaimsTest, RefusesWhatItCannotJudge) {
  struct Case {
    const char* name;
    std::string xml;
    const char* message;
  };
  const std::string subject = "<Subject><NameID>1</NameID></Subject>";
  const Case cases[] = {
      {"other element", "<a/>", "another element"},
      {"SAML 1.1", "<Assertion xmlns='urn:oasis:names:tc:SAML:1.0:assertion'/>", "another element"},
      {"version", absl::StrCat("<Assertion xmlns='", kSaml, "' Version='1.1'/>"), "Version"},
      {"no issuer", absl::StrCat("<Assertion xmlns='", kSaml, "' Version='2.0'/>"), "Issuer"},
      {"two issuers", Assertion("<Issuer>j</Issuer>"), "Issuer: it is given twice"},
      {"two subjects", Assertion(absl::StrCat(subject, subject)), "Subject: it is given twice"},
      {"two names", Assertion("<Subject><NameID>1</NameID><NameID>2</NameID></Subject>"),
       "NameID: it is given twice"},
      {"two conditions", Assertion("<Conditions/><Conditions/>"), "Conditions: it is given twice"},
      {"encrypted name", Assertion("<Subject><EncryptedID/></Subject>"), "EncryptedID"},
      {"encrypted attribute",
       Assertion("<AttributeStatement><EncryptedAttribute/></AttributeStatement>"),
       "EncryptedAttribute"},
      {"time in words", Assertion("<Conditions NotOnOrAfter='infinite-future'/>"), "NotOnOrAfter"},
      {"time without zone", Assertion("<Conditions NotBefore='2025-01-02T03:04:05'/>"),
       "NotBefore"},
      {"no time", Assertion("<Conditions NotBefore=''/>"), "NotBefore"},
      {"nameless attribute", Assertion(Attribute("", "x")), "Name is missing"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const absl::Status status = Read(c.xml).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.message));
  }
}

TEST(SamlClaimsTest, KeepsTheLimits) {
  const SamlLimits limits = {.max_attributes = 1, .max_values = 2, .max_bytes = 1000};
  const auto error = [&limits](absl::string_view content) {
    return std::string(Read(Assertion(content), limits).status().message());
  };
  const std::string one = Attribute("a", "1");
  EXPECT_THAT(error(absl::StrCat(one, Attribute("b", "1"))), HasSubstr("Attribute: more than 1"));
  EXPECT_THAT(error(absl::StrCat(one, one, one)), HasSubstr("more than 2 values"));
  EXPECT_THAT(error(Attribute("a", std::string(1001, 'x'))), HasSubstr("more than 1000 bytes"));
  EXPECT_THAT(error(Attribute("a", absl::StrCat("<x>", std::string(1001, 'x'), "</x>"))),
              HasSubstr("more than 1000 bytes"));
}

// A namespace declared once and used by a million elements in turn with another one.
TEST(SamlClaimsTest, WritingNamespacesOutDoesNotExplode) {
  std::string value = absl::StrCat("<a:a xmlns:a='", std::string(1000, 'u'), "' xmlns:b='",
                                   std::string(1000, 'v'), "'>");
  for (int i = 0; i < 200000; ++i) absl::StrAppend(&value, "<b:b/>");
  absl::StrAppend(&value, "</a:a>");
  EXPECT_THAT(std::string(Read(Assertion(Attribute("a", value))).status().message()),
              HasSubstr("bytes of values"));
}

void CollectAssertions(const XmlNode& node, std::vector<XmlNode>* found) {
  if (node.Is(kSaml, "Assertion")) {
    found->push_back(node);
    return;
  }
  for (const XmlNode child : node.children()) CollectAssertions(child, found);
}

TEST(SamlClaimsTest, ReadsAssertionsOfOtherIssuers) {
  const absl::optional<std::string> real_data = tests::RealDataDir();
  if (!real_data) GTEST_SKIP() << tests::kNoRealData;
  int read = 0;
  size_t attributes = 0;
  for (const std::string& path : tests::FilesBelow(absl::StrCat(*real_data, "/saml"), ".xml")) {
    SCOPED_TRACE(path);
    const absl::StatusOr<XmlDocument> document = XmlDocument::Parse(*tests::ReadFile(path));
    // A prefix that nobody declares, which no reader of namespaces accepts.
    if (!document.ok()) {
      EXPECT_THAT(std::string(document.status().message()), HasSubstr("unbound prefix"));
      continue;
    }
    std::vector<XmlNode> assertions;
    CollectAssertions(document->root(), &assertions);
    for (const XmlNode& assertion : assertions) {
      const absl::StatusOr<SamlClaims> claims = ReadSamlClaims(assertion);
      ASSERT_TRUE(claims.ok()) << claims.status();
      EXPECT_NE(claims->issuer, "");
      EXPECT_NE(claims->name_id, "");
      EXPECT_TRUE(claims->issued);
      attributes += claims->attributes.size();
      ++read;
    }
  }
  EXPECT_GE(read, 8);
  EXPECT_GE(attributes, 50u);
}

// The national hybrid token: names of both versions side by side.
TEST(SamlClaimsTest, ReadsTheNationalTokens) {
  const absl::optional<std::string> real_data = tests::RealDataDir();
  if (!real_data) GTEST_SKIP() << tests::kNoRealData;
  const std::string dir = absl::StrCat(*real_data, "/saml/xcadocumentsource/");
  const absl::StatusOr<SamlClaims> hybrid =
      Read(*tests::ReadFile(absl::StrCat(dir, "SamlToken01.xml")));
  ASSERT_TRUE(hybrid.ok()) << hybrid.status();
  EXPECT_EQ(hybrid->issuer, "https://helseid-xdssaml.test.nhn.no");
  EXPECT_TRUE(hybrid->is_signed);
  EXPECT_THAT(hybrid->audiences, ElementsAre(ElementsAre("nhn:dokumentdeling-saml")));
  EXPECT_EQ(*hybrid->not_on_or_after - *hybrid->not_before, absl::Hours(1));
  for (const char* name : {"urn:oasis:names:tc:xspa:1.0:subject:subject-id",
                           "urn:oasis:names:tc:xacml:1.0:subject:subject-id"}) {
    ASSERT_NE(hybrid->Find(name), nullptr);
    EXPECT_EQ(hybrid->Find(name)->values[0].text, "KVART GREVLING");
  }
  EXPECT_THAT(hybrid->Find("urn:oasis:names:tc:xacml:2.0:subject:role")->values[0].text,
              testing::StartsWith("<Role xmlns=\"urn:hl7-org:v3\" xsi:type=\"CE\" code=\"LE\""));
  // Escaped twice: once is the XML's, once is the value's.
  EXPECT_THAT(hybrid->Find("urn:oasis:names:tc:xacml:2.0:resource:resource-id")->values[0].text,
              testing::EndsWith("^^^&amp;2.16.578.1.12.4.1.4.1&amp;ISO"));
  EXPECT_TRUE(
      hybrid->Find("urn:no:ehelse:saml:1.0:subject:Authentication_method")->values[0].is_nil);
  const absl::StatusOr<SamlClaims> citizen =
      Read(*tests::ReadFile(absl::StrCat(dir, "IT_SamlToken_HN01.xml")));
  ASSERT_TRUE(citizen.ok()) << citizen.status();
  EXPECT_EQ(citizen->issuer, "sikkerhet.helsenorge.no");
  EXPECT_EQ(*citizen->not_on_or_after - *citizen->not_before, absl::Minutes(20));
  EXPECT_NE(citizen->Find("urn:oasis:names:tc:xspa:1.0:subject:purposeofuse"), nullptr);
}

}  // namespace
}  // namespace docshare::gateway
