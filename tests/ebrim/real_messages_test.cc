// Every message among the real test inputs that holds ebRIM, read and written again: the result
// says the same as the input.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/ebrim/ebrim_names.h"
#include "domain/xml/xml_document.h"
#include "tests/ebrim/canonical_ebrim.h"
#include "tests/ebrim/round_trip.h"
#include "tests/ebrim/sent_message.h"
#include "tests/ebrim/toolkit_conversion.h"
#include "tests/ebrim/toolkit_symbols.h"
#include "tests/ebrim/xml_tree.h"
#include "tests/real_data/real_data.h"

namespace docshare::tests {
namespace {

// Messages that are refused, and why they should be.
const std::map<std::string, std::string>& RefusedMessages() {
  static const auto* const kRefused = new std::map<std::string, std::string>{
      {"soap/xcadocumentsource/PnR_request.xml",
       "check 17: parts of the entry name another object than the one they stand in"},
      {"xds-toolkit2/testkit/selftest/dsub/publish/single_doc.xml",
       "the request is in the namespace of the responses (rs 3.0)"},
      {"xds-toolkit2/testkit/tests/11965/IHE_XDM/SUBSET002/METADATA.XML",
       "check 17: parts of the second entry name the first"},
      {"xds-toolkit2/testkit/tests/12346/single_doc.xml", "check 16: slot languageCode twice"},
      {"xds-toolkit2/registry-objects/Registry/6d435c40_8564_4252_aaf9_e9248f5ec0be.xml",
       "check 4: the package's mark is in another file"},
      {"xds-toolkit2/registry-objects/Registry/752d43fa_8eca_4f42_8e32_c7eb7899fa26.xml",
       "check 4: the package's mark is in another file"},
      {"xds-toolkit2/validator-messages/regresp-suc-err.xml",
       "made to be refused: Success with a RegistryError"},
  };
  return *kRefused;
}

// Files that name ebRIM and hold no message of it; so do the test plans, in what they assert.
const std::set<std::string>& FilesWithoutMessage() {
  static const auto* const kFiles = new std::set<std::string>{
      "README.md",
      // Namespaces that nobody uses.
      "http-raw/xcadocumentsource/IT_iti-39_request-multipart.txt",
      "saml/connect/saml_header_diff_order.xml",
      "soap/xds-registry-to-fhir/minimal-doc.xml",
      // Shortened for print or damaged: not XML.
      "soap/epr-by-example/ITI-18_request.xml",
      "soap/epr-by-example/ITI-18_response.xml",
      "soap/epr-by-example/ITI-41_request.xml",
      "soap/epr-by-example/ITI-41_request_raw.xml",
      "soap/ihe-xca-deferred/01 Sample XCA Query Deferred-Capable Request.xml",
  };
  return *kFiles;
}

// Every ebRIM message below an element, as a document of its own.
void CollectMessages(XmlTree& tree, std::vector<XmlTree*>& messages) {
  if (IsEbrimMessage(tree.name)) {
    messages.push_back(&tree);
    return;
  }
  for (XmlTree& child : tree.children) CollectMessages(child, messages);
}

// What a registry keeps of one object, as an answer that holds it.
void WrapStoredObject(XmlTree& tree) {
  if (tree.name != "LeafRegistryObjectList" || tree.ns != kRimNamespace) return;
  XmlTree answer;
  answer.ns = std::string(kQueryNamespace);
  answer.name = "AdhocQueryResponse";
  answer.Set("status", "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success");
  tree.name = "RegistryObjectList";
  answer.children.push_back(std::move(tree));
  tree = std::move(answer);
}

// The messages of a file, with the toolkit's symbols replaced and ebRIM 2.1 converted.
std::vector<std::string> MessagesIn(const std::string& bytes) {
  XmlTree no_transaction;
  const auto xml = XmlIn(ReplaceSymbols(bytes, no_transaction));
  if (!xml.ok()) return {};
  const auto document = XmlDocument::Parse(*xml, {.max_bytes = size_t{64} << 20});
  if (!document.ok()) return {};
  XmlTree tree = XmlTree::From(document->root());
  WrapStoredObject(tree);
  std::vector<XmlTree*> found;
  CollectMessages(tree, found);
  std::vector<std::string> messages;
  for (XmlTree* message : found) {
    FillPlaceholderPatients(*message);
    ConvertToEbrim3(*message);
    messages.push_back(message->ToXml());
  }
  return messages;
}

std::vector<std::string> Canonical(const std::string& xml) {
  const auto document = XmlDocument::Parse(xml, {.max_bytes = size_t{64} << 20});
  if (!document.ok()) return {std::string(document.status().message())};
  return CanonicalEbrim(document->root());
}

TEST(RealMessagesTest, SayTheSameAfterReadingAndWriting) {
  const absl::optional<std::string> real_data = RealDataDir();
  if (!real_data) GTEST_SKIP() << kNoRealData;
  std::map<std::string, int> kept;
  std::set<std::string> refused;
  for (const std::string& path : FilesBelow(*real_data)) {
    const std::string file = path.substr(real_data->size() + 1);
    const bool is_about_others = absl::StartsWith(file, "LICENSES") ||
                                 absl::EndsWith(file, ".json") || absl::EndsWith(file, ".tsv");
    if (is_about_others) continue;
    const std::string bytes = *ReadFile(path);
    if (!absl::StrContains(bytes, "ebxml-regrep")) continue;
    // A plan that only asserts.
    const bool is_plan = absl::EndsWith(file, "testplan.xml");
    if (is_plan && !absl::StrContains(bytes, "AdhocQueryRequest")) continue;
    const std::vector<std::string> messages = MessagesIn(bytes);
    EXPECT_EQ(messages.empty(), FilesWithoutMessage().count(file) > 0) << file;
    int number = 0;
    for (const std::string& message : messages) {
      const std::string name = number++ == 0 ? file : absl::StrCat(file, "#", number);
      SCOPED_TRACE(name);
      const auto rewritten = Rewritten(message);
      if (!rewritten.ok()) {
        EXPECT_TRUE(RefusedMessages().count(name) > 0) << rewritten.status();
        refused.insert(name);
        continue;
      }
      EXPECT_EQ(Canonical(*rewritten), Canonical(message));
      // What was written is read and written alike.
      EXPECT_EQ(*Rewritten(*rewritten), *rewritten);
      ++kept[std::string(message.substr(1, message.find_first_of(" >") - 1))];
    }
  }
  for (const auto& [name, reason] : RefusedMessages()) {
    EXPECT_TRUE(refused.count(name) > 0) << name << " is not refused: " << reason;
  }
  for (const auto& [kind, count] : kept) std::printf("%s: %d kept\n", kind.c_str(), count);
  std::printf("refused: %zu\n", refused.size());
  EXPECT_GE(kept["SubmitObjectsRequest"], 280);
  EXPECT_GE(kept["AdhocQueryRequest"], 280);
}

}  // namespace
}  // namespace docshare::tests
