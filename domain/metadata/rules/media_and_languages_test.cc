#include "domain/metadata/rules/media_and_languages.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaultsOfValues;

TEST(MediaAndLanguagesTest, Check25WantsMediaTypes) {
  ExpectFaultsOfValues(&CheckMediaAndLanguages, "document_entries[0].mime_type",
                       [](RegisterDocumentSetRequest& r, const std::string& type) {
                         r.mutable_document_entries(0)->set_mime_type(type);
                       },
                       {{"type", "text/xml", true},
                        {"parameter", "text/plain; charset=utf-8", true},
                        {"extension", ".pdf", false},
                        {"no subtype", "text", false}});
}

TEST(MediaAndLanguagesTest, Check25WantsLanguageTags) {
  const std::vector<testing::ValueCase> cases = {{"absent where it may be", "", true},
                                                 {"tag", "nn-NO", true},
                                                 {"underscore", "nb_NO", false},
                                                 {"name", "norwegian!", false}};
  ExpectFaultsOfValues(
      &CheckMediaAndLanguages, "document_entries[0].language_code",
      [](RegisterDocumentSetRequest& r, const std::string& tag) {
        r.mutable_document_entries(0)->set_language_code(tag);
      },
      cases);
  ExpectFaultsOfValues(
      &CheckMediaAndLanguages, "document_entries[1].title.localized[0].language_code",
      [](RegisterDocumentSetRequest& r, const std::string& tag) {
        r.mutable_document_entries(1)->mutable_title()->mutable_localized(0)->set_language_code(
            tag);
      },
      cases);
  ExpectFaultsOfValues(
      &CheckMediaAndLanguages, "submission_set.comments.localized[0].language_code",
      [](RegisterDocumentSetRequest& r, const std::string& tag) {
        r.mutable_submission_set()->mutable_comments()->add_localized()->set_language_code(tag);
      },
      cases);
  ExpectFaultsOfValues(
      &CheckMediaAndLanguages,
      "document_entries[0].confidentiality_codes[0].display_name_language_code",
      [](RegisterDocumentSetRequest& r, const std::string& tag) {
        r.mutable_document_entries(0)
            ->mutable_confidentiality_codes(0)
            ->set_display_name_language_code(tag);
      },
      cases);
}

}  // namespace
}  // namespace docshare
