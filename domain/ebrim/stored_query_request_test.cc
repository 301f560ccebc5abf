#include "domain/ebrim/stored_query_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace docshare {
namespace {

using Group = std::vector<std::string>;
using Slot = AdhocQueryRequest::Slot;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kFindDocuments[] = "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d";
constexpr char kFindSubmissionSets[] = "urn:uuid:f26abbcb-ac74-4422-8a30-edb644bbc1a9";
constexpr char kGetDocuments[] = "urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4";
constexpr char kFindForPatients[] = "urn:uuid:3d1bdb10-39a2-11de-89c2-2f44d94eaa9f";
constexpr auto kSingle = QueryTransaction::kRegistryStoredQuery;
constexpr auto kMulti = QueryTransaction::kMultiPatientStoredQuery;

const Slot kPatient = {"$XDSDocumentEntryPatientId", {"'1^^^&2.999&ISO'"}};
const Slot kStatus = {"$XDSDocumentEntryStatus", {"('a')"}};

AdhocQueryRequest Message(absl::string_view id, const std::vector<Slot>& slots) {
  AdhocQueryRequest message;
  message.query_id = std::string(id);
  message.return_type = "LeafClass";
  message.slots = slots;
  return message;
}

StoredQueryRequest Parse(const AdhocQueryRequest& message, QueryTransaction transaction = kSingle) {
  const auto request = ParseStoredQueryRequest(message, transaction);
  EXPECT_TRUE(request.ok()) << request.status();
  return *request;
}

// "code at location" of each fault.
std::vector<std::string> FaultsOf(const AdhocQueryRequest& message,
                                  QueryTransaction transaction = kSingle) {
  const absl::Status status = ParseStoredQueryRequest(message, transaction).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  std::vector<std::string> faults;
  const metadata::v1::RegistryErrorList errors = RegistryErrorsOf(status).value();
  for (const auto& error : errors.errors()) {
    EXPECT_THAT(error.code_context(), HasSubstr(error.location()));
    faults.push_back(absl::StrCat(error.error_code(), " at ", error.location()));
  }
  return faults;
}

TEST(StoredQueryRequestTest, ReadsParametersOfTheQuery) {
  AdhocQueryRequest message =
      Message(kFindDocuments, {kPatient,
                               {"$XDSDocumentEntryStatus", {"('a','b')", "('c')"}},
                               {"$XDSDocumentEntryEventCodeList", {"('x^^1')"}},
                               {"$XDSDocumentEntryEventCodeList", {"('y^^1','z^^1')"}},
                               {"$XDSDocumentEntryCreationTimeFrom", {"2004"}},
                               {"$XDSDocumentEntryCreationTimeTo", {"'2005'"}},
                               {"$MetadataLevel", {"2"}}});
  message.home_community_id = "urn:oid:2.999";
  const StoredQueryRequest query = Parse(message);
  EXPECT_EQ(query.query, StoredQuery::kFindDocuments);
  EXPECT_EQ(query.return_type, registry::v1::RETURN_TYPE_LEAF_CLASS);
  EXPECT_EQ(query.home_community_id, "urn:oid:2.999");
  EXPECT_THAT(query.Find("$XDSDocumentEntryPatientId")->groups,
              ElementsAre(Group{"1^^^&2.999&ISO"}));
  EXPECT_THAT(query.Find("$XDSDocumentEntryStatus")->groups, ElementsAre(Group{"a", "b", "c"}));
  EXPECT_THAT(query.Find("$XDSDocumentEntryEventCodeList")->groups,
              ElementsAre(Group{"x^^1"}, Group{"y^^1", "z^^1"}));
  EXPECT_THAT(query.Find("$XDSDocumentEntryCreationTimeFrom")->groups, ElementsAre(Group{"2004"}));
  EXPECT_THAT(query.Find("$XDSDocumentEntryCreationTimeTo")->groups, ElementsAre(Group{"2005"}));
  EXPECT_THAT(query.Find("$MetadataLevel")->groups, ElementsAre(Group{"2"}));
  EXPECT_EQ(query.Find("$XDSDocumentEntryType"), nullptr);
}

TEST(StoredQueryRequestTest, ParenthesesAroundOneValueAreFree) {
  const StoredQueryRequest query =
      Parse(Message(kFindDocuments, {{"$XDSDocumentEntryPatientId", {"('1^^^&2.999&ISO')"}},
                                     {"$XDSDocumentEntryStatus", {"'a'"}}}));
  EXPECT_THAT(query.Find("$XDSDocumentEntryPatientId")->groups,
              ElementsAre(Group{"1^^^&2.999&ISO"}));
  EXPECT_THAT(query.Find("$XDSDocumentEntryStatus")->groups, ElementsAre(Group{"a"}));
}

TEST(StoredQueryRequestTest, UnknownAndEmptyParametersAreIgnored) {
  const StoredQueryRequest query =
      Parse(Message(kFindDocuments, {kPatient,
                                     kStatus,
                                     {"$XDSDocumentEntryClassCodeScheme", {"not even quoted"}},
                                     {"$XDSDocumentEntryClassCode", {}},
                                     {"$XDSDocumentEntryTypeCode", {"", " "}},
                                     {"$XDSDocumentEntryFormatCode", {"()"}}}));
  EXPECT_EQ(query.parameters.size(), 2u);
}

TEST(StoredQueryRequestTest, UnknownQueriesAndThoseOfTheOtherTransaction) {
  const char* const fault = "XDSUnknownStoredQuery at ";
  EXPECT_THAT(FaultsOf(Message("urn:uuid:x", {})), ElementsAre(fault));
  EXPECT_THAT(FaultsOf(Message("", {})), ElementsAre(fault));
  EXPECT_THAT(FaultsOf(Message(kFindForPatients, {kStatus})), ElementsAre(fault));
  EXPECT_THAT(FaultsOf(Message(kFindDocuments, {kPatient, kStatus}), kMulti), ElementsAre(fault));
}

TEST(StoredQueryRequestTest, MissingParameters) {
  EXPECT_THAT(FaultsOf(Message(kFindDocuments, {})),
              ElementsAre("XDSStoredQueryMissingParam at $XDSDocumentEntryPatientId",
                          "XDSStoredQueryMissingParam at $XDSDocumentEntryStatus"));
  EXPECT_THAT(FaultsOf(Message(kFindDocuments, {kPatient, {"$XDSDocumentEntryStatus", {"()"}}})),
              ElementsAre("XDSStoredQueryMissingParam at $XDSDocumentEntryStatus"));
  EXPECT_THAT(FaultsOf(Message(kGetDocuments, {})),
              ElementsAre("XDSStoredQueryMissingParam at $XDSDocumentEntryEntryUUID"));
  EXPECT_THAT(FaultsOf(Message(kFindForPatients, {kStatus}), kMulti),
              ElementsAre("XDSStoredQueryMissingParam at $XDSDocumentEntryPatientId"));
}

TEST(StoredQueryRequestTest, AnEmptySlotIsNoRepetition) {
  const Slot empty = {"$XDSDocumentEntryStatus", {}};
  for (const auto& slots :
       {std::vector<Slot>{kPatient, empty, kStatus}, std::vector<Slot>{kPatient, kStatus, empty}}) {
    EXPECT_EQ(Parse(Message(kFindDocuments, slots)).parameters.size(), 2u);
  }
  EXPECT_THAT(FaultsOf(Message(kFindDocuments, {kPatient, empty})),
              ElementsAre("XDSStoredQueryMissingParam at $XDSDocumentEntryStatus"));
}

TEST(StoredQueryRequestTest, WrongNumberOfValuesOrSlots) {
  EXPECT_THAT(FaultsOf(Message(kFindDocuments, {kPatient, kStatus, kStatus})),
              ElementsAre("XDSStoredQueryParamNumber at $XDSDocumentEntryStatus"));
  EXPECT_THAT(
      FaultsOf(Message(kFindDocuments, {{"$XDSDocumentEntryPatientId", {"('1','2')"}}, kStatus})),
      ElementsAre("XDSStoredQueryParamNumber at $XDSDocumentEntryPatientId"));
  EXPECT_THAT(
      FaultsOf(Message(kFindDocuments, {{"$XDSDocumentEntryPatientId", {"'1'", "'2'"}}, kStatus})),
      ElementsAre("XDSStoredQueryParamNumber at $XDSDocumentEntryPatientId"));
  EXPECT_THAT(FaultsOf(Message(kFindSubmissionSets,
                               {{"$XDSSubmissionSetPatientId", {"'1'"}},
                                {"$XDSSubmissionSetStatus", {"('a')"}},
                                {"$XDSSubmissionSetAuthorPerson", {"('%a%','%b%')"}}})),
              ElementsAre("XDSStoredQueryParamNumber at $XDSSubmissionSetAuthorPerson"));
  EXPECT_THAT(FaultsOf(Message(kGetDocuments, {{"$XDSDocumentEntryEntryUUID", {"('1')"}},
                                               {"$XDSDocumentEntryLogicalID", {"('2')"}}})),
              ElementsAre("XDSStoredQueryParamNumber at $XDSDocumentEntryLogicalID"));
}

TEST(StoredQueryRequestTest, MultiPatientQueriesTakeAnyOfTheirGroup) {
  const StoredQueryRequest query =
      Parse(Message(kFindForPatients, {kStatus,
                                       {"$XDSDocumentEntryPatientId", {"('1','2')"}},
                                       {"$XDSDocumentEntryClassCode", {"('x^^1')"}}}),
            kMulti);
  EXPECT_THAT(query.Find("$XDSDocumentEntryPatientId")->groups, ElementsAre(Group{"1", "2"}));
}

TEST(StoredQueryRequestTest, MalformedValues) {
  for (const char* value : {"a", "'a", "('a'", "'a';'b'", "2004"}) {
    EXPECT_THAT(FaultsOf(Message(kFindDocuments, {kPatient, {"$XDSDocumentEntryStatus", {value}}})),
                ElementsAre("XDSRegistryError at $XDSDocumentEntryStatus"))
        << value;
  }
}

TEST(StoredQueryRequestTest, OnlyTheReturnTypesOfTheStandard) {
  for (const char* type : {"", "RegistryObject", "LeafClassWithRepositoryItem", "leafclass"}) {
    AdhocQueryRequest message = Message(kFindDocuments, {kPatient, kStatus});
    message.return_type = type;
    EXPECT_THAT(FaultsOf(message), ElementsAre("XDSRegistryError at returnType")) << type;
  }
}

TEST(StoredQueryRequestTest, AllFaultsAtOnce) {
  AdhocQueryRequest message = Message(
      kFindDocuments, {{"$XDSDocumentEntryPatientId", {"x"}}, {"$MetadataLevel", {"1", "2"}}});
  message.return_type = "x";
  EXPECT_THAT(FaultsOf(message),
              ElementsAre("XDSRegistryError at returnType",
                          "XDSRegistryError at $XDSDocumentEntryPatientId",
                          "XDSStoredQueryParamNumber at $MetadataLevel",
                          "XDSStoredQueryMissingParam at $XDSDocumentEntryStatus"));
}

TEST(StoredQueryRequestTest, WhatIsWrittenIsReadAgain) {
  AdhocQueryRequest message =
      Message(kFindDocuments, {kPatient,
                               {"$XDSDocumentEntryStatus", {"('it''s','b')", "('c')"}},
                               {"$XDSDocumentEntryEventCodeList", {"('x^^1')"}},
                               {"$XDSDocumentEntryEventCodeList", {"('y^^1','z^^1')"}},
                               {"$XDSDocumentEntryCreationTimeFrom", {"2004"}},
                               {"$XDSDocumentEntryCreationTimeTo", {"'not a time'"}},
                               {"$MetadataLevel", {"'2'"}}});
  message.return_type = "ObjectRef";
  const StoredQueryRequest query = Parse(message);
  EXPECT_EQ(Parse(FormatStoredQueryRequest(query)), query);
}

}  // namespace
}  // namespace docshare
