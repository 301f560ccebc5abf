#pragma once

#include "consumer/cli/command.h"

namespace docshare::admin {

// `docshare-admin rebuild-indexes`: compares every index row with the objects and puts it right.
class RebuildIndexesCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  bool dry_run_ = false;
};

}  // namespace docshare::admin
