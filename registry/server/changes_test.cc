// Updates, removal and changes of patients over the wire, to a whole registry in this process.

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/errors/xds_error.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/rpc/status_mapping.h"
#include "registry/commit/testing/changing_registry.h"
#include "registry/commit/testing/update_builder.h"
#include "registry/server/testing/registry_server.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr char kKari[] = "12838520020";
constexpr char kOla[] = "30916130186";
constexpr char kUniqueId[] = "2.999.7.1";

// Calls a method of the registry.
template <typename Request, typename Response>
using Method = grpc::Status (v1::RegistryService::Stub::*)(grpc::ClientContext*, const Request&,
                                                           Response*);

template <typename Request, typename Response>
absl::StatusOr<Response> Call(const RegistryServer& server, Method<Request, Response> method,
                              const Request& request) {
  auto stub = server.Stub();
  grpc::ClientContext context;
  Response response;
  absl::Status status = platform::FromGrpcStatus(((*stub).*method)(&context, request, &response));
  if (!status.ok()) return status;
  return response;
}

using Stub = v1::RegistryService::Stub;

class ChangesTest : public ::testing::Test {
 protected:
  ChangesTest() {
    server_.FeedPatient(kKari);
    server_.FeedPatient(kOla);
    const auto registered = server_.Register(
        ASubmission().OfPatient(kKari).With(AnEntry().WithUniqueId(kUniqueId)).Build());
    set_ = registered.assigned_ids(0).entry_uuid();
    document_ = registered.assigned_ids(1).entry_uuid();
    membership_ = registered.assigned_ids(2).entry_uuid();
  }

  // The newest versions of the patient's Approved documents.
  std::vector<metadata::v1::DocumentEntry> DocumentsOf(const char* patient) {
    v1::FindDocumentsRequest request;
    *request.mutable_patient_id() = APatient(patient);
    request.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
    request.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
    auto found = Call(server_, &Stub::FindDocuments, request);
    EXPECT_TRUE(found.ok()) << found.status();
    if (!found.ok()) return {};
    return {found->document_entries().begin(), found->document_entries().end()};
  }

  // A new version of the document with another title.
  v1::RegisterDocumentSetRequest Retitled(const std::string& title, uint32_t previous_version) {
    auto entry = NextVersion(DocumentsOf(kKari).at(0));
    entry.mutable_title()->mutable_localized(0)->set_value(title);
    return AnUpdate().OfPatient(kKari).NewVersion(entry, previous_version).Build();
  }

  RegistryServer server_;
  std::string set_;
  std::string document_;
  std::string membership_;
};

TEST_F(ChangesTest, UpdateMakesAVersionOnce) {
  v1::UpdateDocumentSetRequest request;
  *request.mutable_submission() = Retitled("corrected", 1);
  const auto first = Call(server_, &Stub::UpdateDocumentSet, request);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_FALSE(first->already_registered());
  ASSERT_EQ(DocumentsOf(kKari).size(), 1u);
  EXPECT_EQ(DocumentsOf(kKari)[0].title().localized(0).value(), "corrected");
  EXPECT_EQ(DocumentsOf(kKari)[0].version(), 2u);
  EXPECT_EQ(DocumentsOf(kKari)[0].entry_uuid(), first->assigned_ids(1).entry_uuid());
  EXPECT_EQ(DocumentsOf(kKari)[0].logical_id(), document_);

  const auto again = Call(server_, &Stub::UpdateDocumentSet, request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->already_registered());
  EXPECT_EQ(again->commit_position(), first->commit_position());
  EXPECT_EQ(DocumentsOf(kKari)[0].version(), 2u);
}

TEST_F(ChangesTest, RefusalOfAnUpdateNamesCodeAndLocation) {
  v1::UpdateDocumentSetRequest request;
  *request.mutable_submission() = Retitled("corrected", 7);
  const auto refused = Call(server_, &Stub::UpdateDocumentSet, request);
  EXPECT_THAT(ErrorsOf(refused.status()),
              ElementsAre(Pair("XDSMetadataVersionError", "associations[0].previous_version")));
}

TEST_F(ChangesTest, RestrictedUpdateTakesSomeAttributesOnly) {
  v1::RestrictedUpdateDocumentSetRequest request;
  *request.mutable_submission() = Retitled("corrected", 1);
  const auto done = Call(server_, &Stub::RestrictedUpdateDocumentSet, request);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(DocumentsOf(kKari)[0].title().localized(0).value(), "corrected");

  request.mutable_submission()->CopyFrom(Retitled("corrected", 2));
  request.mutable_submission()->mutable_document_entries(0)->set_unique_id("2.999.7.9");
  const auto refused = Call(server_, &Stub::RestrictedUpdateDocumentSet, request);
  EXPECT_TRUE(RegistryErrorsOf(refused.status()).has_value()) << refused.status();
}

TEST_F(ChangesTest, RemovedIsGoneAtOnce) {
  v1::RemoveMetadataRequest request;
  request.add_entry_uuids(document_);
  EXPECT_THAT(ErrorsOf(Call(server_, &Stub::RemoveMetadata, request).status()),
              ElementsAre(Pair("ReferencesExistException", "entry_uuids[0]")));
  request.add_entry_uuids(set_);
  request.add_entry_uuids(membership_);
  const auto done = Call(server_, &Stub::RemoveMetadata, request);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->commit_position(), 5u);
  EXPECT_THAT(DocumentsOf(kKari), IsEmpty());
}

TEST_F(ChangesTest, MergedPatientHasNothingAndIsAcceptedNoMore) {
  v1::MergePatientsRequest request;
  *request.mutable_surviving() = APatient(kOla);
  *request.mutable_subsumed() = APatient(kKari);
  const auto merged = Call(server_, &Stub::MergePatients, request);
  ASSERT_TRUE(merged.ok()) << merged.status();
  EXPECT_TRUE(merged->changed());
  EXPECT_EQ(merged->moved_objects(), 2u);
  EXPECT_THAT(DocumentsOf(kKari), IsEmpty());
  ASSERT_EQ(DocumentsOf(kOla).size(), 1u);
  EXPECT_EQ(DocumentsOf(kOla)[0].patient_id().id(), kOla);

  v1::RegisterDocumentSetRequest late = ASubmission().OfPatient(kKari).With(AnEntry()).Build();
  const auto refused = Call(server_, &Stub::RegisterDocumentSet, late);
  EXPECT_EQ(ErrorsOf(refused.status()).at(0).first, "XDSUnknownPatientId");
  v1::FeedPatientRequest feed;
  *feed.mutable_patient_id() = APatient(kKari);
  EXPECT_THAT(ErrorsOf(Call(server_, &Stub::FeedPatient, feed).status()),
              ElementsAre(Pair("XDSUnknownPatientId", "patient_id")));
}

TEST_F(ChangesTest, ChangedLinkGivesTheDocumentToTheOther) {
  v1::ChangePatientLinkRequest request;
  *request.mutable_local() = DocumentsOf(kKari).at(0).source_patient_id();
  *request.mutable_previous() = APatient(kKari);
  *request.mutable_current() = APatient(kOla);
  const auto changed = Call(server_, &Stub::ChangePatientLink, request);
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->document_entries_size(), 1);
  EXPECT_THAT(DocumentsOf(kKari), IsEmpty());
  ASSERT_EQ(DocumentsOf(kOla).size(), 1u);
  EXPECT_EQ(DocumentsOf(kOla)[0].logical_id(), document_);
}

TEST(ChangesRolesTest, EachChangeNeedsItsRole) {
  using config::v1::Role;
  using Attempt = std::function<absl::Status(const RegistryServer&)>;
  const auto try_call = [](auto method, auto request) -> Attempt {
    return [method, request](const RegistryServer& server) {
      return Call(server, method, request).status();
    };
  };
  const std::vector<std::pair<Role, Attempt>> attempts = {
      {config::v1::ROLE_UPDATE, try_call(&Stub::UpdateDocumentSet, v1::UpdateDocumentSetRequest())},
      {config::v1::ROLE_UPDATE,
       try_call(&Stub::RestrictedUpdateDocumentSet, v1::RestrictedUpdateDocumentSetRequest())},
      {config::v1::ROLE_REMOVE, try_call(&Stub::RemoveMetadata, v1::RemoveMetadataRequest())},
      {config::v1::ROLE_PATIENT_FEED, try_call(&Stub::MergePatients, v1::MergePatientsRequest())},
      {config::v1::ROLE_PATIENT_FEED,
       try_call(&Stub::ChangePatientLink, v1::ChangePatientLinkRequest())}};
  for (Role role :
       {config::v1::ROLE_UPDATE, config::v1::ROLE_REMOVE, config::v1::ROLE_PATIENT_FEED}) {
    const RegistryServer with({role});
    std::vector<Role> others = RegistryServer::AllRoles();
    others.erase(std::find(others.begin(), others.end(), role));
    const RegistryServer without(others);
    for (const auto& [needed, attempt] : attempts) {
      if (needed != role) continue;
      // An empty request is refused for what it lacks once the caller may send it.
      EXPECT_TRUE(absl::IsInvalidArgument(attempt(with))) << attempt(with);
      EXPECT_TRUE(absl::IsPermissionDenied(attempt(without))) << attempt(without);
    }
  }
}

}  // namespace
}  // namespace docshare::registry
