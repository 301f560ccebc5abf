#include "domain/metadata/rules/membership.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/metadata/association_type.h"
#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL;
using metadata::v1::SUBMISSION_SET_STATUS_REFERENCE;
using metadata::v1::SUBMISSION_SET_STATUS_UNSPECIFIED;
using registry::v1::RegisterDocumentSetRequest;
using testing::RuleCase;

constexpr char kElsewhere[] = "urn:uuid:00000000-0000-4000-8000-000000000001";
constexpr char kElsewhere2[] = "urn:uuid:00000000-0000-4000-8000-000000000002";
constexpr char kMetadataFault[] = "XDSRegistryMetadataError at ";

void ExpectFaults(const std::vector<RuleCase>& cases) {
  testing::ExpectFaults(&CheckMembership, Transaction::kRegisterDocumentSet, cases);
}

metadata::v1::Association& Add(RegisterDocumentSetRequest& r, const std::string& source,
                               const std::string& target,
                               metadata::v1::SubmissionSetStatus status) {
  auto& association = *r.add_associations();
  association.set_association_type(kHasMember);
  association.set_source_object(source);
  association.set_target_object(target);
  association.set_submission_set_status(status);
  return association;
}

metadata::v1::Association& AddOfSet(RegisterDocumentSetRequest& r, const std::string& target,
                                    metadata::v1::SubmissionSetStatus status) {
  return Add(r, "submission-set", target, status);
}

// A folder's HasMember with the id "member", associations[3], and the set's to it, [4].
void File(RegisterDocumentSetRequest& r, const std::string& document, const std::string& folder) {
  Add(r, folder, document, SUBMISSION_SET_STATUS_UNSPECIFIED).set_entry_uuid("member");
  AddOfSet(r, "member", SUBMISSION_SET_STATUS_UNSPECIFIED);
}

TEST(MembershipTest, Check10EveryEntryIsOriginalMemberOnce) {
  ExpectFaults(
      {{"as built", [](RegisterDocumentSetRequest&) {}, ""},
       {"not at all",
        [](RegisterDocumentSetRequest& r) { r.mutable_associations()->DeleteSubrange(1, 1); },
        "XDSRegistryMetadataError at document_entries[1]"},
       {"twice",
        [](RegisterDocumentSetRequest& r) {
          AddOfSet(r, "document-a", SUBMISSION_SET_STATUS_ORIGINAL);
        },
        "XDSRegistryMetadataError at document_entries[0]"}});
}

TEST(MembershipTest, Check10EveryFolderIsMemberOnce) {
  ExpectFaults(
      {{"not at all", [](RegisterDocumentSetRequest& r) { r.mutable_associations()->RemoveLast(); },
        "XDSRegistryMetadataError at folders[0]"},
       {"twice",
        [](RegisterDocumentSetRequest& r) {
          AddOfSet(r, "folder-a", SUBMISSION_SET_STATUS_UNSPECIFIED);
        },
        "XDSRegistryMetadataError at folders[0]"}});
}

TEST(MembershipTest, Check10EveryMemberOfAFolderIsMemberOfTheSetOnce) {
  ExpectFaults(
      {{"new in new", [](RegisterDocumentSetRequest& r) { File(r, "document-a", "folder-a"); }, ""},
       {"registered in new", [](RegisterDocumentSetRequest& r) { File(r, kElsewhere, "folder-a"); },
        ""},
       {"new in registered",
        [](RegisterDocumentSetRequest& r) { File(r, "document-a", kElsewhere); }, ""},
       {"registered in registered",
        [](RegisterDocumentSetRequest& r) { File(r, kElsewhere, kElsewhere2); }, ""},
       {"not at all",
        [](RegisterDocumentSetRequest& r) {
          File(r, "document-a", "folder-a");
          r.mutable_associations()->RemoveLast();
        },
        "XDSRegistryMetadataError at associations[3]"},
       {"without an id",
        [](RegisterDocumentSetRequest& r) {
          Add(r, "folder-a", "document-a", SUBMISSION_SET_STATUS_UNSPECIFIED);
        },
        "XDSRegistryMetadataError at associations[3]"},
       {"twice",
        [](RegisterDocumentSetRequest& r) {
          File(r, "document-a", "folder-a");
          AddOfSet(r, "member", SUBMISSION_SET_STATUS_UNSPECIFIED);
        },
        "XDSRegistryMetadataError at associations[3]"},
       {"the set's HasMember may come first",
        [](RegisterDocumentSetRequest& r) {
          File(r, "document-a", "folder-a");
          r.mutable_associations()->SwapElements(3, 4);
        },
        ""}});
}

TEST(MembershipTest, Check11TheSubmissionSetHoldsEntriesFoldersAndTheirMembers) {
  const std::string fault = "XDSRegistryMetadataError at associations[3].target_object";
  ExpectFaults({{"itself",
                 [](RegisterDocumentSetRequest& r) {
                   AddOfSet(r, "submission-set", SUBMISSION_SET_STATUS_ORIGINAL);
                 },
                 fault},
                {"its own HasMember",
                 [](RegisterDocumentSetRequest& r) {
                   r.mutable_associations(0)->set_entry_uuid("link");
                   AddOfSet(r, "link", SUBMISSION_SET_STATUS_UNSPECIFIED);
                 },
                 fault},
                {"a relationship",
                 [](RegisterDocumentSetRequest& r) {
                   AddOfSet(r, "link", SUBMISSION_SET_STATUS_UNSPECIFIED);
                   auto& link = Add(r, "document-a", kElsewhere, SUBMISSION_SET_STATUS_UNSPECIFIED);
                   link.set_entry_uuid("link");
                   link.set_association_type(kReplace);
                 },
                 fault}});
}

TEST(MembershipTest, Check11HasMemberStartsAtTheSubmissionSetOrAFolder) {
  const std::string fault = "XDSRegistryMetadataError at associations[3].source_object";
  ExpectFaults({{"an entry",
                 [](RegisterDocumentSetRequest& r) {
                   Add(r, "document-a", kElsewhere, SUBMISSION_SET_STATUS_REFERENCE);
                 },
                 fault},
                {"an association",
                 [](RegisterDocumentSetRequest& r) {
                   r.mutable_associations(0)->set_entry_uuid("link");
                   Add(r, "link", kElsewhere, SUBMISSION_SET_STATUS_UNSPECIFIED);
                 },
                 fault},
                {"other types are not its business",
                 [](RegisterDocumentSetRequest& r) {
                   Add(r, "document-a", "submission-set", SUBMISSION_SET_STATUS_UNSPECIFIED)
                       .set_association_type(kReplace);
                 },
                 ""}});
}

TEST(MembershipTest, Check13OriginalIsHereAndReferenceElsewhere) {
  const std::string fault = "XDSRegistryMetadataError at associations[3].submission_set_status";
  const auto with = [](const char* target, metadata::v1::SubmissionSetStatus status) {
    return [=](RegisterDocumentSetRequest& r) { AddOfSet(r, target, status); };
  };
  ExpectFaults(
      {{"reference to an entry registered before",
        with(kElsewhere, SUBMISSION_SET_STATUS_REFERENCE), ""},
       {"original that is not here", with(kElsewhere, SUBMISSION_SET_STATUS_ORIGINAL),
        "UnresolvedReferenceException at associations[3].target_object"},
       {"reference to an entry that is here", with("document-b", SUBMISSION_SET_STATUS_REFERENCE),
        fault},
       {"no status, elsewhere", with(kElsewhere, SUBMISSION_SET_STATUS_UNSPECIFIED), fault},
       {"no status, here", with("document-b", SUBMISSION_SET_STATUS_UNSPECIFIED), fault},
       {"unknown status", with(kElsewhere, static_cast<metadata::v1::SubmissionSetStatus>(77)),
        fault}});
}

TEST(MembershipTest, Check13OnlyEntriesOfTheSetAreOriginalOrReference) {
  const std::string set_status = ".submission_set_status";
  ExpectFaults(
      {{"folder",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_associations(2)->set_submission_set_status(SUBMISSION_SET_STATUS_ORIGINAL);
        },
        kMetadataFault + ("associations[2]" + set_status)},
       {"member of a folder",
        [](RegisterDocumentSetRequest& r) {
          File(r, "document-a", "folder-a");
          r.mutable_associations(3)->set_submission_set_status(SUBMISSION_SET_STATUS_ORIGINAL);
        },
        kMetadataFault + ("associations[3]" + set_status)},
       {"the set's HasMember to that",
        [](RegisterDocumentSetRequest& r) {
          File(r, "document-a", "folder-a");
          r.mutable_associations(4)->set_submission_set_status(SUBMISSION_SET_STATUS_REFERENCE);
        },
        kMetadataFault + ("associations[4]" + set_status)},
       {"relationship",
        [](RegisterDocumentSetRequest& r) {
          Add(r, "document-a", kElsewhere, SUBMISSION_SET_STATUS_ORIGINAL)
              .set_association_type(kAppend);
        },
        kMetadataFault + ("associations[3]" + set_status)}});
}

TEST(MembershipTest, Check14FoldersHoldEntriesOnly) {
  const std::string fault = "XDSRegistryMetadataError at associations[3].target_object";
  const auto with = [](const char* target) {
    return [=](RegisterDocumentSetRequest& r) {
      Add(r, "folder-a", target, SUBMISSION_SET_STATUS_UNSPECIFIED);
    };
  };
  ExpectFaults({{"itself", with("folder-a"), fault}, {"the set", with("submission-set"), fault}});
}

TEST(MembershipTest, Check15HasMemberHasNoDocumentation) {
  ExpectFaults({{"documentation",
                 [](RegisterDocumentSetRequest& r) {
                   r.mutable_associations(0)->mutable_documentation()->set_code("x");
                 },
                 "XDSRegistryMetadataError at associations[0].documentation"},
                {"a relationship may have it",
                 [](RegisterDocumentSetRequest& r) {
                   auto& link = Add(r, "document-a", kElsewhere, SUBMISSION_SET_STATUS_UNSPECIFIED);
                   link.set_association_type(kTransform);
                   link.mutable_documentation()->set_code("x");
                 },
                 ""}});
}

TEST(MembershipTest, AnUpdateMaySubmitAMemberOfAFolder) {
  const auto submit = [](RegisterDocumentSetRequest& r) {
    File(r, kElsewhere, kElsewhere2);
    r.mutable_associations(4)->set_association_type(kSubmitAssociation);
  };
  testing::ExpectFaults(
      &CheckMembership, Transaction::kUpdateDocumentSet,
      {{"submitted", submit, ""},
       {"member of the set",
        [](RegisterDocumentSetRequest& r) { File(r, kElsewhere, kElsewhere2); }, ""},
       {"both",
        [&](RegisterDocumentSetRequest& r) {
          submit(r);
          AddOfSet(r, "member", SUBMISSION_SET_STATUS_UNSPECIFIED);
        },
        "XDSRegistryMetadataError at associations[3]"}});
}

}  // namespace
}  // namespace docshare
