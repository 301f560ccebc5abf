#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "consumer/cli/command.h"
#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare::consumer {

// `docshare patient feed`: makes a patient known to the registry.
class PatientFeedCommand : public Command {
 public:
  CommandDescription Describe() override;
  absl::Status Run(CommandContext& context) override;

  // What the flags ask for. Returns kInvalidArgument, naming the flag, for a value that cannot be.
  absl::StatusOr<docshare::registry::v1::FeedPatientRequest> Request(
      const std::string& default_authority) const;

 private:
  std::string patient_;
  std::string family_;
  std::string given_;
  std::string birth_date_;
  std::string sex_;
};

}  // namespace docshare::consumer
