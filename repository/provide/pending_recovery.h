#pragma once

#include <atomic>
#include <cstddef>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/clock/clock.h"
#include "platform/operations/operational_log.h"
#include "repository/catalogue/catalogue.h"
#include "repository/provide/pending_ledger.h"
#include "repository/provide/settlement.h"
#include "repository/registry_client/registry_client.h"

namespace docshare::repository {

// Settles the submissions that a dead process or a call without an answer left pending, by
// registering them again until the registry decides.
//
// Registering again, instead of asking whether they are registered, leaves no race: success holds
// from that moment on, whatever becomes of earlier attempts, because registering twice is
// registering once. A refusal decides only when no earlier attempt can be alive any more
// (PendingLedger::kAttemptLinger): until then one of them might still succeed, for example because
// the patient was made known in between.
class PendingRecovery {
 public:
  // All must outlive this object.
  struct Collaborators {
    Catalogue* catalogue;
    RegistryClient* registry;
    Settlement* settlement;
    PendingLedger* ledger;
    const platform::Clock* clock;
    platform::OperationalLog* log;
  };

  // How long one attempt waits for the registry.
  static constexpr absl::Duration kAttemptTime = absl::Seconds(5);

  explicit PendingRecovery(const Collaborators& with) : with_(with) {}

  // Stops.
  ~PendingRecovery();

  // Takes on every submission that is pending in the catalogue, as an earlier process left it;
  // returns how many. Call it once, before the first session.
  absl::StatusOr<size_t> TakeOnPending();

  // Tries each submission that is due now, until none is or Stop() is called. One thread at a time.
  void SettleDue();

  // Settles on a thread of its own until Stop(), which waits for the attempt at hand.
  void Start();
  void Stop();

 private:
  void Settle(const PendingLedger::Taken& taken);
  void Register(const PendingLedger::Taken& taken, const PendingSubmission& pending);

  const Collaborators with_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace docshare::repository
