#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "docshare/admin/v1/code_set_service.grpc.pb.h"
#include "docshare/admin/v1/registry_admin_service.grpc.pb.h"
#include "docshare/registry/v1/registry_service.grpc.pb.h"
#include "platform/rpc/channel.h"

namespace docshare::admin {

// A registry as administrators see it, with answers that a test sets before it calls. Serves on
// 127.0.0.1, a port of its own, in plain text, until it is destroyed.
class FakeRegistryAdmin {
 public:
  FakeRegistryAdmin();
  ~FakeRegistryAdmin();

  // "127.0.0.1:port".
  const std::string& address() const { return address_; }
  platform::ChannelOptions channel() const;

  // What the calls answer.
  v1::GetStatusResponse status;
  // By the id alone.
  std::map<std::string, v1::PatientRecord> patients;
  // Found by entryUUID, and by uniqueId where they have one.
  std::vector<v1::StoredObject> objects;
  std::vector<v1::StoredRow> rows;
  // What a withdrawal tells; commit_position is 0 for a dry run.
  v1::WithdrawResponse withdrawal;
  std::vector<v1::RebuildIndexesResponse> rebuild;
  // One list for each time WatchDocuments is called. After the last the stream stays open; the
  // others end with UNAVAILABLE.
  std::vector<std::vector<registry::v1::WatchDocumentsResponse>> watches;
  v1::ListCodeSetsResponse code_sets;
  // What loading, and comparing with the version before, tells.
  v1::LoadCodeSetsResponse loaded;
  v1::DiffCodeSetsResponse diff;
  registry::v1::ValidateSubmissionResponse verdict;
  // When not OK, every call fails so.
  grpc::Status failure;

  // What was asked.
  std::vector<v1::WithdrawRequest> withdrawals;
  std::vector<v1::RebuildIndexesRequest> rebuilds;
  std::vector<v1::ListCodeSetsRequest> listings;
  std::vector<v1::DiffCodeSetsRequest> diffs;
  std::vector<v1::ActivateCodeSetsRequest> activations;
  std::vector<v1::RollBackCodeSetsRequest> roll_backs;
  std::vector<registry::v1::ValidateSubmissionRequest> validations;
  std::vector<registry::v1::WatchDocumentsRequest> watch_requests;
  std::vector<registry::v1::FeedPatientRequest> feeds;
  std::vector<registry::v1::MergePatientsRequest> merges;

 private:
  class AdminService;
  class CodeSetService;
  class RegistryService;

  std::unique_ptr<AdminService> admin_service_;
  std::unique_ptr<CodeSetService> code_set_service_;
  std::unique_ptr<RegistryService> registry_service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace docshare::admin
