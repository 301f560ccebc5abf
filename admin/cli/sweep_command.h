#pragma once

#include <string>

#include "consumer/cli/command.h"

namespace docshare::admin {

// `docshare-admin repository sweep`: finds bytes in a repository's bucket or folder that belong to
// no document.
class SweepCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  std::string repository_;
  bool repair_ = false;
  bool yes_ = false;
};

}  // namespace docshare::admin
