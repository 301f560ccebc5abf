#include "domain/metadata/rules/update_slots.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/errors/xds_error.h"
#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaults;
using testing::RuleCase;

std::vector<RuleCase> Cases(const std::string& fault) {
  std::vector<RuleCase> cases = {
      {"none", [](RegisterDocumentSetRequest&) {}, ""},
      {"another's",
       [](RegisterDocumentSetRequest& r) {
         r.mutable_associations(0)->add_extra_slots()->set_name("urn:no:PreviousVersion");
       },
       ""}};
  for (const char* name :
       {"PreviousVersion", "AssociationPropagation", "OriginalStatus", "NewStatus"}) {
    cases.push_back({name,
                     [name](RegisterDocumentSetRequest& r) {
                       auto* slot = r.mutable_associations(1)->add_extra_slots();
                       slot->set_name(name);
                       slot->add_values("one");
                       slot->add_values("two");
                     },
                     fault});
  }
  return cases;
}

TEST(UpdateSlotsTest, Check65RefusesSlotsThatCouldNotBeRead) {
  ExpectFaults(&CheckUpdateSlots, Transaction::kUpdateDocumentSet,
               Cases("XDSMetadataUpdateOperationError at associations[1].extra_slots[0].name"));
}

TEST(UpdateSlotsTest, Check18RefusesThemInRegistrations) {
  ExpectFaults(&CheckUpdateSlots, Transaction::kRegisterDocumentSet,
               Cases("XDSRegistryMetadataError at associations[1].extra_slots[0].name"));
}

TEST(UpdateSlotsTest, NamesTheSlotAndItsValue) {
  RegisterDocumentSetRequest request = testing::AGoodSubmission(Transaction::kUpdateDocumentSet);
  auto* slot = request.mutable_associations(0)->add_extra_slots();
  slot->set_name("OriginalStatus");
  slot->add_values("Approved");
  RegistryErrors errors;
  CheckUpdateSlots(request, Transaction::kUpdateDocumentSet, errors);
  ASSERT_EQ(errors.list().errors_size(), 1);
  EXPECT_EQ(errors.list().errors(0).code_context(),
            "slot 'OriginalStatus' is there once, with exactly one legal value; it has "
            "'Approved'");
}

}  // namespace
}  // namespace docshare
