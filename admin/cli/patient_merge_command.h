#pragma once

#include "consumer/cli/command.h"
#include "consumer/cli/patient_merge_command.h"

namespace docshare::admin {

// `docshare-admin patient merge`: `docshare patient merge` that shows both records before it asks.
class PatientMergeCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  consumer::PatientMergeCommand merge_;
  bool dry_run_ = false;
};

}  // namespace docshare::admin
