#include "domain/metadata/rules/association_types.h"

#include <gtest/gtest.h>

#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaultsOfValues;

TEST(AssociationTypesTest, Check12AcceptsHasMemberOnly) {
  ExpectFaultsOfValues(
      &CheckAssociationTypes, "associations[1].association_type",
      [](RegisterDocumentSetRequest& r, const std::string& type) {
        r.mutable_associations(1)->set_association_type(type);
      },
      {{"HasMember", "urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember", true},
       {"missing", "", false},
       {"short name", "HasMember", false},
       {"unknown", "urn:ihe:iti:2007:AssociationType:rplc", false},
       {"not IHE", "urn:elga-bes:AssociationType:NonVersioningUpdate", false},
       {"replace", "urn:ihe:iti:2007:AssociationType:RPLC", false},
       {"transform", "urn:ihe:iti:2007:AssociationType:XFRM", false},
       {"append", "urn:ihe:iti:2007:AssociationType:APND", false},
       {"transform and replace", "urn:ihe:iti:2007:AssociationType:XFRM_RPLC", false},
       {"signs", "urn:ihe:iti:2007:AssociationType:signs", false},
       {"snapshot", "urn:ihe:iti:2010:AssociationType:IsSnapshotOf", false},
       {"update only", "urn:ihe:iti:2010:AssociationType:UpdateAvailabilityStatus", false},
       {"update only", "urn:ihe:iti:2010:AssociationType:SubmitAssociation", false}});
}

std::string ContextFor(const char* type) {
  RegisterDocumentSetRequest request;
  request.add_associations()->set_association_type(type);
  RegistryErrors errors;
  CheckAssociationTypes(request, errors);
  return errors.list().errors(0).code_context();
}

TEST(AssociationTypesTest, Check12SaysWhyATypeIsRefused) {
  EXPECT_EQ(ContextFor("urn:ihe:iti:2007:AssociationType:RPLC"),
            "association type urn:ihe:iti:2007:AssociationType:RPLC is not accepted: this version "
            "of the registry accepts only HasMember from the submission set to a document entry");
  EXPECT_EQ(ContextFor("RPLC"),
            "association type 'RPLC' is a short name; write urn:ihe:iti:2007:AssociationType:RPLC");
  EXPECT_EQ(ContextFor("urn:x"), "association type 'urn:x' is not known");
}

}  // namespace
}  // namespace docshare
