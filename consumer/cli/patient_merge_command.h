#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "consumer/cli/command.h"
#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare::consumer {

// `docshare patient merge`: joins two records of one person, after asking.
class PatientMergeCommand : public Command {
 public:
  CommandDescription Describe() override;
  absl::Status Run(CommandContext& context) override;

  // Merges without asking, and tells of it.
  absl::Status Merge(CommandContext& context) const;

  bool yes() const { return yes_; }

  // What the flags ask for. Returns kInvalidArgument, naming the flag, for a value that cannot be.
  absl::StatusOr<docshare::registry::v1::MergePatientsRequest> Request(
      const std::string& default_authority) const;

 private:
  std::string surviving_;
  std::string subsumed_;
  bool yes_ = false;
};

}  // namespace docshare::consumer
