#pragma once

#include <cstdint>
#include <string>

#include "consumer/cli/command.h"

namespace docshare::admin {

// `docshare-admin scrub`: has a repository verify every document.
class ScrubCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  std::string repository_;
  uint64_t mib_per_second_ = 0;
};

}  // namespace docshare::admin
