#include "domain/metadata/rules/submission_content.h"

#include <gtest/gtest.h>

#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaults;

constexpr char kElsewhere[] = "urn:uuid:00000000-0000-4000-8000-000000000001";

void ClearObjects(RegisterDocumentSetRequest& r) {
  r.clear_document_entries();
  r.clear_folders();
}

TEST(SubmissionContentTest, Check3WantsASubmissionSet) {
  ExpectFaults(&CheckSubmissionContent, Transaction::kRegisterDocumentSet,
               {{"as built", [](RegisterDocumentSetRequest&) {}, ""},
                {"none", [](RegisterDocumentSetRequest& r) { r.clear_submission_set(); },
                 "XDSRegistryMetadataError at submission_set"}});
}

TEST(SubmissionContentTest, Check20WantsAnObjectAMemberOrAReference) {
  ExpectFaults(
      &CheckSubmissionContent, Transaction::kRegisterDocumentSet,
      {{"nothing",
        [](RegisterDocumentSetRequest& r) {
          ClearObjects(r);
          r.clear_associations();
        },
        "XDSRegistryMetadataError at "},
       {"originals without entries", [](RegisterDocumentSetRequest& r) { ClearObjects(r); },
        "XDSRegistryMetadataError at "},
       {"a relationship alone",
        [](RegisterDocumentSetRequest& r) {
          ClearObjects(r);
          r.mutable_associations(0)->set_association_type("urn:ihe:iti:2007:AssociationType:RPLC");
        },
        "XDSRegistryMetadataError at "},
       {"a folder alone", [](RegisterDocumentSetRequest& r) { r.clear_document_entries(); }, ""},
       {"a reference alone",
        [](RegisterDocumentSetRequest& r) {
          ClearObjects(r);
          r.mutable_associations(0)->set_submission_set_status(
              metadata::v1::SUBMISSION_SET_STATUS_REFERENCE);
        },
        ""},
       {"a member of a registered folder alone",
        [](RegisterDocumentSetRequest& r) {
          ClearObjects(r);
          r.mutable_associations(0)->set_source_object(kElsewhere);
        },
        ""}});
}

TEST(SubmissionContentTest, Check20WantsAnOnDemandEntryInItsTransaction) {
  ExpectFaults(
      &CheckSubmissionContent, Transaction::kRegisterOnDemandDocumentEntry,
      {{"as built", [](RegisterDocumentSetRequest&) {}, ""},
       {"a folder alone", [](RegisterDocumentSetRequest& r) { r.clear_document_entries(); },
        "XDSRegistryMetadataError at document_entries"}});
}

TEST(SubmissionContentTest, UpdatesMayBringAssociationsOnly) {
  ExpectFaults(&CheckSubmissionContent, Transaction::kUpdateDocumentSet,
               {{"associations", [](RegisterDocumentSetRequest& r) { ClearObjects(r); }, ""},
                {"nothing",
                 [](RegisterDocumentSetRequest& r) {
                   ClearObjects(r);
                   r.clear_associations();
                 },
                 "XDSRegistryMetadataError at "}});
}

}  // namespace
}  // namespace docshare
