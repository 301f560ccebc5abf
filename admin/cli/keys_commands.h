#pragma once

#include <string>

#include "consumer/cli/command.h"

namespace docshare::admin {

// `docshare-admin keys new`: makes a key ring file for a server.
class KeysNewCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  std::string path_;
  std::string id_;
};

// `docshare-admin keys add`: adds a key to a key ring file and makes it the active one.
class KeysAddCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  std::string path_;
  std::string id_;
};

// `docshare-admin keys remove`: takes a key out of a key ring file.
class KeysRemoveCommand : public consumer::Command {
 public:
  consumer::CommandDescription Describe() override;
  absl::Status Run(consumer::CommandContext& context) override;

 private:
  std::string path_;
  std::string id_;
  bool yes_ = false;
};

}  // namespace docshare::admin
