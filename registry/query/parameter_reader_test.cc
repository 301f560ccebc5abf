#include "registry/query/parameter_reader.h"

#include <string>

#include "domain/errors/xds_error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace docshare::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

google::protobuf::RepeatedField<int> Values(std::initializer_list<int> values) {
  return {values.begin(), values.end()};
}

TEST(ParameterReaderTest, IsOkWithoutFaults) {
  ParameterReader read;
  read.CheckReturnType(v1::RETURN_TYPE_LEAF_CLASS);
  read.CheckMetadataLevel(0);
  read.CheckMetadataLevel(2);
  EXPECT_TRUE(read.ToStatus().ok());
}

// A gateway shows the caller all of them.
TEST(ParameterReaderTest, CollectsEveryFaultAsTheCallersMistake) {
  ParameterReader read;
  read.CheckReturnType(v1::RETURN_TYPE_UNSPECIFIED);
  read.CheckMetadataLevel(3);
  read.WrongNumber("b", "two of them");
  const absl::Status status = read.ToStatus();
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  const auto errors = RegistryErrorsOf(status);
  ASSERT_TRUE(errors.has_value());
  ASSERT_EQ(errors->errors_size(), 3);
  EXPECT_EQ(errors->errors(0).error_code(), "XDSStoredQueryMissingParam");
  EXPECT_EQ(errors->errors(1).error_code(), "XDSRegistryError");
  EXPECT_EQ(errors->errors(1).location(), "metadata_level");
  EXPECT_EQ(errors->errors(2).error_code(), "XDSStoredQueryParamNumber");
}

TEST(ParameterReaderTest, BitsLeaveOutWhatIsNoValue) {
  EXPECT_EQ(ParameterReader::Bits(Values({1, 2, 2})), 6u);
  EXPECT_EQ(ParameterReader::Bits(Values({0, -1, 32, 1 << 30})), 0u);
  EXPECT_TRUE(HasBit(6, 1));
  EXPECT_TRUE(HasBit(6, 2));
  for (int value : {0, 3, -1, 32, 64}) EXPECT_FALSE(HasBit(6, value)) << value;
}

TEST(ParameterReaderTest, StatusesNobodyKnowsAreDropped) {
  EXPECT_EQ(ParameterReader::Statuses(Values({2, 3, 31})), 4u);
  ParameterReader read;
  EXPECT_EQ(read.RequiredStatuses(Values({1, 17}), "statuses", "$Status"), 2u);
  EXPECT_TRUE(read.ToStatus().ok());
  read.RequiredStatuses(Values({17}), "statuses", "$Status");
  EXPECT_FALSE(read.ToStatus().ok());
}

TEST(ParameterReaderTest, CodesNeedBothParts) {
  google::protobuf::RepeatedPtrField<v1::CodeFilter> codes;
  codes.Add()->set_code("A");
  codes[0].set_code_system("2.999.7");
  ParameterReader read;
  EXPECT_THAT(read.Codes(codes, "codes"), ElementsAre("A^^2.999.7"));
  EXPECT_TRUE(read.ToStatus().ok());
  codes.Add()->set_code("B");
  read.Codes(codes, "codes");
  EXPECT_EQ(RegistryErrorsOf(read.ToStatus())->errors(0).location(), "codes[1]");
}

TEST(ParameterReaderTest, ValuesAreCountedOverAllGroups) {
  google::protobuf::RepeatedPtrField<v1::CodeGroup> groups;
  for (int g = 0; g < 5; ++g) {
    v1::CodeGroup& group = *groups.Add();
    for (int i = 0; i < 1999; ++i) {
      v1::CodeFilter& code = *group.add_any_of();
      code.set_code("A");
      code.set_code_system("2.999.7");
    }
  }
  ParameterReader read;
  EXPECT_EQ(read.CodeGroups(groups, "codes").size(), 5u);
  EXPECT_TRUE(read.ToStatus().ok());
  *groups[0].add_any_of() = groups[0].any_of(0);
  EXPECT_THAT(read.CodeGroups(groups, "codes"), IsEmpty());
  EXPECT_EQ(RegistryErrorsOf(read.ToStatus())->errors(0).location(), "codes");
}

TEST(ParameterReaderTest, UuidsAndPatientsNameTheirFault) {
  ParameterReader read;
  google::protobuf::RepeatedPtrField<std::string> urns;
  *urns.Add() = "urn:uuid:00000000-0000-4000-8000-000000000001";
  *urns.Add() = "urn:uuid:00000000-0000-4000-8000-00000000000G";
  EXPECT_EQ(read.Uuids(urns, "uuids").size(), 1u);
  EXPECT_FALSE(read.Patient(false, {}, "patient_id", "$patientId").has_value());
  EXPECT_FALSE(read.Patient(true, {}, "patient_id", "$patientId").has_value());
  const auto errors = RegistryErrorsOf(read.ToStatus());
  ASSERT_TRUE(errors.has_value());
  ASSERT_EQ(errors->errors_size(), 3);
  EXPECT_EQ(errors->errors(0).location(), "uuids[1]");
  EXPECT_EQ(errors->errors(1).error_code(), "XDSStoredQueryMissingParam");
  EXPECT_EQ(errors->errors(2).error_code(), "XDSRegistryError");
}

}  // namespace
}  // namespace docshare::registry
