#pragma once

#include <string>
#include <vector>

#include "docshare/storage/v1/command.pb.h"

namespace docshare::registry {

// A command, and what becomes of it when those before it were applied.
struct LoggedCommand {
  // For people, and unique in its log.
  std::string name;
  storage::v1::Command command;
  bool accepted = true;
};

// A log with every kind of command, each at least once, among them repeats and refusals. The same
// on every call: every id is fixed.
std::vector<LoggedCommand> EveryCommand();

}  // namespace docshare::registry
