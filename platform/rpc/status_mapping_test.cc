#include "platform/rpc/status_mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "docshare/rpc/v1/status_details.pb.h"
#include "platform/rpc/testing/dev_certificates.h"
#include "platform/rpc/testing/test_connection.h"
#include "platform/rpc/testing/test_service.h"

namespace docshare::platform {
namespace {

using ::docshare::rpc::v1::CutDetails;
using ::docshare::rpc::v1::StatusDetails;
using ::testing::EndsWith;
using ::testing::HasSubstr;

// Any list of messages will do for a payload.
using FaultList = ::docshare::rpc::v1::StatusDetails;
constexpr char kFaultListUrl[] = "type.googleapis.com/test.FaultList";

FaultList Faults(int count) {
  FaultList list;
  for (int i = 0; i < count; ++i) {
    auto& fault = *list.add_details();
    fault.set_type_url(absl::StrCat("document_entries[", i, "].unique_id"));
    fault.set_value(
        "the value is not an OID of the form 1.2.3 as the standard asks for; it is 1.x");
  }
  return list;
}

absl::Status Refusal(int faults) {
  absl::Status status(absl::StatusCode::kInvalidArgument, "the submission has faults");
  status.SetPayload(kFaultListUrl, absl::Cord(Faults(faults).SerializeAsString()));
  return status;
}

FaultList FaultsOf(const absl::Status& status) {
  FaultList list;
  const auto payload = status.GetPayload(kFaultListUrl);
  EXPECT_TRUE(payload.has_value()) << status;
  EXPECT_TRUE(list.ParseFromString(std::string(payload.value_or(absl::Cord()))));
  return list;
}

absl::Status RoundTrip(const absl::Status& status) { return FromGrpcStatus(ToGrpcStatus(status)); }

TEST(StatusMappingTest, OkStaysOk) {
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok());
  EXPECT_TRUE(FromGrpcStatus(grpc::Status::OK).ok());
}

TEST(StatusMappingTest, EveryCodeKeepsItsNumber) {
  for (int code = 1; code <= 16; ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code), "why");
    const grpc::Status mapped = ToGrpcStatus(status);
    EXPECT_EQ(static_cast<int>(mapped.error_code()), code);
    EXPECT_EQ(mapped.error_message(), "why");
    EXPECT_EQ(mapped.error_details(), "");
    EXPECT_EQ(FromGrpcStatus(mapped), status);
  }
}

TEST(StatusMappingTest, UndefinedCodeBecomesUnknown) {
  EXPECT_EQ(FromGrpcStatus(grpc::Status(static_cast<grpc::StatusCode>(20), "")).code(),
            absl::StatusCode::kUnknown);
}

TEST(StatusMappingTest, PayloadBecomesADetailOfItsType) {
  const grpc::Status mapped = ToGrpcStatus(Refusal(2));
  StatusDetails details;
  ASSERT_TRUE(details.ParseFromString(mapped.error_details()));
  EXPECT_EQ(details.code(), 3);
  EXPECT_EQ(details.message(), "the submission has faults");
  ASSERT_EQ(details.details_size(), 1);
  EXPECT_EQ(details.details(0).type_url(), kFaultListUrl);
  EXPECT_EQ(details.details(0).value(), Faults(2).SerializeAsString());
}

TEST(StatusMappingTest, SeveralPayloadsSurviveTheRoundTrip) {
  absl::Status status = Refusal(3);
  status.SetPayload("type.googleapis.com/a.B", absl::Cord(std::string("\0\xFF", 2)));
  EXPECT_EQ(RoundTrip(status), status);
}

TEST(StatusMappingTest, DetailsHaveTheBytesOfGoogleRpcStatus) {
  absl::Status status(absl::StatusCode::kNotFound, "m");
  status.SetPayload("t", absl::Cord("v"));
  EXPECT_EQ(ToGrpcStatus(status).error_details(), "\x08\x05\x12\x01m\x1A\x06\x0A\x01t\x12\x01v");
}

TEST(StatusMappingTest, CutsALongMessageBetweenCharacters) {
  const std::string text =
      std::string(kMaxStatusMessageBytes - 4, 'x') + "\xC3\xA6\xC3\xA6\xC3\xA6";
  const absl::Status status = RoundTrip(absl::InternalError(text));
  EXPECT_EQ(status.message(), std::string(kMaxStatusMessageBytes - 4, 'x') + "...");
}

TEST(StatusMappingTest, KeepsAMessageOfTheLongestLength) {
  const std::string text(kMaxStatusMessageBytes, 'x');
  EXPECT_EQ(RoundTrip(absl::InternalError(text)).message(), text);
}

TEST(StatusMappingTest, ReplacesBytesThatAreNotUtf8) {
  EXPECT_EQ(RoundTrip(absl::InternalError("a\xFFz")).message(), "a?z");
}

TEST(StatusMappingTest, CutsATooLongListAfterItsFirstItems) {
  const absl::Status whole = Refusal(20000);
  const size_t original_size = whole.GetPayload(kFaultListUrl)->size();
  ASSERT_GT(original_size, kMaxStatusPayloadBytes);
  const absl::Status cut = RoundTrip(whole);
  EXPECT_EQ(cut.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(cut.message()), EndsWith("(some details were too large to send)"));

  const FaultList list = FaultsOf(cut);
  ASSERT_GT(list.details_size(), 1000);
  ASSERT_LT(list.details_size(), 20000);
  EXPECT_EQ(list.details(list.details_size() - 1).SerializeAsString(),
            Faults(20000).details(list.details_size() - 1).SerializeAsString());

  CutDetails cuts;
  ASSERT_TRUE(cuts.ParseFromString(std::string(*cut.GetPayload(kCutDetailsTypeUrl))));
  ASSERT_EQ(cuts.cut_size(), 1);
  EXPECT_EQ(cuts.cut(0).type_url(), kFaultListUrl);
  EXPECT_EQ(cuts.cut(0).original_size(), original_size);
  EXPECT_EQ(cuts.cut(0).kept_size(), list.SerializeAsString().size());
  EXPECT_LE(cuts.cut(0).kept_size(), kMaxStatusPayloadBytes);
}

TEST(StatusMappingTest, ACutStatusIsPassedOnUnchanged) {
  const absl::Status cut = RoundTrip(Refusal(20000));
  EXPECT_EQ(RoundTrip(cut), cut);
}

TEST(StatusMappingTest, LeavesOutWhatCannotBeCutAndKeepsTheRest) {
  absl::Status status = Refusal(2);
  status.SetPayload("type.googleapis.com/not.Protobuf",
                    absl::Cord(std::string(kMaxStatusPayloadBytes + 1, '\xFF')));
  const absl::Status cut = RoundTrip(status);
  EXPECT_EQ(FaultsOf(cut).details_size(), 2);
  EXPECT_FALSE(cut.GetPayload("type.googleapis.com/not.Protobuf").has_value());
  CutDetails cuts;
  ASSERT_TRUE(cuts.ParseFromString(std::string(*cut.GetPayload(kCutDetailsTypeUrl))));
  ASSERT_EQ(cuts.cut_size(), 1);
  EXPECT_EQ(cuts.cut(0).kept_size(), 0u);
}

TEST(StatusMappingTest, SaysWhenDetailsCannotBeRead) {
  const absl::Status status =
      FromGrpcStatus(grpc::Status(grpc::StatusCode::NOT_FOUND, "no such thing", "\xFF\xFF"));
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("its details could not be read"));
}

TEST(StatusMappingTest, KeepsTheFirstOfSeveralDetailsOfOneType) {
  StatusDetails details;
  details.add_details()->set_type_url("t");
  details.mutable_details(0)->set_value("first");
  *details.add_details() = details.details(0);
  details.mutable_details(1)->set_value("second");
  const absl::Status status =
      FromGrpcStatus(grpc::Status(grpc::StatusCode::NOT_FOUND, "", details.SerializeAsString()));
  EXPECT_EQ(*status.GetPayload("t"), "first");
}

// Over real TLS: metadata limits of both ends hold what the mapping lets pass.
class StatusOnTheWireTest : public ::testing::Test {
 protected:
  absl::Status Send(const absl::Status& status) {
    sent_ = status;
    return client_.Call("").status();
  }

  absl::Status sent_;
  DevCertificates certificates_{{"--server", "registry", "--client", "hospital"}};
  TestServer server_{{.security = certificates_.SecurityOf("registry")},
                     [this](grpc::ServerContext&, const std::string&, std::string&) {
                       return ToGrpcStatus(sent_);
                     }};
  TestConnection client_{server_.address(), certificates_.SecurityOf("hospital")};
};

TEST_F(StatusOnTheWireTest, AThousandFaultsArriveWhole) {
  EXPECT_EQ(Send(Refusal(1000)), Refusal(1000));
}

TEST_F(StatusOnTheWireTest, TheLargestStatusArrives) {
  std::string text;
  while (text.size() + 2 <= kMaxStatusMessageBytes) text += "\xC3\xA6";  // Percent-encoded: x 3.
  absl::Status status(absl::StatusCode::kFailedPrecondition, text);
  // One field of exactly the limit: tag, three bytes of length, content.
  FaultList list;
  list.set_message(std::string(kMaxStatusPayloadBytes - 4, 'x'));
  ASSERT_EQ(list.ByteSizeLong(), kMaxStatusPayloadBytes);
  status.SetPayload(kFaultListUrl, absl::Cord(list.SerializeAsString()));
  EXPECT_EQ(Send(status), status);
}

TEST_F(StatusOnTheWireTest, ATooLargeStatusArrivesCut) {
  const absl::Status status = Refusal(50000);
  EXPECT_EQ(Send(status), RoundTrip(status));
}

}  // namespace
}  // namespace docshare::platform
