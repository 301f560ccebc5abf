#include "domain/access/calling_system.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace docshare {
namespace {

using ::testing::HasSubstr;

class CallingSystemTest : public ::testing::Test {
 protected:
  CallingSystemTest() {
    roles_.Grant("gateway", Role::kActFor);
    roles_.Grant("hospital-ehr", Role::kQuery);
  }

  PeerRoles roles_;
};

TEST_F(CallingSystemTest, IsThePeerWhoNamesNobody) {
  EXPECT_EQ(*CallingSystem("hospital-ehr", absl::nullopt, roles_), "hospital-ehr");
  EXPECT_EQ(*CallingSystem("gateway", absl::nullopt, roles_), "gateway");
  // Whether it may do anything is asked later.
  EXPECT_EQ(*CallingSystem("nobody", absl::nullopt, roles_), "nobody");
}

TEST_F(CallingSystemTest, IsWhomAGatewayNames) {
  EXPECT_EQ(*CallingSystem("gateway", std::string("hospital-ehr"), roles_), "hospital-ehr");
}

TEST_F(CallingSystemTest, RefusesOthersWhoNameAnother) {
  const auto refused = CallingSystem("hospital-ehr", std::string("gateway"), roles_);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("ROLE_ACT_FOR"));
  // Not even itself: nothing that a peer says about names is believed.
  EXPECT_FALSE(CallingSystem("hospital-ehr", std::string("hospital-ehr"), roles_).ok());
}

TEST_F(CallingSystemTest, RefusesAnEmptyName) {
  EXPECT_EQ(CallingSystem("gateway", std::string(), roles_).status().code(),
            absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace docshare
