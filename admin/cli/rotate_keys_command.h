#pragma once

#include "consumer/cli/command.h"

namespace docshare::admin {

// `docshare-admin rotate-keys`: has the servers of the profile wrap their keys under the active key
// of their key rings.
class RotateKeysCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;
};

}  // namespace docshare::admin
