#pragma once

#include "consumer/cli/command.h"
#include "consumer/cli/patient_merge_command.h"

namespace docshare::admin {

// `docshare-admin patient merge`: `docshare patient merge` that shows both records and asks first.
class PatientMergeCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  consumer::PatientMergeCommand merge_;
  bool dry_run_ = false;
  bool yes_ = false;
};

}  // namespace docshare::admin
