#pragma once

#include <string>

#include "consumer/cli/command.h"

namespace docshare::admin {

// `docshare-admin reconcile`: compares what a repository stores with what the registry lists of it.
class ReconcileCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  std::string repository_;
  bool repair_ = false;
  bool yes_ = false;
};

}  // namespace docshare::admin
