#include "domain/national/rules/national_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "domain/metadata/testing/submission_builder.h"
#include "domain/national/testing/national_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;

std::vector<std::string> BrokenBy(const RegisterDocumentSetRequest& request) {
  std::vector<std::string> broken;
  for (const NationalRule& rule : NationalRules()) {
    RegistryErrors errors;
    rule.check(request, errors);
    if (!errors.empty()) broken.emplace_back(rule.name);
  }
  return broken;
}

TEST(NationalRulesTest, NamesAreSortedAndEachOnce) {
  std::vector<std::string> names;
  for (const NationalRule& rule : NationalRules()) names.emplace_back(rule.name);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

TEST(NationalRulesTest, AcceptANationalSubmission) {
  EXPECT_THAT(BrokenBy(testing::ANationalSubmission()), ::testing::IsEmpty());
}

TEST(NationalRulesTest, AcceptAnyMessage) {
  RegisterDocumentSetRequest empty_parts;
  empty_parts.add_document_entries()->add_authors()->add_institutions();
  empty_parts.add_folders();
  EXPECT_THAT(BrokenBy(RegisterDocumentSetRequest()), ::testing::ElementsAre("home_community"));
  EXPECT_THAT(
      BrokenBy(empty_parts),
      ::testing::ElementsAre("author_organisations", "home_community", "patient_demographics"));
}

TEST(NationalRulesTest, NamesOfAnyScriptAreFine) {
  RegisterDocumentSetRequest request = testing::ANationalSubmission();
  auto& entry = *request.mutable_document_entries(0);
  auto& person = *entry.mutable_authors(0)->mutable_person();
  person.set_family_name("Čállin-Šuorpma");
  person.set_given_name("Ŋáhttá Đoŋga Ž");
  entry.mutable_authors(0)->mutable_institutions(0)->set_name("Kárášjoga gielda");
  entry.mutable_title()->mutable_localized(0)->set_value("مرحبا 🩺 A\u030Alesund");
  entry.mutable_source_patient_info(1)->set_value("Guovdageaidnu^Áššá");
  EXPECT_THAT(BrokenBy(request), ::testing::IsEmpty());
}

TEST(NationalRulesTest, StopWhenNoMoreFaultsAreKept) {
  RegisterDocumentSetRequest request;
  for (int i = 0; i < 20000; ++i) request.add_document_entries();
  for (const NationalRule& rule : NationalRules()) {
    RegistryErrors errors;
    rule.check(request, errors);
    EXPECT_LE(errors.list().errors_size(), RegistryErrors::kMaxErrors + 1) << rule.name;
  }
}

}  // namespace
}  // namespace docshare
