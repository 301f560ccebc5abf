#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "consumer/cli/command.h"
#include "docshare/registry/v1/folder_queries.pb.h"

namespace docshare::consumer {

// `docshare folders`: lists the folders of one patient, last changed first.
class FoldersCommand : public Command {
 public:
  CommandDescription Describe() override;
  absl::Status Run(CommandContext& context) override;

  // What the flags ask for. Returns kInvalidArgument, naming the flag, for a value that cannot be.
  absl::StatusOr<docshare::registry::v1::FindFoldersRequest> Request(
      const std::string& default_authority) const;

 private:
  std::string patient_;
  std::vector<std::string> codes_;
  std::string after_;
  std::string before_;
  uint64_t limit_ = 0;
  bool deprecated_ = false;
};

}  // namespace docshare::consumer
