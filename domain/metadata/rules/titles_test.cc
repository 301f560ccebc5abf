#include "domain/metadata/rules/titles.h"

#include <gtest/gtest.h>

#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaultsOfValues;

TEST(TitlesTest, Check29LimitsTitles) {
  ExpectFaultsOfValues(
      &CheckTitles, "document_entries[0].title.localized[1].value",
      [](RegisterDocumentSetRequest& r, const std::string& title) {
        r.mutable_document_entries(0)->mutable_title()->add_localized()->set_value(title);
      },
      {{"empty", "", true},
       {"127 characters", testing::Characters(127), true},
       {"128 characters", testing::Characters(128), false}});
  ExpectFaultsOfValues(
      &CheckTitles, "submission_set.title.localized[0].value",
      [](RegisterDocumentSetRequest& r, const std::string& title) {
        r.mutable_submission_set()->mutable_title()->mutable_localized(0)->set_value(title);
      },
      {{"255 characters", testing::Characters(255), true},
       {"256 characters", testing::Characters(256), false}});
  ExpectFaultsOfValues(
      &CheckTitles, "folders[0].title.localized[0].value",
      [](RegisterDocumentSetRequest& r, const std::string& title) {
        r.mutable_folders(0)->mutable_title()->mutable_localized(0)->set_value(title);
      },
      {{"256 characters", testing::Characters(256), true},
       {"257 characters", testing::Characters(257), false}});
}

TEST(TitlesTest, Check29LetsTitlesBeAbsent) {
  testing::ExpectFaults(&CheckTitles, {{"no titles",
                                        [](RegisterDocumentSetRequest& r) {
                                          r.mutable_submission_set()->clear_title();
                                          r.mutable_document_entries(0)->clear_title();
                                        },
                                        ""}});
}

}  // namespace
}  // namespace docshare
