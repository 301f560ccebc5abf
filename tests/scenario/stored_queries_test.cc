// Every stored query is there over gRPC, behind the role it asks for.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "tests/stack/raw_call.h"
#include "tests/stack/refusal.h"
#include "tests/stack/stack.h"

namespace docshare::tests {
namespace {

// The methods of the service that look for something, by their names.
std::vector<std::string> StoredQueries() {
  const auto* service =
      registry::v1::FeedPatientRequest::descriptor()->file()->FindServiceByName("RegistryService");
  std::vector<std::string> methods;
  for (int i = 0; i < service->method_count(); ++i) {
    const std::string& name = service->method(i)->name();
    if (absl::StartsWith(name, "Find") || absl::StartsWith(name, "Get")) {
      methods.push_back(absl::StrCat("/", service->full_name(), "/", name));
    }
  }
  return methods;
}

TEST(StoredQueriesTest, AnswerOverGrpcToThoseWhoMayAsk) {
  auto stack = Stack::Start();
  ASSERT_TRUE(stack.ok()) << stack.status();
  const auto hospital = (*stack)->RegistryChannel(kHospital);
  const auto nobody = (*stack)->RegistryChannel(kNobody);
  const std::vector<std::string> methods = StoredQueries();
  EXPECT_EQ(methods.size(), 17u);
  for (const std::string& method : methods) {
    SCOPED_TRACE(method);
    const absl::Status missing = RawUnaryCall(*hospital, method, "");
    EXPECT_THAT(missing, HasStatusCode(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(missing, HasRegistryError("XDSStoredQueryMissingParam", "return_type"));
    // No protobuf message.
    EXPECT_THAT(RawUnaryCall(*hospital, method, "\xff"),
                HasStatusCode(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(RawUnaryCall(*nobody, method, ""),
                HasStatusCode(absl::StatusCode::kPermissionDenied));
  }
}

}  // namespace
}  // namespace docshare::tests
