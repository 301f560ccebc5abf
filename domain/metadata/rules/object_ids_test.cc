#include "domain/metadata/rules/object_ids.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/ids/entry_uuid.h"
#include "domain/metadata/submission_ids.h"
#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaults;
using testing::ExpectFaultsOfValues;

constexpr char kUuid[] = "urn:uuid:00000000-0000-4000-8000-000000000001";

TEST(ObjectIdsTest, Check20AsksForIds) {
  ExpectFaults(
      &CheckObjectIds,
      {{"no id of the set",
        [](RegisterDocumentSetRequest& r) { r.mutable_submission_set()->clear_entry_uuid(); },
        "XDSRegistryMetadataError at submission_set.entry_uuid"},
       {"no id of an entry",
        [](RegisterDocumentSetRequest& r) { r.mutable_document_entries(1)->clear_entry_uuid(); },
        "XDSRegistryMetadataError at document_entries[1].entry_uuid"},
       {"no id of a folder",
        [](RegisterDocumentSetRequest& r) { r.mutable_folders(0)->clear_entry_uuid(); },
        "XDSRegistryMetadataError at folders[0].entry_uuid"},
       {"associations need none", [](RegisterDocumentSetRequest&) {}, ""}});
}

TEST(ObjectIdsTest, Check8WantsLowerCaseUuidsOrSymbolicIds) {
  const std::vector<testing::ValueCase> cases = {
      {"symbolic", "any text / at all", true},
      {"UUID", kUuid, true},
      {"upper case", "urn:uuid:00000000-0000-4000-8000-00000000000A", false},
      {"cut short", "urn:uuid:00000000-0000-4000-8000", false},
      {"longest symbolic id", testing::Characters(256), true},
      {"symbolic id too long", testing::Characters(257), false}};
  ExpectFaultsOfValues(
      &CheckObjectIds, "document_entries[0].entry_uuid",
      [](RegisterDocumentSetRequest& r, const std::string& id) {
        r.mutable_document_entries(0)->set_entry_uuid(id);
      },
      cases);
  ExpectFaultsOfValues(
      &CheckObjectIds, "submission_set.entry_uuid",
      [](RegisterDocumentSetRequest& r, const std::string& id) {
        r.mutable_submission_set()->set_entry_uuid(id);
      },
      cases);
  ExpectFaultsOfValues(
      &CheckObjectIds, "folders[0].entry_uuid",
      [](RegisterDocumentSetRequest& r, const std::string& id) {
        r.mutable_folders(0)->set_entry_uuid(id);
      },
      cases);
  ExpectFaultsOfValues(
      &CheckObjectIds, "associations[1].entry_uuid",
      [](RegisterDocumentSetRequest& r, const std::string& id) {
        r.mutable_associations(1)->set_entry_uuid(id);
      },
      cases);
}

TEST(ObjectIdsTest, Check6RefusesAnIdTwice) {
  ExpectFaults(
      &CheckObjectIds,
      {{"two entries",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(1)->set_entry_uuid("document-a");
        },
        "XDSRegistryMetadataError at document_entries[1].entry_uuid"},
       {"entry and set",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(0)->set_entry_uuid("submission-set");
        },
        "XDSRegistryMetadataError at document_entries[0].entry_uuid"},
       {"folder and entry",
        [](RegisterDocumentSetRequest& r) { r.mutable_folders(0)->set_entry_uuid("document-b"); },
        "XDSRegistryMetadataError at folders[0].entry_uuid"},
       {"association and entry, UUID",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(0)->set_entry_uuid(kUuid);
          r.mutable_associations(0)->set_entry_uuid(kUuid);
        },
        "XDSRegistryMetadataError at associations[0].entry_uuid"}});
}

TEST(ObjectIdsTest, Check6RefusesAUuidThatASymbolicIdWillGet) {
  ExpectFaults(&CheckObjectIds,
               {{"chosen to collide",
                 [](RegisterDocumentSetRequest& r) {
                   r.mutable_document_entries(0)->set_entry_uuid(
                       EntryUuid::Derive(r.submission_set().unique_id(), "document-b").ToString());
                 },
                 "XDSRegistryMetadataError at document_entries[1].entry_uuid"},
                {"association without an id",
                 [](RegisterDocumentSetRequest& r) {
                   const auto assigned = AssignSubmissionIds(r);
                   r.mutable_associations(1)->set_entry_uuid(assigned[4].entry_uuid());
                 },
                 "XDSRegistryMetadataError at associations[1].entry_uuid"}});
}

}  // namespace
}  // namespace docshare
