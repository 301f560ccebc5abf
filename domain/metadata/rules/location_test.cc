#include "domain/metadata/rules/location.h"

#include <gtest/gtest.h>

namespace docshare {
namespace {

TEST(LocationTest, NamesElementsOfTheRequest) {
  EXPECT_EQ(SubmissionSetLocation(), "submission_set");
  EXPECT_EQ(SubmissionSetLocation("unique_id"), "submission_set.unique_id");
  EXPECT_EQ(EntryLocation(2), "document_entries[2]");
  EXPECT_EQ(EntryLocation(2, Member("class_code", "code")), "document_entries[2].class_code.code");
  EXPECT_EQ(AssociationLocation(0, "target_object"), "associations[0].target_object");
  EXPECT_EQ(EntryLocation(0, Element("event_codes", 3)), "document_entries[0].event_codes[3]");
}

}  // namespace
}  // namespace docshare
