#include "domain/metadata/rules/first_versions.h"

#include <gtest/gtest.h>

#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaults;

constexpr char kUuid[] = "urn:uuid:00000000-0000-4000-8000-000000000001";

TEST(FirstVersionsTest, Check32WantsTheLogicalIdOfAFirstVersion) {
  ExpectFaults(
      &CheckFirstVersions,
      {{"absent", [](RegisterDocumentSetRequest&) {}, ""},
       {"equal to the id",
        [&](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(0)->set_entry_uuid(kUuid);
          r.mutable_document_entries(0)->set_logical_id(kUuid);
        },
        ""},
       {"another UUID",
        [&](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(1)->set_logical_id(kUuid);
        },
        "XDSRegistryMetadataError at document_entries[1].logical_id"},
       {"symbolic",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(1)->set_logical_id(r.document_entries(1).entry_uuid());
        },
        "XDSRegistryMetadataError at document_entries[1].logical_id"},
       {"of a folder",
        [](RegisterDocumentSetRequest& r) { r.mutable_folders(0)->set_logical_id(kUuid); },
        "XDSRegistryMetadataError at folders[0].logical_id"}});
}

TEST(FirstVersionsTest, Check32RefusesWhatBelongsToUpdates) {
  ExpectFaults(
      &CheckFirstVersions,
      {{"previous version",
        [](RegisterDocumentSetRequest& r) { r.mutable_associations(1)->set_previous_version(0); },
        "XDSRegistryMetadataError at associations[1].previous_version"},
       {"propagation",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_associations(0)->set_association_propagation(
              metadata::v1::ASSOCIATION_PROPAGATION_NO);
        },
        "XDSRegistryMetadataError at associations[0].association_propagation"},
       {"original status",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_associations(0)->set_original_status(
              metadata::v1::AVAILABILITY_STATUS_APPROVED);
        },
        "XDSRegistryMetadataError at associations[0].original_status"},
       {"new status",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_associations(0)->set_new_status(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
        },
        "XDSRegistryMetadataError at associations[0].new_status"}});
}

}  // namespace
}  // namespace docshare
