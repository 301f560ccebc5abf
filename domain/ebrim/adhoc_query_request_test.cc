#include "domain/ebrim/adhoc_query_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace docshare {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kMessage[] = R"(<q:AdhocQueryRequest id="r"
    xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"
    xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">
  <q:ResponseOption returnComposedObjects="true" returnType="ObjectRef"/>
  <AdhocQuery id="urn:uuid:x" home="urn:oid:2.999">
    <Name/>
    <Slot name="$a"><ValueList><Value>'1'</Value><Value> ('2',
      '3')</Value></ValueList></Slot>
    <Slot name="$b"><ValueList/></Slot>
    <Slot name="$a"><ValueList><Value/></ValueList></Slot>
  </AdhocQuery>
</q:AdhocQueryRequest>)";

TEST(AdhocQueryRequestTest, ReadsTheMessageAsItStands) {
  const auto request = ReadAdhocQueryRequest(kMessage);
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->request_id, "r");
  EXPECT_EQ(request->return_type, "ObjectRef");
  EXPECT_EQ(request->query_id, "urn:uuid:x");
  EXPECT_EQ(request->home_community_id, "urn:oid:2.999");
  ASSERT_EQ(request->slots.size(), 3u);
  EXPECT_EQ(request->slots[0].name, "$a");
  EXPECT_THAT(request->slots[0].values, ElementsAre("'1'", " ('2',\n      '3')"));
  EXPECT_THAT(request->slots[1].values, IsEmpty());
  EXPECT_THAT(request->slots[2].values, ElementsAre(""));
}

TEST(AdhocQueryRequestTest, WhatIsWrittenIsReadAgain) {
  const AdhocQueryRequest request = *ReadAdhocQueryRequest(kMessage);
  EXPECT_EQ(*ReadAdhocQueryRequest(WriteAdhocQueryRequest(request)), request);
  EXPECT_EQ(*ReadAdhocQueryRequest(WriteAdhocQueryRequest({})), AdhocQueryRequest());
}

TEST(AdhocQueryRequestTest, RefusesOtherMessages) {
  EXPECT_THAT(ReadAdhocQueryRequest("<a/>").status().message(),
              HasSubstr("line 1: expected AdhocQueryRequest"));
  EXPECT_THAT(ReadAdhocQueryRequest("<AdhocQueryRequest "
                                    "xmlns='urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0'/>")
                  .status()
                  .message(),
              HasSubstr("has an AdhocQuery"));
  EXPECT_FALSE(ReadAdhocQueryRequest("<").ok());
}

}  // namespace
}  // namespace docshare
