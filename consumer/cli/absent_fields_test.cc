#include "consumer/cli/absent_fields.h"

#include <gtest/gtest.h>

#include "docshare/metadata/v1/document_entry.pb.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::DocumentEntry;

TEST(AbsentFieldsTest, PresentFieldsWinAsAWhole) {
  DocumentEntry to, from;
  to.set_mime_type("text/xml");
  to.mutable_class_code()->set_code("own");
  to.add_authors()->mutable_person()->set_family_name("own");
  from.set_mime_type("application/pdf");
  from.mutable_class_code()->set_code("other");
  from.mutable_class_code()->set_display_name("other");
  from.add_authors();
  from.add_authors();
  FillAbsentFields(from, &to);
  EXPECT_EQ(to.mime_type(), "text/xml");
  EXPECT_EQ(to.class_code().code(), "own");
  EXPECT_EQ(to.class_code().display_name(), "");
  EXPECT_EQ(to.authors_size(), 1);
}

TEST(AbsentFieldsTest, AbsentFieldsAreFilledIn) {
  DocumentEntry to, from;
  from.set_language_code("nb-NO");
  from.set_size(0);
  from.mutable_type_code()->set_code("A03-2");
  from.add_event_codes()->set_code("1");
  from.add_event_codes()->set_code("2");
  FillAbsentFields(from, &to);
  EXPECT_EQ(to.language_code(), "nb-NO");
  EXPECT_TRUE(to.has_size());
  EXPECT_EQ(to.type_code().code(), "A03-2");
  EXPECT_EQ(to.event_codes_size(), 2);
}

}  // namespace
}  // namespace docshare::consumer
