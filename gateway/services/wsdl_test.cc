#include "gateway/services/wsdl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "domain/xml/xml_document.h"

namespace docshare::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;

constexpr char kAddress[] = "https://xds.example.org:7443/services?a=1&b=\"2\"";

// What tools make of it is in tests/interop: here it is well-formed and complete.
TEST(WsdlTest, IsAnXmlDocumentWithEveryTransactionOfItsService) {
  for (const Service service :
       {Service::kRegistry, Service::kRepository, Service::kRespondingGateway}) {
    const std::string wsdl = WsdlOf(service, kAddress);
    const auto document = XmlDocument::Parse(wsdl);
    ASSERT_TRUE(document.ok()) << document.status();
    EXPECT_TRUE(document->root().Is("http://schemas.xmlsoap.org/wsdl/", "definitions"));
    for (const Transaction& transaction : Transactions()) {
      const std::string action = absl::StrCat("soapAction=\"", transaction.action, "\"");
      if (transaction.service == service) {
        EXPECT_THAT(wsdl, HasSubstr(action));
        EXPECT_THAT(wsdl, HasSubstr(absl::StrCat("element=\"", transaction.request_element)));
        EXPECT_THAT(wsdl, HasSubstr(absl::StrCat("wsaw:Action=\"", transaction.response_action)));
      } else {
        EXPECT_THAT(wsdl, Not(HasSubstr(action)));
      }
    }
  }
}

TEST(WsdlTest, TellsItsAddress) {
  EXPECT_THAT(
      WsdlOf(Service::kRegistry, kAddress),
      HasSubstr("location=\"https://xds.example.org:7443/services?a=1&amp;b=&quot;2&quot;"));
}

// Some tools know where on the web a namespace is that the description lacks, and fetch it from
// there.
TEST(WsdlTest, HasEverySchemaThatIsImported) {
  const auto document = XmlDocument::Parse(WsdlOf(Service::kRepository, kAddress));
  ASSERT_TRUE(document.ok()) << document.status();
  std::set<std::string> there;
  std::set<std::string> imported;
  for (const XmlNode types : document->root().children()) {
    if (types.name() != "types") continue;
    for (const XmlNode schema : types.children()) {
      there.emplace(schema.Attribute("targetNamespace"));
      for (const XmlNode child : schema.children()) {
        if (child.name() != "import") continue;
        imported.emplace(child.Attribute("namespace"));
        EXPECT_EQ(child.Attribute("schemaLocation"), "");
      }
    }
  }
  EXPECT_FALSE(imported.empty());
  EXPECT_THAT(there, IsSupersetOf(imported));
}

}  // namespace
}  // namespace docshare::gateway
