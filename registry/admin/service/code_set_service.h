#pragma once

#include <grpcpp/grpcpp.h>

#include <string>

#include "docshare/admin/v1/code_set_service.grpc.pb.h"
#include "docshare/config/v1/validation.pb.h"
#include "domain/access/peer_roles.h"
#include "platform/operations/operational_log.h"
#include "registry/admin/service/admin_calls.h"
#include "registry/validation/code_sets.h"

namespace docshare::registry {

// The gRPC face of the value sets: message in, work of registry/admin, message out. Synchronous.
// Thread-safe.
class CodeSetService final : public admin::v1::CodeSetService::Service {
 public:
  using Files = google::protobuf::RepeatedPtrField<config::v1::CodeFile>;

  // All must outlive the service. `files` are those of the configuration.
  CodeSetService(CodeSets* codes, const Files* files, const PeerRoles* roles,
                 platform::OperationalLog* log)
      : codes_(codes), files_(files), log_(log), calls_(roles, log) {}

  grpc::Status ListCodeSets(grpc::ServerContext* context,
                            const admin::v1::ListCodeSetsRequest* request,
                            admin::v1::ListCodeSetsResponse* response) override;
  grpc::Status LoadCodeSets(grpc::ServerContext* context,
                            const admin::v1::LoadCodeSetsRequest* request,
                            admin::v1::LoadCodeSetsResponse* response) override;
  grpc::Status DiffCodeSets(grpc::ServerContext* context,
                            const admin::v1::DiffCodeSetsRequest* request,
                            admin::v1::DiffCodeSetsResponse* response) override;
  grpc::Status ActivateCodeSets(grpc::ServerContext* context,
                                const admin::v1::ActivateCodeSetsRequest* request,
                                admin::v1::ActivateCodeSetsResponse* response) override;
  grpc::Status RollBackCodeSets(grpc::ServerContext* context,
                                const admin::v1::RollBackCodeSetsRequest* request,
                                admin::v1::RollBackCodeSetsResponse* response) override;

 private:
  void LogActive(const admin::v1::CodeSetsVersion& version, const std::string& caller) const;

  CodeSets* const codes_;
  const Files* const files_;
  platform::OperationalLog* const log_;
  const AdminCalls calls_;
};

}  // namespace docshare::registry
