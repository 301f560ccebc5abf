#pragma once

#include <cstdint>
#include <string>

#include "consumer/cli/command.h"

namespace docshare::admin {

// `docshare-admin repository status`: tells how a repository is.
class RepositoryStatusCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  std::string repository_;
};

// `docshare-admin repository verify`: reads one document and verifies it.
class VerifyCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  std::string repository_;
  std::string unique_id_;
};

// `docshare-admin repository remove`: removes one document's bytes for good.
class RemoveCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  std::string repository_;
  std::string unique_id_;
  bool yes_ = false;
};

// `docshare-admin repository usage`: documents and bytes by class.
class DiskUsageCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  std::string repository_;
};

}  // namespace docshare::admin
