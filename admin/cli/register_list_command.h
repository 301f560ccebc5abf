#pragma once

#include <string>

#include "consumer/cli/command.h"

namespace docshare::admin {

// `docshare-admin repository register-list`: registers the list of a patient's documents, which is
// made when it is retrieved.
class RegisterListCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  std::string repository_;
  std::string patient_;
};

}  // namespace docshare::admin
