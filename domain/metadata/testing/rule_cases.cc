#include "domain/metadata/testing/rule_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "domain/metadata/rules/stateless_rules.h"
#include "domain/metadata/testing/submission_builder.h"

namespace docshare::testing {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using Rule = std::function<void(const RegisterDocumentSetRequest&, RegistryErrors&)>;

std::vector<std::string> FaultsOfRule(const Rule& rule, const RegisterDocumentSetRequest& request) {
  RegistryErrors errors;
  rule(request, errors);
  return FaultsOf(errors);
}

void ExpectFaultsOfRule(const Rule& rule, Transaction transaction,
                        const std::vector<RuleCase>& cases) {
  for (const RuleCase& c : cases) {
    SCOPED_TRACE(c.name);
    RegisterDocumentSetRequest request = AGoodSubmission(transaction);
    c.change(request);
    if (c.fault.empty()) {
      EXPECT_THAT(FaultsOfRule(rule, request), ::testing::IsEmpty());
    } else {
      EXPECT_THAT(FaultsOfRule(rule, request), ::testing::ElementsAre(c.fault));
      EXPECT_THAT(FaultsOf(RunStatelessRules(request, transaction)), ::testing::Contains(c.fault));
    }
  }
}

}  // namespace

std::vector<std::string> FaultsOf(const RegistryErrors& errors) {
  std::vector<std::string> faults;
  for (const auto& error : errors.list().errors()) {
    faults.push_back(absl::StrCat(error.error_code(), " at ", error.location()));
  }
  return faults;
}

std::vector<std::string> FaultsOf(StatelessRule rule, const RegisterDocumentSetRequest& request) {
  return FaultsOfRule(rule, request);
}

std::vector<std::string> FaultsOf(TransactionRule rule, Transaction transaction,
                                  const RegisterDocumentSetRequest& request) {
  return FaultsOfRule([&](const auto& r, auto& errors) { rule(r, transaction, errors); }, request);
}

RegisterDocumentSetRequest AGoodSubmission(Transaction transaction) {
  const auto entry = [&](absl::string_view id) {
    EntryBuilder built = AnEntry().WithEntryUuid(id);
    if (transaction == Transaction::kRegisterOnDemandDocumentEntry) built.AsOnDemand();
    return built;
  };
  return ASubmission()
      .With(entry("document-a"))
      .With(entry("document-b"))
      .With(AFolder().WithEntryUuid("folder-a"))
      .Build();
}

void ExpectFaults(StatelessRule rule, const std::vector<RuleCase>& cases) {
  ExpectFaultsOfRule(rule, Transaction::kRegisterDocumentSet, cases);
}

void ExpectFaults(TransactionRule rule, Transaction transaction,
                  const std::vector<RuleCase>& cases) {
  ExpectFaultsOfRule([&](const auto& request, auto& errors) { rule(request, transaction, errors); },
                     transaction, cases);
}

void ExpectFaultsOfValues(
    StatelessRule rule, const std::string& location,
    const std::function<void(RegisterDocumentSetRequest&, const std::string&)>& set,
    const std::vector<ValueCase>& cases) {
  std::vector<RuleCase> rule_cases;
  for (const ValueCase& c : cases) {
    rule_cases.push_back(
        {c.name, [&set, &c](RegisterDocumentSetRequest& request) { set(request, c.value); },
         c.is_good ? "" : absl::StrCat("XDSRegistryMetadataError at ", location)});
  }
  ExpectFaults(rule, rule_cases);
}

std::string Characters(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "ø";
  return text;
}

}  // namespace docshare::testing
