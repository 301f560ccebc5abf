#include "domain/access/peer_roles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace docshare {
namespace {

TEST(PeerRolesTest, DeniesEverybodyByDefault) {
  const PeerRoles roles;
  for (Role role :
       {Role::kPatientFeed, Role::kRegister, Role::kQuery, Role::kProvide, Role::kRetrieve}) {
    EXPECT_EQ(roles.CheckRole("hospital-ehr", role).code(), absl::StatusCode::kPermissionDenied);
    EXPECT_EQ(roles.CheckRole("", role).code(), absl::StatusCode::kPermissionDenied);
  }
}

TEST(PeerRolesTest, AllowsWhatWasGrantedAndNoMore) {
  PeerRoles roles;
  roles.Grant("hospital-ehr", Role::kQuery);
  roles.Grant("hospital-ehr", Role::kProvide);
  EXPECT_TRUE(roles.CheckRole("hospital-ehr", Role::kQuery).ok());
  EXPECT_TRUE(roles.CheckRole("hospital-ehr", Role::kProvide).ok());
  EXPECT_FALSE(roles.CheckRole("hospital-ehr", Role::kRegister).ok());
  EXPECT_FALSE(roles.CheckRole("hospital-ehr2", Role::kQuery).ok());
  EXPECT_FALSE(roles.CheckRole("Hospital-EHR", Role::kQuery).ok());
}

TEST(PeerRolesTest, DenialSaysHowToGrant) {
  PeerRoles roles;
  roles.Grant("x", Role::kQuery);
  EXPECT_THAT(std::string(roles.CheckRole("x\n", Role::kPatientFeed).message()),
              ::testing::AllOf(::testing::HasSubstr("system 'x?'"),
                               ::testing::HasSubstr("does not hold ROLE_PATIENT_FEED"),
                               ::testing::HasSubstr("roles: ROLE_PATIENT_FEED")));
}

TEST(PeerRolesTest, EveryRoleHasItsName) {
  EXPECT_EQ(ToString(Role::kPatientFeed), "ROLE_PATIENT_FEED");
  EXPECT_EQ(ToString(Role::kRegister), "ROLE_REGISTER");
  EXPECT_EQ(ToString(Role::kQuery), "ROLE_QUERY");
  EXPECT_EQ(ToString(Role::kProvide), "ROLE_PROVIDE");
  EXPECT_EQ(ToString(Role::kRetrieve), "ROLE_RETRIEVE");
}

}  // namespace
}  // namespace docshare
