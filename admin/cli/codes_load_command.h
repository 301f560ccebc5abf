#pragma once

#include "consumer/cli/command.h"

namespace docshare::admin {

// `docshare-admin codes load`: has the server read its files of codes again.
class CodesLoadCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;
};

}  // namespace docshare::admin
