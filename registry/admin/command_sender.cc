#include "registry/admin/command_sender.h"

#include <array>
#include <future>
#include <utility>

#include "absl/time/time.h"
#include "registry/commit/state_machine.h"

namespace docshare::registry {

Outcome CommandSender::Send(storage::v1::Command command, const std::string& caller) const {
  command.set_rule_version(kRuleVersion);
  const std::array<uint8_t, 16> id = uuids_->Next();
  command.set_command_id(id.data(), id.size());
  command.set_accepted_s(absl::ToUnixSeconds(clock_->Now()));
  command.set_caller(caller);
  std::promise<Outcome> promise;
  absl::Status submitted = committer_->Submit(
      command, [&promise](Outcome outcome) { promise.set_value(std::move(outcome)); });
  if (!submitted.ok()) return submitted;
  return promise.get_future().get();
}

}  // namespace docshare::registry
