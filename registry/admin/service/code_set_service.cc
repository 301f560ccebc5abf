#include "registry/admin/service/code_set_service.h"

#include "registry/admin/code_set_answers.h"

namespace docshare::registry {
grpc::Status CodeSetService::ListCodeSets(grpc::ServerContext* context,
                                          const admin::v1::ListCodeSetsRequest* request,
                                          admin::v1::ListCodeSetsResponse* response) {
  return calls_.Serve(*context, "ListCodeSets", [&](const std::string& /*caller*/) {
    return TakeAnswer(registry::ListCodeSets(*codes_, *request), response);
  });
}

grpc::Status CodeSetService::LoadCodeSets(grpc::ServerContext* context,
                                          const admin::v1::LoadCodeSetsRequest* /*request*/,
                                          admin::v1::LoadCodeSetsResponse* response) {
  return calls_.Serve(*context, "LoadCodeSets", [&](const std::string& /*caller*/) {
    return TakeAnswer(registry::LoadCodeSets(*codes_, *files_), response);
  });
}

grpc::Status CodeSetService::DiffCodeSets(grpc::ServerContext* context,
                                          const admin::v1::DiffCodeSetsRequest* request,
                                          admin::v1::DiffCodeSetsResponse* response) {
  return calls_.Serve(*context, "DiffCodeSets", [&](const std::string& /*caller*/) {
    return TakeAnswer(registry::DiffCodeSets(*codes_, *request), response);
  });
}

grpc::Status CodeSetService::ActivateCodeSets(grpc::ServerContext* context,
                                              const admin::v1::ActivateCodeSetsRequest* request,
                                              admin::v1::ActivateCodeSetsResponse* response) {
  return calls_.Serve(*context, "ActivateCodeSets", [&](const std::string& caller) {
    absl::Status status = TakeAnswer(registry::ActivateCodeSets(*codes_, *request), response);
    if (status.ok()) LogActive(response->active(), caller);
    return status;
  });
}

grpc::Status CodeSetService::RollBackCodeSets(grpc::ServerContext* context,
                                              const admin::v1::RollBackCodeSetsRequest* request,
                                              admin::v1::RollBackCodeSetsResponse* response) {
  return calls_.Serve(*context, "RollBackCodeSets", [&](const std::string& caller) {
    absl::Status status = TakeAnswer(registry::RollBackCodeSets(*codes_, *request), response);
    if (status.ok()) LogActive(response->active(), caller);
    return status;
  });
}

void CodeSetService::LogActive(const admin::v1::CodeSetsVersion& version,
                               const std::string& caller) const {
  log_->Info("value_sets_active", {{"version", version.number()},
                                   {"codes", version.codes()},
                                   {"fingerprint", version.fingerprint()},
                                   {"caller", caller}});
}

}  // namespace docshare::registry
