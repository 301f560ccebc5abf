#pragma once

#include <functional>
#include <string>
#include <vector>

#include "docshare/registry/v1/registry_service.pb.h"
#include "domain/metadata/rules/rule.h"

namespace docshare::testing {

// "code at location" of each fault, in order.
std::vector<std::string> FaultsOf(const RegistryErrors& errors);
std::vector<std::string> FaultsOf(StatelessRule rule,
                                  const registry::v1::RegisterDocumentSetRequest& request);
std::vector<std::string> FaultsOf(TransactionRule rule, Transaction transaction,
                                  const registry::v1::RegisterDocumentSetRequest& request);

// A valid submission of two entries, "document-a" and "document-b", and of a folder that holds
// neither, "folder-a". Its associations lead from the submission set to them, in this order. The
// entries are on-demand ones for kRegisterOnDemandDocumentEntry.
registry::v1::RegisterDocumentSetRequest AGoodSubmission(
    Transaction transaction = Transaction::kRegisterDocumentSet);

// A change of a good request, and what the rule says of it.
struct RuleCase {
  const char* name;
  std::function<void(registry::v1::RegisterDocumentSetRequest&)> change;
  // "code at location"; empty when the changed request is still good.
  std::string fault;
};

// Applies each change to AGoodSubmission() and expects exactly the fault from the rule, and the
// same fault among those of RunStatelessRules().
void ExpectFaults(StatelessRule rule, const std::vector<RuleCase>& cases);
void ExpectFaults(TransactionRule rule, Transaction transaction,
                  const std::vector<RuleCase>& cases);

// ExpectFaults() where every fault is XDSRegistryMetadataError at `location`, or none.
struct ValueCase {
  const char* name;
  std::string value;
  bool is_good;
};
void ExpectFaultsOfValues(
    StatelessRule rule, const std::string& location,
    const std::function<void(registry::v1::RegisterDocumentSetRequest&, const std::string&)>& set,
    const std::vector<ValueCase>& cases);

// `count` times "ø": two bytes, one character.
std::string Characters(int count);

}  // namespace docshare::testing
