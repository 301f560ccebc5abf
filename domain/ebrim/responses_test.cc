#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "domain/ebrim/adhoc_query_response.h"
#include "domain/ebrim/object_writers.h"
#include "domain/ebrim/registry_response.h"
#include "domain/ebrim/testing/fault_lines.h"
#include "domain/metadata/testing/submission_builder.h"

namespace docshare {
namespace {

using google::protobuf::util::MessageDifferencer;
using metadata::v1::RegistryErrorList;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

RegistryErrorList Errors(const std::vector<metadata::v1::RegistryError>& errors) {
  RegistryErrorList list;
  for (const auto& error : errors) *list.add_errors() = error;
  return list;
}

metadata::v1::RegistryError AnError() {
  return MakeRegistryError(XdsErrorCode::kUnknownPatientId, "submission_set.patient_id",
                           "77^^^&2.999.2&ISO is \"unknown\"\n");
}

metadata::v1::RegistryError AWarning() {
  return MakeRegistryError(XdsErrorCode::kExtraMetadataNotSaved, "", "dropped");
}

TEST(RegistryResponseTest, WritesWhatTheStandardAsksFor) {
  EXPECT_EQ(WriteRegistryResponse({}),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            "<rs:RegistryResponse xmlns:rs=\"urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0\""
            " xmlns:rim=\"urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0\""
            " status=\"urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success\"/>");
  const RegistryResponse failure = {.status = ResponseStatus::kFailure,
                                    .errors = Errors({AWarning(), AnError()})};
  EXPECT_THAT(
      WriteRegistryResponse(failure),
      HasSubstr("status=\"urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure\">"
                "<rs:RegistryErrorList"
                " highestSeverity=\"urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error\">"
                "<rs:RegistryError errorCode=\"XDSExtraMetadataNotSaved\" codeContext=\"dropped\""
                " severity=\"urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning\"/>"
                "<rs:RegistryError errorCode=\"XDSUnknownPatientId\""));
}

TEST(RegistryResponseTest, WhatIsWrittenIsReadAgain) {
  RegistryResponse partial = {.status = ResponseStatus::kPartialSuccess,
                              .errors = Errors({AnError(), AWarning()}),
                              .request_id = "urn:uuid:1"};
  partial.response_slots.Add()->set_name("x");
  partial.response_slots.Mutable(0)->add_values("y");
  const RegistryResponse cases[] = {
      {},
      {.errors = Errors({AWarning()})},
      {.status = ResponseStatus::kFailure, .errors = Errors({AnError()})},
      partial};
  for (const RegistryResponse& response : cases) {
    const auto read = ReadRegistryResponse(WriteRegistryResponse(response));
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->status, response.status);
    EXPECT_EQ(read->request_id, response.request_id);
    EXPECT_TRUE(MessageDifferencer::Equals(read->errors, response.errors));
    EXPECT_EQ(read->response_slots.size(), response.response_slots.size());
  }
}

TEST(RegistryResponseTest, RefusesResponsesThatContradictThemselves) {
  const RegistryResponse contradiction = {.errors = Errors({AnError()})};
  EXPECT_THAT(ReadRegistryResponse(WriteRegistryResponse(contradiction)).status().message(),
              HasSubstr("says Success and has a RegistryError"));
  const std::string unknown =
      "<RegistryResponse xmlns='urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0' status='Success'/>";
  EXPECT_THAT(ReadRegistryResponse(unknown).status().message(),
              HasSubstr("line 1: there is no response status 'Success'"));
  EXPECT_EQ(ReadRegistryResponse("<a/>").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(RegistryResponseTest, AnswersToAnOutcome) {
  EXPECT_EQ(ResponseTo(absl::OkStatus()).status, ResponseStatus::kSuccess);
  EXPECT_EQ(ResponseTo(absl::OkStatus(), Errors({AWarning()})).errors.errors_size(), 1);
  const RegistryResponse refused =
      ResponseTo(XdsError(XdsErrorCode::kUnknownPatientId, "x", "y"), Errors({AWarning()}));
  EXPECT_EQ(refused.status, ResponseStatus::kFailure);
  ASSERT_EQ(refused.errors.errors_size(), 1);
  EXPECT_EQ(refused.errors.errors(0).error_code(), "XDSUnknownPatientId");
  const RegistryResponse failed = ResponseTo(absl::UnavailableError("draining"));
  ASSERT_EQ(failed.errors.errors_size(), 1);
  EXPECT_EQ(failed.errors.errors(0).error_code(), "XDSRegistryError");
  EXPECT_EQ(failed.errors.errors(0).code_context(), "draining");
}

AdhocQueryResponse AnAnswer() {
  const auto request = testing::ASubmission().With(testing::AnEntry()).Build();
  AdhocQueryResponse answer;
  *answer.objects.document_entries.Add() = request.document_entries(0);
  *answer.objects.submission_sets.Add() = request.submission_set();
  *answer.objects.submission_sets.Add() = request.submission_set();
  *answer.objects.associations.Add() = request.associations(0);
  answer.objects.folders.Add()->set_entry_uuid("folder");
  answer.objects.object_refs = {{"urn:uuid:1", ""}, {"urn:uuid:2", "urn:oid:2.999"}};
  return answer;
}

TEST(AdhocQueryResponseTest, WhatIsWrittenIsReadAgain) {
  const AdhocQueryResponse answer = AnAnswer();
  const auto read = ReadAdhocQueryResponse(WriteAdhocQueryResponse(answer));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(testing::FaultLines(read->faults), IsEmpty());
  EXPECT_EQ(read->objects.submission_sets.size(), 2);
  EXPECT_EQ(read->objects.folders.size(), 1);
  EXPECT_TRUE(MessageDifferencer::Equals(read->objects.document_entries.Get(0),
                                         answer.objects.document_entries.Get(0)));
  EXPECT_TRUE(MessageDifferencer::Equals(read->objects.submission_sets.Get(1),
                                         answer.objects.submission_sets.Get(1)));
  EXPECT_TRUE(MessageDifferencer::Equals(read->objects.associations.Get(0),
                                         answer.objects.associations.Get(0)));
  ASSERT_EQ(read->objects.object_refs.size(), 2u);
  EXPECT_EQ(read->objects.object_refs[1].home_community_id, "urn:oid:2.999");
}

TEST(AdhocQueryResponseTest, TheListIsThereEvenWhenItIsEmpty) {
  AdhocQueryResponse failure;
  failure.head.status = ResponseStatus::kFailure;
  failure.head.errors = Errors({AnError()});
  const std::string xml = WriteAdhocQueryResponse(failure);
  EXPECT_THAT(xml, HasSubstr("</rs:RegistryErrorList><rim:RegistryObjectList/>"));
  EXPECT_TRUE(ReadAdhocQueryResponse(xml).ok());
}

TEST(AdhocQueryResponseTest, WritesObjectByObject) {
  const AdhocQueryResponse answer = AnAnswer();
  std::string xml;
  AdhocQueryResponseWriter writer(answer.head, &xml);
  WriteDocumentEntry(answer.objects.document_entries.Get(0), writer.objects());
  for (const auto& set : answer.objects.submission_sets) WriteSubmissionSet(set, writer.objects());
  WriteFolder(answer.objects.folders.Get(0), writer.objects());
  WriteAssociation(answer.objects.associations.Get(0), writer.objects());
  for (const auto& reference : answer.objects.object_refs) writer.WriteObjectRef(reference);
  writer.Finish();
  EXPECT_EQ(xml, WriteAdhocQueryResponse(answer));
}

TEST(AdhocQueryResponseTest, OnlyAFailureMayLackTheList) {
  constexpr char kHead[] =
      "<AdhocQueryResponse xmlns='urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0' status='";
  EXPECT_TRUE(
      ReadAdhocQueryResponse(
          absl::StrCat(kHead, "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure", "'/>"))
          .ok());
  EXPECT_THAT(
      ReadAdhocQueryResponse(
          absl::StrCat(kHead, "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success", "'/>"))
          .status()
          .message(),
      HasSubstr("no RegistryObjectList"));
}

TEST(AdhocQueryResponseTest, WhatCannotBeReadIsAFault) {
  AdhocQueryResponse answer;
  answer.objects.document_entries.Add()->mutable_patient_id();
  const auto read = ReadAdhocQueryResponse(WriteAdhocQueryResponse(answer));
  ASSERT_TRUE(read.ok());
  EXPECT_THAT(testing::FaultLines(read->faults),
              ::testing::ElementsAre("XDSRegistryMetadataError at document_entries[0].patient_id"));
}

}  // namespace
}  // namespace docshare
