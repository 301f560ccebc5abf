#include "domain/national/rules/entry_rules.h"

#include <gtest/gtest.h>

#include <string>

#include "domain/national/testing/national_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectNationalFaults;

TEST(EntryRulesTest, CommunityIsNamed) {
  ExpectNationalFaults(&CheckHomeCommunity,
                       {{"as built", [](RegisterDocumentSetRequest&) {}, {}},
                        {"not of the set",
                         [](RegisterDocumentSetRequest& r) {
                           r.mutable_submission_set()->clear_home_community_id();
                         },
                         {"submission_set.home_community_id"}},
                        {"not of an entry",
                         [](RegisterDocumentSetRequest& r) {
                           r.mutable_document_entries(1)->clear_home_community_id();
                         },
                         {"document_entries[1].home_community_id"}}});
}

TEST(EntryRulesTest, EntriesAreStable) {
  ExpectNationalFaults(&CheckStableEntries, {{"as built", [](RegisterDocumentSetRequest&) {}, {}},
                                             {"on demand",
                                              [](RegisterDocumentSetRequest& r) {
                                                r.mutable_document_entries(0)->set_object_type(
                                                    metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
                                              },
                                              {"document_entries[0].object_type"}}});
}

TEST(EntryRulesTest, UniqueIdsHave128Bytes) {
  const auto with = [](const std::string& unique_id) {
    return [unique_id](RegisterDocumentSetRequest& r) {
      r.mutable_document_entries(0)->set_unique_id(unique_id);
    };
  };
  ExpectNationalFaults(
      &CheckUniqueIdLength,
      {{"as built", [](RegisterDocumentSetRequest&) {}, {}},
       {"128 bytes", with(std::string(128, 'a')), {}},
       {"129 bytes", with(std::string(129, 'a')), {"document_entries[0].unique_id"}},
       {"65 characters of two bytes",
        with([] {
          std::string text;
          for (int i = 0; i < 65; ++i) text += "đ";
          return text;
        }()),
        {"document_entries[0].unique_id"}}});
}

}  // namespace
}  // namespace docshare
