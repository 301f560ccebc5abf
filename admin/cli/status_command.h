#pragma once

#include "consumer/cli/command.h"

namespace docshare::admin {

// `docshare-admin status`: how the registry is.
class StatusCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;
};

}  // namespace docshare::admin
