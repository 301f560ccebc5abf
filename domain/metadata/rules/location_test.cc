#include "domain/metadata/rules/location.h"

#include <gtest/gtest.h>

namespace docshare {
namespace {

TEST(LocationTest, NamesElementsOfTheSubmission) {
  EXPECT_EQ(Location().ToString(), "");
  EXPECT_EQ(SubmissionSetLocation().ToString(), "submission_set");
  EXPECT_EQ(SubmissionSetLocation().Field("unique_id").ToString(), "submission_set.unique_id");
  EXPECT_EQ(EntryLocation(2).ToString(), "document_entries[2]");
  EXPECT_EQ(FolderLocation(0).Element("codes", 1).ToString(), "folders[0].codes[1]");
  EXPECT_EQ(AssociationLocation(0).Field("target_object").ToString(),
            "associations[0].target_object");
}

TEST(LocationTest, GoesAsDeepAsMessagesDo) {
  const Location entry = EntryLocation(10);
  const Location name = entry.Element("extra_classifications", 0).Field("name");
  EXPECT_EQ(name.Element("localized", 2).Field("value").ToString(),
            "document_entries[10].extra_classifications[0].name.localized[2].value");
  // What it was made from stays what it was.
  EXPECT_EQ(entry.ToString(), "document_entries[10]");
}

}  // namespace
}  // namespace docshare
