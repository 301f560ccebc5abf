#include "domain/codes/value_sets.h"

#include <gtest/gtest.h>

#include <string>

namespace docshare {
namespace {

using Attribute = CodedAttribute;

ValueSets SetsOf(const std::vector<Code>& class_codes) {
  ValueSets sets;
  for (const Code& code : class_codes) sets.Add(Attribute::kClassCode, code);
  return sets;
}

TEST(ValueSetsTest, ACodeIsItsSystemAndItsCode) {
  const ValueSets sets = SetsOf({{"N", "2.999.1", "Normal"}});
  EXPECT_TRUE(sets.Contains(Attribute::kClassCode, "2.999.1", "N"));
  EXPECT_FALSE(sets.Contains(Attribute::kClassCode, "2.999.2", "N"));
  EXPECT_FALSE(sets.Contains(Attribute::kClassCode, "2.999.1", "n"));
  EXPECT_FALSE(sets.Contains(Attribute::kClassCode, "N", "2.999.1"));
  EXPECT_FALSE(sets.Contains(Attribute::kTypeCode, "2.999.1", "N"));
}

TEST(ValueSetsTest, RestrictsOnlyAttributesThatHaveCodes) {
  const ValueSets sets = SetsOf({{"N", "2.999.1", ""}});
  EXPECT_TRUE(sets.Restricts(Attribute::kClassCode));
  EXPECT_FALSE(sets.Restricts(Attribute::kTypeCode));
  EXPECT_EQ(sets.size(), 1U);
}

TEST(ValueSetsTest, FirstDisplayNameStays) {
  const ValueSets sets = SetsOf({{"1", "2.999.1", "Heart"}, {"1", "2.999.1", "Endo-cardiac"}});
  EXPECT_EQ(sets.size(), 1U);
  EXPECT_EQ(sets.Of(Attribute::kClassCode).begin()->second, "Heart");
}

TEST(ValueSetsTest, MediaTypesHaveNoCase) {
  ValueSets sets;
  sets.Add(Attribute::kMimeType, {"application/PDF", "", ""});
  EXPECT_TRUE(sets.Contains(Attribute::kMimeType, "", "application/pdf"));
}

TEST(ValueSetsTest, TextsAreComparedInNormalFormC) {
  const ValueSets sets = SetsOf({{"\u00c5", "2.999.1", "one letter"}});
  EXPECT_TRUE(sets.Contains(Attribute::kClassCode, "2.999.1", "A\u030a"));
  EXPECT_TRUE(sets.Contains(Attribute::kClassCode, "2.999.1", "\u212b"));
  EXPECT_FALSE(sets.Contains(Attribute::kClassCode, "2.999.1", "A"));
}

TEST(ValueSetsTest, FingerprintIsOfTheContent) {
  const ValueSets sets = SetsOf({{"1", "2.999.1", "One"}, {"2", "2.999.1", "Two"}});
  const ValueSets other_order = SetsOf({{"2", "2.999.1", "Two"}, {"1", "2.999.1", "One"}});
  EXPECT_EQ(sets.Fingerprint().size(), 64U);
  EXPECT_EQ(sets.Fingerprint(), other_order.Fingerprint());
  EXPECT_NE(sets.Fingerprint(), SetsOf({{"1", "2.999.1", "One"}}).Fingerprint());
  EXPECT_NE(sets.Fingerprint(),
            SetsOf({{"1", "2.999.1", "Ein"}, {"2", "2.999.1", "Two"}}).Fingerprint());
  // Neighbouring texts do not run into each other.
  EXPECT_NE(SetsOf({{"ab", "c", ""}}).Fingerprint(), SetsOf({{"b", "ca", ""}}).Fingerprint());
}

TEST(ValueSetsTest, CompareTellsWhatChanged) {
  const ValueSets before =
      SetsOf({{"1", "2.999.1", "One"}, {"2", "2.999.1", "Two"}, {"3", "2.999.1", "Three"}});
  ValueSets after =
      SetsOf({{"1", "2.999.1", "One"}, {"2", "2.999.1", "Guokte"}, {"4", "2.999.1", "Four"}});
  after.Add(Attribute::kTypeCode, {"5", "2.999.1", "Five"});
  const ValueSetsDiff diff = Compare(before, after);
  ASSERT_EQ(diff.added.size(), 2U);
  EXPECT_EQ(diff.added[0].code.code, "4");
  EXPECT_EQ(diff.added[1].attribute, Attribute::kTypeCode);
  ASSERT_EQ(diff.removed.size(), 1U);
  EXPECT_EQ(diff.removed[0].code.code, "3");
  EXPECT_EQ(diff.removed[0].code.display_name, "Three");
  ASSERT_EQ(diff.renamed.size(), 1U);
  EXPECT_EQ(diff.renamed[0].code.code, "2");
  EXPECT_EQ(diff.renamed[0].code.code_system, "2.999.1");
  EXPECT_EQ(diff.renamed[0].code.display_name, "Guokte");
  EXPECT_EQ(diff.renamed[0].previous_display_name, "Two");
  EXPECT_FALSE(diff.empty());
  EXPECT_TRUE(Compare(before, before).empty());
}

}  // namespace
}  // namespace docshare
