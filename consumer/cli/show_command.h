#pragma once

#include <string>

#include "consumer/cli/command.h"

namespace docshare::consumer {

// `docshare show`: prints all metadata of one document.
class ShowCommand : public Command {
 public:
  CommandDescription Describe() override;
  absl::Status Run(CommandContext& context) override;

 private:
  std::string id_;
};

}  // namespace docshare::consumer
