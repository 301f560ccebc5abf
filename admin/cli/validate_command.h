#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "consumer/cli/command.h"
#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare::admin {

// `docshare-admin validate`: what the registry would say to a submission in a file.
class ValidateCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  // The submission as the request it is to be looked at as.
  absl::StatusOr<registry::v1::ValidateSubmissionRequest> Request(
      registry::v1::RegisterDocumentSetRequest submission) const;

  std::string file_;
  std::string as_ = "register";
};

}  // namespace docshare::admin
