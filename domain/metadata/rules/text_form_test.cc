#include "domain/metadata/rules/text_form.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaultsOfValues;

TEST(TextFormTest, RefusesControlCharactersEverywhere) {
  const std::vector<testing::ValueCase> cases = {
      {"plain", "Æ, ø & å", true}, {"NUL", std::string("a\0b", 3), false},
      {"tab", "a\tb", false},      {"line end", "a\n", false},
      {"delete", "\x7f", false},   {"C1 control", "\xc2\x9f", false},
      {"not UTF-8", "\xe6", false}};
  ExpectFaultsOfValues(
      &CheckTextForm, "document_entries[1].title.localized[0].value",
      [](RegisterDocumentSetRequest& r, const std::string& text) {
        r.mutable_document_entries(1)->mutable_title()->mutable_localized(0)->set_value(text);
      },
      cases);
  ExpectFaultsOfValues(
      &CheckTextForm, "submission_set.extra_slots[0].values[1]",
      [](RegisterDocumentSetRequest& r, const std::string& text) {
        auto& slot = *r.mutable_submission_set()->add_extra_slots();
        slot.set_name("urn:no:extra");
        slot.add_values("first");
        slot.add_values(text);
      },
      cases);
  ExpectFaultsOfValues(
      &CheckTextForm, "document_entries[0].class_code.display_name",
      [](RegisterDocumentSetRequest& r, const std::string& text) {
        r.mutable_document_entries(0)->mutable_class_code()->set_display_name(text);
      },
      cases);
  ExpectFaultsOfValues(
      &CheckTextForm, "associations[1].target_object",
      [](RegisterDocumentSetRequest& r, const std::string& text) {
        r.mutable_associations(1)->set_target_object(text);
      },
      cases);
}

TEST(TextFormTest, CommentsMayHaveTabsAndLineEnds) {
  ExpectFaultsOfValues(
      &CheckTextForm, "document_entries[0].comments.localized[0].value",
      [](RegisterDocumentSetRequest& r, const std::string& text) {
        r.mutable_document_entries(0)->mutable_comments()->add_localized()->set_value(text);
      },
      {{"layout", "a\tb\r\nc", true},
       {"long", testing::Characters(5000), true},
       {"escape", "\x1b[2J", false},
       {"not UTF-8", "\xff", false}});
}

TEST(TextFormTest, Check16LimitsOtherTextsTo1024Characters) {
  ExpectFaultsOfValues(&CheckTextForm, "document_entries[0].uri",
                       [](RegisterDocumentSetRequest& r, const std::string& text) {
                         r.mutable_document_entries(0)->set_uri(text);
                       },
                       {{"longest", testing::Characters(1024), true},
                        {"too long", testing::Characters(1025), false}});
}

}  // namespace
}  // namespace docshare
