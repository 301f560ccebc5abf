#include "domain/national/testing/national_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/metadata/testing/submission_builder.h"

namespace docshare::testing {
namespace {

constexpr char kCommunity[] = "urn:oid:2.999.1";

EntryBuilder ANationalEntry() {
  return AnEntry().Also([](metadata::v1::DocumentEntry& entry) {
    entry.set_home_community_id(kCommunity);
    auto& author = *entry.mutable_authors(0);
    author.mutable_roles(0)->set_text("6");
    author.mutable_roles(0)->set_code_system("2.16.578.1.12.4.1.1.9034");
    auto& department = *author.add_institutions();
    department.set_name("Medisinsk avdeling");
    department.set_id("100001");
    department.mutable_assigning_authority()->set_universal_id("2.16.578.1.12.4.1.4.102");
    department.mutable_assigning_authority()->set_universal_id_type("ISO");
  });
}

}  // namespace

registry::v1::RegisterDocumentSetRequest ANationalSubmission() {
  return ASubmission()
      .With(ANationalEntry().WithEntryUuid("document-a"))
      .With(ANationalEntry().WithEntryUuid("document-b"))
      .Also([](registry::v1::RegisterDocumentSetRequest& request) {
        request.mutable_submission_set()->set_home_community_id(kCommunity);
      })
      .Build();
}

void ExpectNationalFaults(StatelessRule rule, const std::vector<NationalCase>& cases) {
  for (const NationalCase& c : cases) {
    SCOPED_TRACE(c.name);
    registry::v1::RegisterDocumentSetRequest request = ANationalSubmission();
    c.change(request);
    RegistryErrors errors;
    rule(request, errors);
    std::vector<std::string> locations;
    for (const auto& error : errors.list().errors()) {
      EXPECT_EQ(error.error_code(), "XDSRegistryMetadataError");
      EXPECT_NE(error.code_context(), "");
      locations.push_back(error.location());
    }
    EXPECT_THAT(locations, ::testing::ElementsAreArray(c.faults));
  }
}

}  // namespace docshare::testing
