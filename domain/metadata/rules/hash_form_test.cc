#include "domain/metadata/rules/hash_form.h"

#include <gtest/gtest.h>

#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaultsOfValues;

TEST(HashFormTest, Check23RefusesHashThatIsNot40HexDigits) {
  ExpectFaultsOfValues(&CheckHashForm, "document_entries[1].hash",
                       [](RegisterDocumentSetRequest& r, const std::string& hash) {
                         r.mutable_document_entries(1)->set_hash(hash);
                       },
                       {{"lower case", "da39a3ee5e6b4b0d3255bfef95601890afd80709", true},
                        {"upper case", "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", true},
                        {"39 digits", "da39a3ee5e6b4b0d3255bfef95601890afd8070", false},
                        {"41 digits", "da39a3ee5e6b4b0d3255bfef95601890afd807090", false},
                        {"no digit", "ga39a3ee5e6b4b0d3255bfef95601890afd80709", false},
                        {"base64", "2jmj7l5rSw0yVb/vlWAYkK/YBwk=", false},
                        {"spaces", "da39a3ee 5e6b4b0d 3255bfef 95601890 afd8", false}});
}

TEST(HashFormTest, Check23NamesTheValueAndTheRule) {
  RegisterDocumentSetRequest request;
  request.add_document_entries()->set_hash("zz");
  RegistryErrors errors;
  CheckHashForm(request, errors);
  EXPECT_EQ(errors.list().errors(0).code_context(), "hash 'zz' is not 40 hexadecimal digits");
}

}  // namespace
}  // namespace docshare
