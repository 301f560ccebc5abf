#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "consumer/cli/command.h"
#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare::consumer {

// `docshare patient merge`: joins two records of one person.
class PatientMergeCommand : public Command {
 public:
  CommandDescription Describe() override;
  absl::Status Run(CommandContext& context) override;

  // What the flags ask for. Returns kInvalidArgument, naming the flag, for a value that cannot be.
  absl::StatusOr<docshare::registry::v1::MergePatientsRequest> Request(
      const std::string& default_authority) const;

 private:
  std::string surviving_;
  std::string subsumed_;
};

}  // namespace docshare::consumer
