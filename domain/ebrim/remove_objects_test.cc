#include "domain/ebrim/remove_objects.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"

namespace docshare {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kFirst[] = "urn:uuid:00000000-0000-4000-8000-000000000001";
constexpr char kSecond[] = "urn:uuid:00000000-0000-4000-8000-000000000002";

std::string Request(absl::string_view attributes, absl::string_view content) {
  return absl::StrCat(
      "<l:RemoveObjectsRequest xmlns:l='urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0'"
      " xmlns='urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0' ",
      attributes, ">", content, "</l:RemoveObjectsRequest>");
}

// The context of the one error of the standard; the status message when there is none.
std::string RefusalOf(absl::string_view xml) {
  const absl::Status status = ReadRemoveObjectsRequest(xml).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const auto errors = RegistryErrorsOf(status);
  if (!errors) return std::string(status.message());
  return absl::StrCat(errors->errors(0).error_code(), " ", errors->errors(0).code_context());
}

TEST(RemoveObjectsTest, ReadsTheIdsInOrder) {
  const auto ids = ReadRemoveObjectsRequest(
      Request("", absl::StrCat("<AdhocQuery id=''/>\n<ObjectRefList> <ObjectRef id='", kSecond,
                               "'/><!-- x --><ObjectRef id='", kFirst, "'/> </ObjectRefList>")));
  ASSERT_TRUE(ids.ok()) << ids.status();
  EXPECT_THAT(*ids, ElementsAre(kSecond, kFirst));
}

TEST(RemoveObjectsTest, WhatIsWrittenIsReadAgain) {
  const std::vector<std::string> ids = {kFirst, "a <symbol> & \"more\""};
  EXPECT_EQ(*ReadRemoveObjectsRequest(WriteRemoveObjectsRequest(ids)), ids);
}

TEST(RemoveObjectsTest, RefusesRequestsThatNameNothing) {
  EXPECT_THAT(RefusalOf(Request("", "")),
              HasSubstr("XDSRegistryError line 1: a RemoveObjectsRequest names at least one"));
  EXPECT_THAT(RefusalOf(Request("", "<ObjectRefList/>")), HasSubstr("at least one ObjectRef"));
  EXPECT_THAT(RefusalOf(Request("", "<ObjectRefList>\n<ObjectRef/></ObjectRefList>")),
              HasSubstr("XDSRegistryError line 2: an ObjectRef has an id"));
}

TEST(RemoveObjectsTest, RefusesOtherWaysToNameObjects) {
  EXPECT_THAT(RefusalOf(Request("", "<AdhocQuery id='q'><Slot name='x'/></AdhocQuery>")),
              HasSubstr("not by an AdhocQuery"));
  EXPECT_THAT(RefusalOf(Request("deletionScope='x'", "")), HasSubstr("deletionScope"));
}

TEST(RemoveObjectsTest, RefusesAnotherMessageWithoutAnErrorOfTheStandard) {
  EXPECT_THAT(RefusalOf("<a/>"), HasSubstr("line 1: expected RemoveObjectsRequest"));
  EXPECT_THAT(RefusalOf("<a"), HasSubstr("line 1, column"));
}

}  // namespace
}  // namespace docshare
