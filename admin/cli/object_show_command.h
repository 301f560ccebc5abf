#pragma once

#include <string>

#include "consumer/cli/command.h"

namespace docshare::admin {

// `docshare-admin object show`: an object with its versions, associations and history.
class ObjectShowCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  std::string id_;
};

}  // namespace docshare::admin
