#include "domain/ids/patient_id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/hash/hash_testing.h"
#include "absl/status/status.h"

namespace docshare {
namespace {

constexpr char kCx[] = "12838520020^^^&2.16.578.1.12.4.1.4.1&ISO";

TEST(PatientIdTest, Check25ReadsCx) {
  const auto patient = PatientId::FromCx(kCx);
  ASSERT_TRUE(patient.ok()) << patient.status();
  EXPECT_EQ(patient->id(), "12838520020");
  EXPECT_EQ(patient->assigning_authority().ToString(), "2.16.578.1.12.4.1.4.1");
  EXPECT_EQ(patient->ToCx(), kCx);
  EXPECT_EQ(*PatientId::FromProto(patient->ToProto()), *patient);
}

TEST(PatientIdTest, EscapesDelimitersOfTheId) {
  const auto patient = PatientId::Create("a^b&c|d~e\\f", *Oid::Parse("1.2"));
  ASSERT_TRUE(patient.ok()) << patient.status();
  EXPECT_EQ(patient->ToCx(), "a\\S\\b\\T\\c\\F\\d\\R\\e\\E\\f^^^&1.2&ISO");
  EXPECT_EQ(*PatientId::FromCx(patient->ToCx()), *patient);
}

TEST(PatientIdTest, Check25RefusesEveryOtherForm) {
  const std::string long_id(256, '1');
  const std::string texts[] = {
      "",
      "12838520020",
      "^^^&1.2&ISO",
      "1^^^",
      "1^^^&&ISO",
      "1^^^&1.2",
      "1^^^&1.2&",
      "1^^^&1.2&iso",
      "1^^^&1.2&GUID",
      "1^^^&1.2&ISO&",
      "1^^^&1.2&ISO^",
      "1^^^&1.2&ISO^PI",
      "1^^^HOSP&1.2&ISO",
      "1^2^^&1.2&ISO",
      "1^^2^&1.2&ISO",
      "1^^&1.2&ISO",
      "1^^^1.2",
      "1^^^&oid&ISO",
      "1^^^&urn:oid:1.2&ISO",
      "1\\H\\^^^&1.2&ISO",
      "1\\^^^&1.2&ISO",
      "1\n^^^&1.2&ISO",
      "\xff^^^&1.2&ISO",
      "'1^^^&1.2&ISO'",
      long_id + "^^^&1.2&ISO",
  };
  for (const std::string& text : texts) {
    EXPECT_EQ(PatientId::FromCx(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(PatientIdTest, RefusesProtoWithoutIdOrAuthority) {
  metadata::v1::PatientIdentifier proto;
  EXPECT_FALSE(PatientId::FromProto(proto).ok());
  proto.set_id("1");
  EXPECT_FALSE(PatientId::FromProto(proto).ok());
  proto.set_assigning_authority("1.2");
  EXPECT_TRUE(PatientId::FromProto(proto).ok());
  proto.clear_id();
  EXPECT_FALSE(PatientId::FromProto(proto).ok());
}

// Errors of this class reach logs.
TEST(PatientIdTest, ErrorsDoNotNameThePatient) {
  for (const char* text : {"12838520020", "12838520020\\H\\^^^&1.2&ISO", "12838520020^^^&x&ISO",
                           "12838520020\n^^^&1.2&ISO"}) {
    EXPECT_THAT(std::string(PatientId::FromCx(text).status().message()),
                ::testing::Not(::testing::HasSubstr("12838520020")));
  }
}

TEST(PatientIdTest, ComparesAndHashes) {
  const PatientId a = *PatientId::FromCx("1^^^&1.2&ISO");
  const PatientId b = *PatientId::FromCx("1^^^&1.3&ISO");
  const PatientId c = *PatientId::FromCx("2^^^&1.2&ISO");
  EXPECT_LT(a, b);
  EXPECT_LT(b, c);
  EXPECT_TRUE(absl::VerifyTypeImplementsAbslHashCorrectly({a, b, c}));
}

}  // namespace
}  // namespace docshare
