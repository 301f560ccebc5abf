#include "domain/ebrim/slot_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "domain/ebrim/testing/fault_lines.h"

namespace docshare {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// <o> with slots "a" (1), "b" (1, 2, ""), "a" (3), "c" (), "d" ("").
class SlotListTest : public ::testing::Test {
 protected:
  std::vector<std::string> Faults() { return testing::FaultLines(faults_.errors()); }

  XmlDocument document_ = *XmlDocument::Parse(
      "<o xmlns='urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0'>"
      "<Slot name='a'><ValueList><Value>1</Value></ValueList></Slot>"
      "<Slot name='b'><ValueList><Value>1</Value><Value> 2 </Value><Value/></ValueList></Slot>"
      "<Slot name='a'><ValueList><Value>3</Value></ValueList></Slot>"
      "<Slot name='c'><ValueList/></Slot>"
      "<Slot name='d'><ValueList><Value></Value></ValueList></Slot></o>");
  const Location location_ = FolderLocation(1);
  EbrimFaults faults_{XdsErrorCode::kRegistryMetadataError};
  SlotList slots_{document_.root(), location_, faults_};
};

TEST_F(SlotListTest, ASlotWithoutValuesIsAbsent) {
  EXPECT_EQ(slots_.TakeOne("c", "c"), absl::nullopt);
  EXPECT_EQ(slots_.TakeOne("e", "e"), absl::nullopt);
  EXPECT_THAT(slots_.TakeAll("e", "e"), IsEmpty());
  EXPECT_THAT(Faults(), IsEmpty());
}

TEST_F(SlotListTest, Check16RefusesASecondSlotOfTheName) {
  EXPECT_EQ(slots_.TakeOne("a", "field"), absl::string_view("1"));
  EXPECT_THAT(Faults(), ElementsAre("XDSRegistryMetadataError at folders[1].field"));
  EXPECT_EQ(slots_.TakeRest().size(), 3);
}

TEST_F(SlotListTest, Check16RefusesSeveralValuesAndEmptyOnes) {
  EXPECT_EQ(slots_.TakeOne("b", "b"), absl::string_view("1"));
  EXPECT_EQ(slots_.TakeOne("d", "d"), absl::nullopt);
  EXPECT_THAT(Faults(), ElementsAre("XDSRegistryMetadataError at folders[1].b",
                                    "XDSRegistryMetadataError at folders[1].d"));
}

TEST_F(SlotListTest, ValuesKeepTheirBlanksAndOrder) {
  EXPECT_THAT(slots_.TakeAll("b", "b"), ElementsAre("1", " 2 ", ""));
  EXPECT_THAT(Faults(), IsEmpty());
}

TEST_F(SlotListTest, WhatCannotBeReadStaysAmongTheExtraSlots) {
  std::vector<std::string> offered;
  const auto refuse = [&](absl::string_view value) {
    offered.emplace_back(value);
    return false;
  };
  for (const char* name : {"a", "b", "c", "d", "e"}) slots_.TakeIf(name, refuse);
  EXPECT_THAT(offered, ElementsAre(""));
  slots_.TakeIf("d", [](absl::string_view) { return true; });
  const auto rest = slots_.TakeRest();
  ASSERT_EQ(rest.size(), 4);
  EXPECT_EQ(rest[1].name(), "b");
  EXPECT_THAT(rest[1].values(), ElementsAre("1", " 2 ", ""));
  EXPECT_THAT(rest[3].values(), IsEmpty());
  EXPECT_THAT(Faults(), IsEmpty());
}

}  // namespace
}  // namespace docshare
