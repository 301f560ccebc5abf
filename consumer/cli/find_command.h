#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "consumer/cli/command.h"
#include "docshare/registry/v1/stored_query.pb.h"

namespace docshare::consumer {

// `docshare find`: lists documents of one patient, newest first.
class FindCommand : public Command {
 public:
  CommandDescription Describe() override;
  absl::Status Run(CommandContext& context) override;

  // What the flags ask for. Returns kInvalidArgument, naming the flag, for a value that cannot be.
  absl::StatusOr<docshare::registry::v1::FindDocumentsRequest> Request(
      const std::string& default_authority) const;

 private:
  std::string patient_;
  std::vector<std::string> class_codes_;
  std::vector<std::string> type_codes_;
  std::vector<std::string> format_codes_;
  std::vector<std::string> event_codes_;
  std::vector<std::string> facility_codes_;
  std::vector<std::string> practice_codes_;
  std::vector<std::string> confidentiality_codes_;
  std::vector<std::string> authors_;
  std::string after_;
  std::string before_;
  std::string status_ = "approved";
  uint64_t limit_ = 0;
  bool refs_ = false;
};

}  // namespace docshare::consumer
