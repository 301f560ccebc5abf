#pragma once

#include <string>

#include "docshare/storage/v1/command.pb.h"
#include "platform/clock/clock.h"
#include "platform/random/uuid_source.h"
#include "registry/commit/committer.h"
#include "registry/register/outcome.h"

namespace docshare::registry {

// Sends commands through the log and waits for their outcomes. Thread-safe.
class CommandSender {
 public:
  // All must outlive the sender.
  CommandSender(Committer* committer, const platform::Clock* clock, platform::UuidSource* uuids)
      : committer_(committer), clock_(clock), uuids_(uuids) {}

  // `command` needs its change only; rule version, id, time and caller are filled in. Blocks until
  // it is committed or refused, so never call it where outcomes are answered.
  // Returns the refusal, or what Committer::Submit() returns.
  Outcome Send(storage::v1::Command command, const std::string& caller) const;

 private:
  Committer* const committer_;
  const platform::Clock* const clock_;
  platform::UuidSource* const uuids_;
};

}  // namespace docshare::registry
