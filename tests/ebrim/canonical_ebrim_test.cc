#include "tests/ebrim/canonical_ebrim.h"

#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "domain/xml/xml_document.h"

namespace docshare::tests {
namespace {

constexpr char kMessage[] =
    "<l:SubmitObjectsRequest xmlns:l='urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0' "
    "xmlns='urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0'><RegistryObjectList>"
    "<ObjectRef id='ignored'/>"
    "<ExtrinsicObject id='d' mimeType='text/plain' status='Approved' isOpaque='false'>"
    "<Slot name='size'><ValueList><Value>0012</Value></ValueList></Slot>"
    "<Slot name='hash'><ValueList/></Slot>"
    "<Name><LocalizedString value='title' charset='UTF-8'/></Name>"
    "<Classification id='c1' classifiedObject='d' classificationScheme='e'"
    " nodeRepresentation='1'/>"
    "<Classification id='c2' classifiedObject='d' classificationScheme='e'"
    " nodeRepresentation='2'/>"
    "<ExternalIdentifier id='i' identificationScheme='u' value='v'/></ExtrinsicObject>"
    "<RegistryPackage id='s'/>"
    "<Classification id='m' classifiedObject='s'"
    " classificationNode='urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd'/>"
    "</RegistryObjectList></l:SubmitObjectsRequest>";

std::vector<std::string> Canonical(const std::string& xml) {
  const auto document = XmlDocument::Parse(xml);
  EXPECT_TRUE(document.ok()) << document.status();
  return CanonicalEbrim(document->root());
}

std::vector<std::string> With(const std::string& text, const std::string& replacement) {
  const std::string changed = absl::StrReplaceAll(kMessage, {{text, replacement}});
  EXPECT_NE(changed, kMessage) << text;
  return Canonical(changed);
}

TEST(CanonicalEbrimTest, WhatSaysTheSameIsEqual) {
  const std::vector<std::string> message = Canonical(kMessage);
  EXPECT_EQ(With("<ObjectRef id='ignored'/>", ""), message);
  EXPECT_EQ(With("id='c1'", "id='x'"), message);
  EXPECT_EQ(With("0012", "12"), message);
  EXPECT_EQ(With("'Approved'", "'urn:oasis:names:tc:ebxml-regrep:StatusType:Approved'"), message);
  EXPECT_EQ(With("<Slot name='hash'><ValueList/></Slot>", ""), message);
  EXPECT_EQ(With(" isOpaque='false'", ""), message);
  EXPECT_EQ(With("<RegistryPackage id='s'/>",
                 "<RegistryPackage id='s' objectType='x'><Description/></RegistryPackage>"),
            message);
  EXPECT_EQ(With("<RegistryPackage id='s'/><Classification id='m' classifiedObject='s'"
                 " classificationNode='urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd'/>",
                 "<RegistryPackage id='s'><Classification id='m' classifiedObject='s'"
                 " classificationNode='urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd'/>"
                 "</RegistryPackage>"),
            message);
}

TEST(CanonicalEbrimTest, WhatSaysSomethingElseDiffers) {
  const std::vector<std::string> message = Canonical(kMessage);
  const std::pair<const char*, const char*> changes[] = {
      {"0012", "13"},
      {"'title'", "'Title'"},
      {"'UTF-8'", "'UTF-16'"},
      {"text/plain", "text/html"},
      {"'Approved'", "'Deprecated'"},
      {"nodeRepresentation='1'", "nodeRepresentation='3'"},
      {"nodeRepresentation='2'/>",
       "nodeRepresentation='2'><Name><LocalizedString value='n'/></Name>"
       "</Classification>"},
      {"value='v'", "value='w'"},
      {"a54d6aa5", "b54d6aa5"},
      {"<RegistryPackage id='s'/>", "<RegistryPackage id='s' home='h'/>"},
      {"<ValueList/>", "<ValueList><Value>x</Value></ValueList>"},
      {"<RegistryPackage id='s'/>", ""},
  };
  for (const auto& [text, replacement] : changes) {
    EXPECT_NE(With(text, replacement), message) << text << " to " << replacement;
  }
}

// The order of authors and codes is said by the order of their elements.
TEST(CanonicalEbrimTest, TheOrderOfClassificationsOfOneSchemeCounts) {
  const std::string swapped =
      absl::StrReplaceAll(kMessage, {{"nodeRepresentation='1'", "nodeRepresentation='2'"},
                                     {"nodeRepresentation='2'", "nodeRepresentation='1'"}});
  EXPECT_NE(Canonical(swapped), Canonical(kMessage));
}

}  // namespace
}  // namespace docshare::tests
