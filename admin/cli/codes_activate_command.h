#pragma once

#include <cstdint>

#include "consumer/cli/command.h"

namespace docshare::admin {

// `docshare-admin codes activate`: puts the loaded value sets in force.
class CodesActivateCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  uint64_t version_ = 0;
  bool dry_run_ = false;
};

}  // namespace docshare::admin
