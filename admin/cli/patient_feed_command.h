#pragma once

#include "consumer/cli/command.h"
#include "consumer/cli/patient_feed_command.h"

namespace docshare::admin {

// `docshare-admin patient feed`: `docshare patient feed` with a dry run.
class PatientFeedCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  absl::Status RunDry(consumer::CommandContext& context);

  consumer::PatientFeedCommand feed_;
  bool dry_run_ = false;
};

}  // namespace docshare::admin
