#include "domain/metadata/rules/membership.h"

#include <gtest/gtest.h>

#include <string>

#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaults;

using metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL;
using metadata::v1::SUBMISSION_SET_STATUS_REFERENCE;
using metadata::v1::SUBMISSION_SET_STATUS_UNSPECIFIED;

constexpr char kElsewhere[] = "urn:uuid:00000000-0000-4000-8000-000000000001";

// One more association, like those of the builder.
metadata::v1::Association& AddAssociation(RegisterDocumentSetRequest& r, const std::string& target,
                                          metadata::v1::SubmissionSetStatus status) {
  auto& association = *r.add_associations();
  association = r.associations(0);
  association.set_target_object(target);
  association.set_submission_set_status(status);
  return association;
}

TEST(MembershipTest, Check10EveryEntryIsOriginalMemberOnce) {
  ExpectFaults(
      &CheckMembership,
      {{"as built", [](RegisterDocumentSetRequest&) {}, ""},
       {"not at all", [](RegisterDocumentSetRequest& r) { r.mutable_associations()->RemoveLast(); },
        "XDSRegistryMetadataError at document_entries[1]"},
       {"twice",
        [](RegisterDocumentSetRequest& r) {
          AddAssociation(r, "document-a", SUBMISSION_SET_STATUS_ORIGINAL);
        },
        "XDSRegistryMetadataError at document_entries[0]"}});
}

TEST(MembershipTest, Check11HasMemberLeadsFromTheSubmissionSetToAnEntry) {
  ExpectFaults(&CheckMembership,
               {{"from an entry",
                 [](RegisterDocumentSetRequest& r) {
                   AddAssociation(r, kElsewhere, SUBMISSION_SET_STATUS_REFERENCE)
                       .set_source_object("document-a");
                 },
                 "XDSRegistryMetadataError at associations[2].source_object"},
                {"from an object registered before",
                 [](RegisterDocumentSetRequest& r) {
                   AddAssociation(r, kElsewhere, SUBMISSION_SET_STATUS_REFERENCE)
                       .set_source_object("urn:uuid:00000000-0000-4000-8000-000000000002");
                 },
                 "XDSRegistryMetadataError at associations[2].source_object"},
                {"to the submission set",
                 [](RegisterDocumentSetRequest& r) {
                   AddAssociation(r, "submission-set", SUBMISSION_SET_STATUS_ORIGINAL);
                 },
                 "XDSRegistryMetadataError at associations[2].target_object"},
                {"to an association",
                 [](RegisterDocumentSetRequest& r) {
                   r.mutable_associations(0)->set_entry_uuid("link");
                   AddAssociation(r, "link", SUBMISSION_SET_STATUS_ORIGINAL).clear_entry_uuid();
                 },
                 "XDSRegistryMetadataError at associations[2].target_object"},
                {"other types are not its business",
                 [](RegisterDocumentSetRequest& r) {
                   AddAssociation(r, "submission-set", SUBMISSION_SET_STATUS_UNSPECIFIED)
                       .set_association_type("urn:ihe:iti:2007:AssociationType:RPLC");
                 },
                 ""}});
}

TEST(MembershipTest, Check13OriginalIsHereAndReferenceElsewhere) {
  ExpectFaults(&CheckMembership,
               {{"reference to an entry registered before",
                 [](RegisterDocumentSetRequest& r) {
                   AddAssociation(r, kElsewhere, SUBMISSION_SET_STATUS_REFERENCE);
                 },
                 ""},
                {"original that is not here",
                 [](RegisterDocumentSetRequest& r) {
                   AddAssociation(r, kElsewhere, SUBMISSION_SET_STATUS_ORIGINAL);
                 },
                 "UnresolvedReferenceException at associations[2].target_object"},
                {"reference to an entry that is here",
                 [](RegisterDocumentSetRequest& r) {
                   AddAssociation(r, "document-b", SUBMISSION_SET_STATUS_REFERENCE);
                 },
                 "XDSRegistryMetadataError at associations[2].submission_set_status"},
                {"no status",
                 [](RegisterDocumentSetRequest& r) {
                   AddAssociation(r, kElsewhere, SUBMISSION_SET_STATUS_UNSPECIFIED);
                 },
                 "XDSRegistryMetadataError at associations[2].submission_set_status"},
                {"unknown status",
                 [](RegisterDocumentSetRequest& r) {
                   AddAssociation(r, kElsewhere,
                                  static_cast<metadata::v1::SubmissionSetStatus>(77));
                 },
                 "XDSRegistryMetadataError at associations[2].submission_set_status"}});
}

TEST(MembershipTest, Check15HasMemberHasNoDocumentation) {
  ExpectFaults(&CheckMembership,
               {{"documentation",
                 [](RegisterDocumentSetRequest& r) {
                   r.mutable_associations(0)->mutable_documentation()->set_code("x");
                 },
                 "XDSRegistryMetadataError at associations[0].documentation"}});
}

}  // namespace
}  // namespace docshare
