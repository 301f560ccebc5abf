#pragma once

#include "consumer/cli/command.h"

namespace docshare::admin {

// `docshare-admin codes rollback`: puts the value sets before back in force.
class CodesRollbackCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  bool dry_run_ = false;
};

}  // namespace docshare::admin
