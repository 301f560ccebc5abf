#include "repository/on_demand/document_list_cda.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/metadata/testing/submission_builder.h"
#include "domain/xml/xml_document.h"

namespace docshare::repository {
namespace {

using docshare::testing::ACode;
using docshare::testing::AnEntry;
using ::testing::ElementsAre;

constexpr char kHl7[] = "urn:hl7-org:v3";

DocumentList AList(const std::string& language = "en") {
  DocumentList list;
  list.about = AnEntry()
                   .AsOnDemand()
                   .WithTitle("Documents of the patient")
                   .OfType("60591-5", "2.16.840.1.113883.6.1")
                   .InRepository("2.999.30.7")
                   .Also([&](auto& entry) { entry.set_language_code(language); })
                   .Build();
  list.custodian.set_name("Testsykehuset HF");
  list.custodian.set_id("100000016");
  list.custodian.mutable_assigning_authority()->set_universal_id("2.16.578.1.12.4.1.4.101");
  return list;
}

XmlDocument Written(const DocumentList& list) {
  auto document =
      XmlDocument::Parse(WriteDocumentListCda(list, "2.25.17", *Dtm::Parse("20261122133000")));
  EXPECT_TRUE(document.ok()) << document.status();
  return *std::move(document);
}

// The elements that `path` leads to, each step one name.
std::vector<XmlNode> All(const XmlNode& from, const std::vector<std::string>& path) {
  std::vector<XmlNode> found = {from};
  for (const std::string& name : path) {
    std::vector<XmlNode> next;
    for (const XmlNode& node : found) {
      for (const XmlNode child : node.children()) {
        if (child.Is(kHl7, name)) next.push_back(child);
      }
    }
    found = std::move(next);
  }
  return found;
}

std::vector<std::string> TextsOf(const std::vector<XmlNode>& nodes) {
  std::vector<std::string> texts;
  for (const XmlNode& node : nodes) texts.emplace_back(node.text());
  return texts;
}

const std::vector<std::string> kText = {"component", "structuredBody", "component", "section",
                                        "text"};

std::vector<std::string> Below(std::vector<std::string> path,
                               const std::vector<std::string>& steps) {
  path.insert(path.end(), steps.begin(), steps.end());
  return path;
}

TEST(DocumentListCdaTest, HasTheHeaderThatCdaAsksFor) {
  const XmlDocument document = Written(AList());
  const XmlNode root = document.root();
  ASSERT_TRUE(root.Is(kHl7, "ClinicalDocument"));
  std::vector<std::string> names;
  for (const XmlNode child : root.children()) names.emplace_back(child.name());
  EXPECT_THAT(names,
              ElementsAre("typeId", "id", "code", "title", "effectiveTime", "confidentialityCode",
                          "languageCode", "recordTarget", "author", "custodian", "component"));
  EXPECT_EQ(All(root, {"id"})[0].Attribute("root"), "2.25.17");
  EXPECT_EQ(All(root, {"code"})[0].Attribute("code"), "60591-5");
  EXPECT_EQ(All(root, {"code"})[0].Attribute("codeSystem"), "2.16.840.1.113883.6.1");
  EXPECT_EQ(All(root, {"effectiveTime"})[0].Attribute("value"), "20261122133000+0000");
  const XmlNode patient = All(root, {"recordTarget", "patientRole", "id"})[0];
  EXPECT_EQ(patient.Attribute("extension"), "12838520020");
  EXPECT_EQ(patient.Attribute("root"), "2.16.578.1.12.4.1.4.1");
  const XmlNode custodian =
      All(root, {"custodian", "assignedCustodian", "representedCustodianOrganization", "id"})[0];
  EXPECT_EQ(custodian.Attribute("extension"), "100000016");
  EXPECT_EQ(custodian.Attribute("root"), "2.16.578.1.12.4.1.4.101");
}

TEST(DocumentListCdaTest, NamesAnOrganisationWithAnOidByItAlone) {
  DocumentList list = AList();
  list.custodian.set_id("2.999.77");
  const XmlDocument document = Written(list);
  const XmlNode id = All(document.root(), {"custodian", "assignedCustodian",
                                           "representedCustodianOrganization", "id"})[0];
  EXPECT_EQ(id.Attribute("root"), "2.999.77");
  EXPECT_FALSE(id.FindAttribute("extension").has_value());
}

TEST(DocumentListCdaTest, HasARowForEachDocument) {
  DocumentList list = AList();
  list.documents.push_back(RowOf(AnEntry()
                                     .WithTitle("Epikrise <1> & følge")
                                     .WithUniqueId("2.999.10.77^x")
                                     .CreatedAt("202601021304")
                                     .ServiceAt("20260101", "20260102")
                                     .WithMimeType("application/pdf")
                                     .Also([](auto& entry) {
                                       *entry.mutable_type_code() =
                                           ACode("A03-2", "2.16.578.1.12.4.1.1.9602", "Epikrise");
                                       entry.clear_authors();
                                       *entry.add_authors() =
                                           docshare::testing::AnAuthor("Lege", "Ola");
                                     })
                                     .Build()));
  list.documents.push_back(RowOf(AnEntry().CreatedAt("2026").Build()));
  const XmlDocument document = Written(list);
  EXPECT_THAT(TextsOf(All(document.root(), Below(kText, {"table", "thead", "tr", "th"}))),
              ElementsAre("Created", "Service", "Title", "Type", "Author", "Format", "Document"));
  const std::vector<XmlNode> rows = All(document.root(), Below(kText, {"table", "tbody", "tr"}));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_THAT(
      TextsOf(All(rows[0], {"td"})),
      ElementsAre("2026-01-02 13:04", "2026-01-01 – 2026-01-02", "Epikrise <1> & følge", "Epikrise",
                  "Ola Lege, Testsykehuset HF", "application/pdf", "2.999.10.77^x"));
  EXPECT_EQ(All(rows[1], {"td"})[0].text(), "2026");
}

TEST(DocumentListCdaTest, SaysSoWhenThereAreNone) {
  EXPECT_THAT(TextsOf(All(Written(AList()).root(), Below(kText, {"paragraph"}))),
              ElementsAre("No documents."));
  EXPECT_THAT(TextsOf(All(Written(AList("nb-NO")).root(), Below(kText, {"paragraph"}))),
              ElementsAre("Ingen dokumenter."));
}

TEST(DocumentListCdaTest, IsTheSameForTheSameList) {
  const DocumentList list = AList();
  const Dtm time = *Dtm::Parse("20261122133000");
  EXPECT_EQ(WriteDocumentListCda(list, "2.25.17", time),
            WriteDocumentListCda(list, "2.25.17", time));
}

}  // namespace
}  // namespace docshare::repository
