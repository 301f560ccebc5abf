#pragma once

#include "consumer/cli/command.h"

namespace docshare::admin {

// `docshare-admin codes diff`: what another version of the value sets would change.
class CodesDiffCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  bool previous_ = false;
};

}  // namespace docshare::admin
