#include "admin/client/testing/fake_registry_admin.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "absl/strings/str_cat.h"

namespace docshare::admin {
namespace {

std::string UniqueIdOf(const v1::StoredObject& object) {
  if (object.has_document_entry()) return object.document_entry().unique_id();
  if (object.has_folder()) return object.folder().unique_id();
  return object.submission_set().unique_id();
}

}  // namespace

class FakeRegistryAdmin::AdminService final : public v1::RegistryAdminService::Service {
 public:
  explicit AdminService(FakeRegistryAdmin* fake) : fake_(*fake) {}

  grpc::Status GetStatus(grpc::ServerContext*, const v1::GetStatusRequest*,
                         v1::GetStatusResponse* response) override {
    *response = fake_.status;
    return fake_.failure;
  }

  grpc::Status LookUpPatient(grpc::ServerContext*, const v1::LookUpPatientRequest* request,
                             v1::LookUpPatientResponse* response) override {
    if (!fake_.failure.ok()) return fake_.failure;
    auto it = fake_.patients.find(request->patient_id().id());
    if (it == fake_.patients.end()) {
      return {grpc::StatusCode::NOT_FOUND, "the registry does not know this patient"};
    }
    *response->mutable_patient() = it->second;
    return grpc::Status::OK;
  }

  grpc::Status GetObject(grpc::ServerContext*, const v1::GetObjectRequest* request,
                         v1::GetObjectResponse* response) override {
    if (!fake_.failure.ok()) return fake_.failure;
    for (const v1::StoredObject& object : fake_.objects) {
      if (request->has_unique_id() ? UniqueIdOf(object) == request->unique_id()
                                   : object.entry_uuid() == request->entry_uuid()) {
        *response->add_objects() = object;
      }
    }
    if (response->objects().empty()) return {grpc::StatusCode::NOT_FOUND, "no such object"};
    return grpc::Status::OK;
  }

  grpc::Status GetRows(grpc::ServerContext*, const v1::GetRowsRequest*,
                       v1::GetRowsResponse* response) override {
    for (const v1::StoredRow& row : fake_.rows) *response->add_rows() = row;
    return fake_.failure;
  }

  grpc::Status Withdraw(grpc::ServerContext*, const v1::WithdrawRequest* request,
                        v1::WithdrawResponse* response) override {
    fake_.withdrawals.push_back(*request);
    *response = fake_.withdrawal;
    if (request->dry_run()) response->clear_commit_position();
    return fake_.failure;
  }

  grpc::Status RebuildIndexes(grpc::ServerContext*, const v1::RebuildIndexesRequest* request,
                              grpc::ServerWriter<v1::RebuildIndexesResponse>* writer) override {
    fake_.rebuilds.push_back(*request);
    for (const v1::RebuildIndexesResponse& response : fake_.rebuild) writer->Write(response);
    return fake_.failure;
  }

 private:
  FakeRegistryAdmin& fake_;
};

class FakeRegistryAdmin::CodeSetService final : public v1::CodeSetService::Service {
 public:
  explicit CodeSetService(FakeRegistryAdmin* fake) : fake_(*fake) {}

  grpc::Status ListCodeSets(grpc::ServerContext*, const v1::ListCodeSetsRequest* request,
                            v1::ListCodeSetsResponse* response) override {
    fake_.listings.push_back(*request);
    *response = fake_.code_sets;
    return fake_.failure;
  }

  grpc::Status LoadCodeSets(grpc::ServerContext*, const v1::LoadCodeSetsRequest*,
                            v1::LoadCodeSetsResponse* response) override {
    *response = fake_.loaded;
    return fake_.failure;
  }

  grpc::Status DiffCodeSets(grpc::ServerContext*, const v1::DiffCodeSetsRequest* request,
                            v1::DiffCodeSetsResponse* response) override {
    fake_.diffs.push_back(*request);
    *response = fake_.diff;
    return fake_.failure;
  }

  grpc::Status ActivateCodeSets(grpc::ServerContext*, const v1::ActivateCodeSetsRequest* request,
                                v1::ActivateCodeSetsResponse* response) override {
    fake_.activations.push_back(*request);
    response->mutable_active()->set_number(request->version());
    return fake_.failure;
  }

  grpc::Status RollBackCodeSets(grpc::ServerContext*, const v1::RollBackCodeSetsRequest* request,
                                v1::RollBackCodeSetsResponse* response) override {
    fake_.roll_backs.push_back(*request);
    response->mutable_active()->set_number(request->active() - 1);
    return fake_.failure;
  }

 private:
  FakeRegistryAdmin& fake_;
};

class FakeRegistryAdmin::RegistryService final : public registry::v1::RegistryService::Service {
 public:
  explicit RegistryService(FakeRegistryAdmin* fake) : fake_(*fake) {}

  grpc::Status FeedPatient(grpc::ServerContext*, const registry::v1::FeedPatientRequest* request,
                           registry::v1::FeedPatientResponse* response) override {
    fake_.feeds.push_back(*request);
    response->set_created(fake_.patients.count(request->patient_id().id()) == 0);
    response->set_commit_position(7);
    return fake_.failure;
  }

  grpc::Status MergePatients(grpc::ServerContext*,
                             const registry::v1::MergePatientsRequest* request,
                             registry::v1::MergePatientsResponse* response) override {
    fake_.merges.push_back(*request);
    response->set_changed(true);
    response->set_moved_objects(4);
    response->set_commit_position(8);
    return fake_.failure;
  }

  grpc::Status ValidateSubmission(grpc::ServerContext*,
                                  const registry::v1::ValidateSubmissionRequest* request,
                                  registry::v1::ValidateSubmissionResponse* response) override {
    fake_.validations.push_back(*request);
    *response = fake_.verdict;
    return fake_.failure;
  }

  grpc::Status WatchDocuments(
      grpc::ServerContext* context, const registry::v1::WatchDocumentsRequest* request,
      grpc::ServerWriter<registry::v1::WatchDocumentsResponse>* writer) override {
    if (!fake_.failure.ok()) return fake_.failure;
    const size_t call = fake_.watch_requests.size();
    fake_.watch_requests.push_back(*request);
    if (call < fake_.watches.size()) {
      for (const auto& response : fake_.watches[call]) writer->Write(response);
    }
    if (call + 1 < fake_.watches.size()) {
      return {grpc::StatusCode::UNAVAILABLE, "the server drains"};
    }
    while (!context->IsCancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return grpc::Status::CANCELLED;
  }

 private:
  FakeRegistryAdmin& fake_;
};

FakeRegistryAdmin::FakeRegistryAdmin()
    : admin_service_(std::make_unique<AdminService>(this)),
      code_set_service_(std::make_unique<CodeSetService>(this)),
      registry_service_(std::make_unique<RegistryService>(this)) {
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(admin_service_.get());
  builder.RegisterService(code_set_service_.get());
  builder.RegisterService(registry_service_.get());
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port == 0) {
    std::fputs("cannot start a server on 127.0.0.1\n", stderr);
    std::abort();
  }
  address_ = absl::StrCat("127.0.0.1:", port);
}

FakeRegistryAdmin::~FakeRegistryAdmin() {
  server_->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(1));
  server_->Wait();
}

platform::ChannelOptions FakeRegistryAdmin::channel() const {
  platform::ChannelOptions options;
  options.address = address_;
  options.security.plaintext_on_loopback = true;
  return options;
}

}  // namespace docshare::admin
