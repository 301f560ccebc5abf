#include "domain/metadata/rules/identifiers.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaultsOfValues;

TEST(IdentifiersTest, Check30WantsOids) {
  const std::vector<testing::ValueCase> cases = {{"OID", "1.2.3", true},
                                                 {"longest", "1." + std::string(62, '2'), true},
                                                 {"too long", "1." + std::string(63, '2'), false},
                                                 {"URN", "urn:oid:1.2.3", false},
                                                 {"leading zero", "1.02", false},
                                                 {"text", "abc", false}};
  ExpectFaultsOfValues(
      &CheckIdentifiers, "submission_set.unique_id",
      [](RegisterDocumentSetRequest& r, const std::string& id) {
        r.mutable_submission_set()->set_unique_id(id);
      },
      cases);
  ExpectFaultsOfValues(
      &CheckIdentifiers, "submission_set.source_id",
      [](RegisterDocumentSetRequest& r, const std::string& id) {
        r.mutable_submission_set()->set_source_id(id);
      },
      cases);
  ExpectFaultsOfValues(
      &CheckIdentifiers, "folders[0].unique_id",
      [](RegisterDocumentSetRequest& r, const std::string& id) {
        r.mutable_folders(0)->set_unique_id(id);
      },
      cases);
  ExpectFaultsOfValues(
      &CheckIdentifiers, "document_entries[1].repository_unique_id",
      [](RegisterDocumentSetRequest& r, const std::string& id) {
        r.mutable_document_entries(1)->set_repository_unique_id(id);
      },
      cases);
}

TEST(IdentifiersTest, Check16LimitsTheUniqueIdOfAnEntry) {
  ExpectFaultsOfValues(&CheckIdentifiers, "document_entries[0].unique_id",
                       [](RegisterDocumentSetRequest& r, const std::string& id) {
                         r.mutable_document_entries(0)->set_unique_id(id);
                       },
                       {{"OID", "1.2.3", true},
                        {"root and extension", "1.2.3^4", true},
                        {"any text", " Über/doc?x=1 ", true},
                        {"256 characters", testing::Characters(256), true},
                        {"257 characters", testing::Characters(257), false},
                        {"NUL", std::string("a\0b", 3), false}});
}

TEST(IdentifiersTest, Check25WantsOidUrnsAsHomeCommunity) {
  const std::vector<testing::ValueCase> cases = {{"absent", "", true},
                                                 {"URN", "urn:oid:1.2.3", true},
                                                 {"OID", "1.2.3", false},
                                                 {"no OID", "urn:oid:x", false}};
  ExpectFaultsOfValues(
      &CheckIdentifiers, "submission_set.home_community_id",
      [](RegisterDocumentSetRequest& r, const std::string& id) {
        r.mutable_submission_set()->set_home_community_id(id);
      },
      cases);
  ExpectFaultsOfValues(
      &CheckIdentifiers, "document_entries[0].home_community_id",
      [](RegisterDocumentSetRequest& r, const std::string& id) {
        r.mutable_document_entries(0)->set_home_community_id(id);
      },
      cases);
  ExpectFaultsOfValues(
      &CheckIdentifiers, "folders[0].home_community_id",
      [](RegisterDocumentSetRequest& r, const std::string& id) {
        r.mutable_folders(0)->set_home_community_id(id);
      },
      cases);
}

TEST(UniqueIdsInRequestTest, Check41RefusesAUniqueIdTwice) {
  const std::string fault =
      "XDSRegistryDuplicateUniqueIdInMessage at document_entries[1].unique_id";
  testing::ExpectFaults(
      &CheckUniqueIdsInRequest,
      {{"different", [](RegisterDocumentSetRequest&) {}, ""},
       {"two entries",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(1)->set_unique_id(r.document_entries(0).unique_id());
        },
        fault},
       {"entry and set",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(1)->set_unique_id(r.submission_set().unique_id());
        },
        fault},
       {"folder and entry",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_folders(0)->set_unique_id(r.document_entries(0).unique_id());
        },
        "XDSRegistryDuplicateUniqueIdInMessage at folders[0].unique_id"},
       {"folder and set",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_folders(0)->set_unique_id(r.submission_set().unique_id());
        },
        "XDSRegistryDuplicateUniqueIdInMessage at folders[0].unique_id"},
       {"case counts",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(0)->set_unique_id("urn:x:A");
          r.mutable_document_entries(1)->set_unique_id("urn:x:a");
        },
        ""},
       {"missing ones are not equal",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(0)->clear_unique_id();
          r.mutable_document_entries(1)->clear_unique_id();
        },
        ""}});
}

}  // namespace
}  // namespace docshare
