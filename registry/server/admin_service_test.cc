// The admin service over the wire, to a whole registry in this process.

#include <algorithm>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "domain/errors/xds_error.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/crypto/testing/test_key_ring.h"
#include "platform/kv/rocksdb_kv_store.h"
#include "platform/rpc/status_mapping.h"
#include "registry/server/testing/registry_server.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kKari[] = "12838520020";
constexpr char kOla[] = "30916130186";

class AdminServiceTest : public ::testing::Test {
 protected:
  AdminServiceTest() : admin_(server_.AdminStub()) {
    server_.FeedPatient(kKari);
    const auto registered = server_.Register(
        ASubmission().OfPatient(kKari).With(AnEntry().WithUniqueId("2.999.7.1")).Build());
    entry_uuid_ = registered.assigned_ids(1).entry_uuid();
  }

  admin::v1::GetStatusResponse Status() {
    grpc::ClientContext context;
    admin::v1::GetStatusResponse response;
    EXPECT_TRUE(admin_->GetStatus(&context, {}, &response).ok());
    return response;
  }

  absl::StatusOr<admin::v1::WithdrawResponse> Withdraw(
      const std::string& entry_uuid, bool dry_run, const std::vector<std::string>& planned = {}) {
    admin::v1::WithdrawRequest request;
    request.set_entry_uuid(entry_uuid);
    request.set_dry_run(dry_run);
    for (const std::string& uuid : planned) request.add_planned_entry_uuids(uuid);
    grpc::ClientContext context;
    admin::v1::WithdrawResponse response;
    absl::Status status = platform::FromGrpcStatus(admin_->Withdraw(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // The last that a rebuild tells.
  admin::v1::RebuildIndexesResponse Rebuild(bool compare_only) {
    admin::v1::RebuildIndexesRequest request;
    request.set_compare_only(compare_only);
    grpc::ClientContext context;
    auto reader = admin_->RebuildIndexes(&context, request);
    admin::v1::RebuildIndexesResponse response, last;
    while (reader->Read(&response)) last = response;
    EXPECT_TRUE(reader->Finish().ok());
    EXPECT_TRUE(last.done());
    return last;
  }

  int DocumentsOf(const char* patient) {
    v1::FindDocumentsRequest request;
    *request.mutable_patient_id() = APatient(patient);
    request.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
    request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
    grpc::ClientContext context;
    v1::FindDocumentsResponse response;
    EXPECT_TRUE(server_.Stub()->FindDocuments(&context, request, &response).ok());
    return response.entry_uuids_size();
  }

  RegistryServer server_;
  std::unique_ptr<admin::v1::RegistryAdminService::Stub> admin_;
  std::string entry_uuid_;
};

TEST_F(AdminServiceTest, StatusTellsHowTheServerIs) {
  const auto status = Status();
  EXPECT_FALSE(status.version().empty());
  EXPECT_EQ(status.home_community_id(), "urn:oid:2.999.1");
  EXPECT_EQ(status.schema_version(), 2u);
  EXPECT_EQ(status.commit_position(), 2u);
  EXPECT_EQ(status.durable_position(), 2u);
  EXPECT_FALSE(status.draining());
  EXPECT_EQ(status.waiting_commands(), 0u);
  EXPECT_EQ(status.commands(), 2u);
  EXPECT_EQ(status.groups(), 2u);
  EXPECT_GT(status.started_s(), 1700000000);
  EXPECT_EQ(status.counts().patients(), 1u);
  EXPECT_EQ(status.counts().document_entries(), 1u);
  EXPECT_EQ(status.counts().submission_sets(), 1u);
  EXPECT_EQ(status.counts().associations(), 1u);
  EXPECT_TRUE(status.counts().exact());
}

TEST_F(AdminServiceTest, StatusCountsFollowers) {
  auto stub = server_.Stub();
  grpc::ClientContext context;
  auto reader = stub->WatchDocuments(&context, {});
  v1::WatchDocumentsResponse response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(Status().watches(), 1u);
  context.TryCancel();
  (void)reader->Finish();
}

TEST_F(AdminServiceTest, LooksPatientsUp) {
  admin::v1::LookUpPatientRequest request;
  *request.mutable_patient_id() = APatient(kKari);
  grpc::ClientContext context;
  admin::v1::LookUpPatientResponse response;
  ASSERT_TRUE(admin_->LookUpPatient(&context, request, &response).ok());
  EXPECT_EQ(response.patient().approved_documents(), 1u);

  *request.mutable_patient_id() = APatient(kOla);
  grpc::ClientContext again;
  EXPECT_EQ(admin_->LookUpPatient(&again, request, &response).error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(server_.Log(), Not(HasSubstr(kOla)));
}

TEST_F(AdminServiceTest, ShowsObjectsAndTheirRows) {
  admin::v1::GetObjectRequest object;
  object.set_unique_id("2.999.7.1");
  grpc::ClientContext object_context;
  admin::v1::GetObjectResponse objects;
  ASSERT_TRUE(admin_->GetObject(&object_context, object, &objects).ok());
  ASSERT_EQ(objects.objects_size(), 1);
  EXPECT_EQ(objects.objects(0).entry_uuid(), entry_uuid_);
  EXPECT_EQ(objects.objects(0).associations_size(), 1);

  admin::v1::GetRowsRequest rows;
  rows.set_entry_uuid(entry_uuid_);
  grpc::ClientContext rows_context;
  admin::v1::GetRowsResponse response;
  ASSERT_TRUE(admin_->GetRows(&rows_context, rows, &response).ok());
  // Filter, entry, three indexes, one end of an association, one change.
  EXPECT_EQ(response.rows_size(), 7);
}

TEST_F(AdminServiceTest, WithdrawalTakesEffectAtOnceAndADryRunNone) {
  auto planned = Withdraw(entry_uuid_, /*dry_run=*/true);
  ASSERT_TRUE(planned.ok()) << planned.status();
  EXPECT_EQ(planned->objects_size(), 3);
  EXPECT_EQ(planned->commit_position(), 0u);
  EXPECT_EQ(DocumentsOf(kKari), 1);

  EXPECT_TRUE(absl::IsAborted(Withdraw(entry_uuid_, false, {entry_uuid_}).status()));
  std::vector<std::string> seen;
  for (const auto& object : planned->objects()) seen.push_back(object.entry_uuid());
  auto done = Withdraw(entry_uuid_, /*dry_run=*/false, seen);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->objects_size(), 3);
  EXPECT_EQ(done->commit_position(), 3u);
  EXPECT_EQ(DocumentsOf(kKari), 0);
  EXPECT_EQ(Status().counts().associations(), 0u);
  EXPECT_THAT(server_.Log(), HasSubstr("\"event\":\"document_withdrawn\""));

  EXPECT_TRUE(absl::IsNotFound(Withdraw(entry_uuid_, false).status()));
}

TEST_F(AdminServiceTest, WithdrawalRefusesWhatIsNoDocument) {
  const absl::Status malformed = Withdraw("2.999.7.1", false).status();
  EXPECT_TRUE(absl::IsInvalidArgument(malformed));
  ASSERT_TRUE(RegistryErrorsOf(malformed).has_value());
  EXPECT_EQ(RegistryErrorsOf(malformed)->errors(0).location(), "entry_uuid");
}

TEST_F(AdminServiceTest, RebuildRunsBesideWritersAndChangesNothingInASoundStore) {
  std::thread writer([&] {
    for (int i = 0; i < 50; ++i) {
      server_.Register(ASubmission().OfPatient(kKari).With(AnEntry()).Build());
    }
  });
  grpc::ClientContext context;
  auto reader = admin_->RebuildIndexes(&context, {});
  admin::v1::RebuildIndexesResponse response;
  std::vector<admin::v1::RebuildIndexesResponse> told;
  while (reader->Read(&response)) told.push_back(response);
  const grpc::Status status = reader->Finish();
  writer.join();
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_FALSE(told.empty());
  EXPECT_TRUE(told.back().done());
  EXPECT_EQ(told.back().changed(), 0u);
  EXPECT_EQ(told.back().rows(), told.back().rows_total());
  EXPECT_GT(told.back().rows(), 0u);
  EXPECT_THAT(server_.Log(), HasSubstr("\"event\":\"rebuild_ended\""));
  EXPECT_EQ(DocumentsOf(kKari), 51);
}

TEST_F(AdminServiceTest, RebuildMendsTheDatabaseThatIsServed) {
  server_.Stop();
  {
    platform::RocksDbOptions options;
    options.path = server_.metadata_dir();
    options.encryption = platform::TestKeyRing();
    auto database = platform::RocksDbKvStore::Open(options);
    ASSERT_TRUE(database.ok()) << database.status();
    platform::KvBatch damage;
    damage.DeleteRange("\x06", "\x07");
    damage.DeleteRange("\x08", "\x0b");
    ASSERT_TRUE((*database)->Write(damage, platform::Durability::kSynced).ok());
  }
  server_.Start();
  admin_ = server_.AdminStub();
  EXPECT_EQ(DocumentsOf(kKari), 0);
  const auto found = Rebuild(/*compare_only=*/true);
  EXPECT_GT(found.changed(), 0u);
  EXPECT_EQ(DocumentsOf(kKari), 0);
  EXPECT_EQ(Rebuild(false).changed(), found.changed());
  EXPECT_EQ(DocumentsOf(kKari), 1);
  EXPECT_EQ(Rebuild(false).changed(), 0u);
}

TEST_F(AdminServiceTest, EveryCallNeedsTheRole) {
  auto roles = RegistryServer::AllRoles();
  roles.erase(std::find(roles.begin(), roles.end(), config::v1::ROLE_ADMINISTER));
  RegistryServer server(roles);
  auto admin = server.AdminStub();
  const auto denied = [](const grpc::Status& status) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED) << status.error_message();
  };
  grpc::ClientContext contexts[6];
  admin::v1::GetStatusResponse status;
  denied(admin->GetStatus(&contexts[0], {}, &status));
  admin::v1::LookUpPatientResponse patient;
  denied(admin->LookUpPatient(&contexts[1], {}, &patient));
  admin::v1::GetObjectResponse objects;
  denied(admin->GetObject(&contexts[2], {}, &objects));
  admin::v1::GetRowsResponse rows;
  denied(admin->GetRows(&contexts[3], {}, &rows));
  admin::v1::WithdrawResponse withdrawn;
  denied(admin->Withdraw(&contexts[4], {}, &withdrawn));
  denied(admin->RebuildIndexes(&contexts[5], {})->Finish());
}

}  // namespace
}  // namespace docshare::registry
