#pragma once

#include <string>

#include "consumer/cli/command.h"

namespace docshare::admin {

// `docshare-admin object rows`: the rows of the database that belong to an object.
class ObjectRowsCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  std::string id_;
  bool values_ = false;
};

}  // namespace docshare::admin
