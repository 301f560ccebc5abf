#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "consumer/cli/command.h"
#include "docshare/registry/v1/document_change.pb.h"

namespace docshare::admin {

// `docshare-admin watch`: prints changes of documents while they are committed.
class WatchCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

  // What the flags ask for; without --after from `now` on. Returns kInvalidArgument, naming the
  // flag, for a value that cannot be.
  absl::StatusOr<registry::v1::WatchDocumentsRequest> Request(const std::string& default_authority,
                                                              uint64_t now) const;

 private:
  std::string after_;
  std::string patient_;
  std::vector<std::string> class_codes_;
  std::vector<std::string> type_codes_;
  std::vector<std::string> facility_codes_;
  uint64_t limit_ = 0;
  bool once_ = false;
};

}  // namespace docshare::admin
