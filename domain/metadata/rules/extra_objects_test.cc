#include "domain/metadata/rules/extra_objects.h"

#include <gtest/gtest.h>

#include <string>

#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaults;

constexpr char kOwnScheme[] = "urn:uuid:00000000-0000-4000-8000-000000000001";
constexpr char kClassCodeScheme[] = "urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a";
constexpr char kLimitedMetadata[] = "urn:uuid:ab9b591b-83ab-4d03-8f5d-f93b1fb92e85";
constexpr char kUniqueIdScheme[] = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab";

TEST(ExtraObjectsTest, Check20WantsClassificationsOfNoAttribute) {
  const auto with = [](const char* scheme, const char* node) {
    return [=](RegisterDocumentSetRequest& r) {
      auto& extra = *r.mutable_document_entries(0)->add_extra_classifications();
      extra.set_classification_scheme(scheme);
      extra.set_classification_node(node);
      extra.set_node_representation("x");
    };
  };
  const std::string at = "XDSRegistryMetadataError at document_entries[0].extra_classifications[0]";
  ExpectFaults(&CheckExtraObjects,
               {{"scheme", with(kOwnScheme, ""), ""},
                {"node", with("", kOwnScheme), ""},
                {"neither", with("", ""), at},
                {"both", with(kOwnScheme, kOwnScheme), at},
                {"no UUID", with("1.2.3", ""), at + ".classification_scheme"},
                {"upper case", with("", "urn:uuid:00000000-0000-4000-8000-00000000000A"),
                 at + ".classification_node"},
                {"class code", with(kClassCodeScheme, ""), at + ".classification_scheme"},
                {"limited metadata", with("", kLimitedMetadata), at + ".classification_node"}});
}

TEST(ExtraObjectsTest, Check20WantsIdentifiersOfNoAttribute) {
  const auto with = [](const std::string& scheme, const std::string& value) {
    return [=](RegisterDocumentSetRequest& r) {
      auto& extra = *r.mutable_submission_set()->add_extra_external_identifiers();
      extra.set_identification_scheme(scheme);
      extra.set_value(value);
    };
  };
  const std::string at = "XDSRegistryMetadataError at submission_set.extra_external_identifiers[0]";
  ExpectFaults(&CheckExtraObjects,
               {{"own scheme", with(kOwnScheme, "7"), ""},
                {"longest value", with(kOwnScheme, testing::Characters(256)), ""},
                {"value too long", with(kOwnScheme, testing::Characters(257)), at + ".value"},
                {"no value", with(kOwnScheme, ""), at + ".value"},
                {"no scheme", with("", "7"), at + ".identification_scheme"},
                {"no UUID", with("urn:uuid:x", "7"), at + ".identification_scheme"},
                {"unique id", with(kUniqueIdScheme, "7"), at + ".identification_scheme"}});
}

}  // namespace
}  // namespace docshare
