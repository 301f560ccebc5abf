#include "domain/metadata/rules/association_types.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaults;
using testing::RuleCase;

constexpr char kFault[] = "XDSRegistryMetadataError at associations[1].association_type";

RuleCase Of(const char* type, bool is_good) {
  return {type,
          [type](RegisterDocumentSetRequest& r) {
            r.mutable_associations(1)->set_association_type(type);
          },
          is_good ? "" : kFault};
}

TEST(AssociationTypesTest, Check12AcceptsTheTypesOfTheStandard) {
  const std::vector<RuleCase> cases = {
      Of("urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember", true),
      Of("urn:ihe:iti:2007:AssociationType:RPLC", true),
      Of("urn:ihe:iti:2007:AssociationType:XFRM", true),
      Of("urn:ihe:iti:2007:AssociationType:APND", true),
      Of("urn:ihe:iti:2007:AssociationType:XFRM_RPLC", true),
      Of("urn:ihe:iti:2007:AssociationType:signs", true),
      Of("urn:ihe:iti:2010:AssociationType:IsSnapshotOf", true),
      Of("", false),
      Of("HasMember", false),
      Of("urn:ihe:iti:2007:AssociationType:rplc", false),
      Of("urn:ihe:iti:2007:AssociationType:RPLC ", false),
      Of("urn:elga-bes:AssociationType:NonVersioningUpdate", false),
      Of("urn:ihe:iti:2010:AssociationType:UpdateAvailabilityStatus", false),
      Of("urn:ihe:iti:2010:AssociationType:SubmitAssociation", false)};
  ExpectFaults(&CheckAssociationTypes, Transaction::kRegisterDocumentSet, cases);
  ExpectFaults(&CheckAssociationTypes, Transaction::kRegisterOnDemandDocumentEntry, cases);
}

TEST(AssociationTypesTest, UpdatesHaveTheirTriggersToo) {
  ExpectFaults(&CheckAssociationTypes, Transaction::kUpdateDocumentSet,
               {Of("urn:ihe:iti:2007:AssociationType:RPLC", true),
                Of("urn:ihe:iti:2010:AssociationType:UpdateAvailabilityStatus", true),
                Of("urn:ihe:iti:2010:AssociationType:SubmitAssociation", true),
                Of("urn:elga-bes:AssociationType:NonVersioningUpdate", false)});
}

std::string ContextFor(const char* type) {
  RegisterDocumentSetRequest request;
  request.add_associations()->set_association_type(type);
  RegistryErrors errors;
  CheckAssociationTypes(request, Transaction::kRegisterDocumentSet, errors);
  return errors.list().errors(0).code_context();
}

TEST(AssociationTypesTest, Check12SaysWhyATypeIsRefused) {
  EXPECT_EQ(ContextFor("urn:ihe:iti:2010:AssociationType:SubmitAssociation"),
            "association type urn:ihe:iti:2010:AssociationType:SubmitAssociation changes what is "
            "registered; it comes with Update Document Set (ITI-57)");
  EXPECT_EQ(ContextFor("RPLC"),
            "association type 'RPLC' is a short name; write urn:ihe:iti:2007:AssociationType:RPLC");
  EXPECT_EQ(ContextFor("urn:x"), "association type 'urn:x' is not known");
}

}  // namespace
}  // namespace docshare
