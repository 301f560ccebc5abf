#pragma once

#include <string>

#include "consumer/cli/command.h"

namespace docshare::consumer {

// `docshare show`: prints all metadata of one document, and what is related to it.
class ShowCommand : public Command {
 public:
  CommandDescription Describe() override;
  absl::Status Run(CommandContext& context) override;

 private:
  std::string id_;
  bool related_ = false;
};

}  // namespace docshare::consumer
