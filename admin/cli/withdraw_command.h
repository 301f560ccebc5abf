#pragma once

#include <string>

#include "consumer/cli/command.h"

namespace docshare::admin {

// `docshare-admin withdraw`: removes the metadata of a document.
class WithdrawCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  std::string id_;
  bool dry_run_ = false;
  bool bytes_ = false;
  bool yes_ = false;
};

}  // namespace docshare::admin
