#include "registry/admin/withdrawal.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "domain/errors/xds_error.h"
#include "registry/admin/entry_uuid_argument.h"
#include "registry/admin/withdrawal_plan.h"

namespace docshare::registry {
namespace {

constexpr int kAttempts = 3;

// Whether Remove Metadata met another state than the plan was made from.
bool MetAnotherState(const absl::Status& status) {
  const auto errors = RegistryErrorsOf(status);
  if (!errors.has_value()) return false;
  for (const auto& error : errors->errors()) {
    const auto code = ParseXdsErrorCode(error.error_code());
    if (code != XdsErrorCode::kReferencesExist && code != XdsErrorCode::kUnreferencedObject &&
        code != XdsErrorCode::kUnresolvedReference) {
      return false;
    }
  }
  return true;
}

void Tell(const std::vector<PlannedRemoval>& plan, admin::v1::WithdrawResponse& response) {
  response.clear_objects();
  for (const PlannedRemoval& object : plan) {
    admin::v1::WithdrawnObject& told = *response.add_objects();
    told.set_entry_uuid(object.uuid.ToString());
    told.set_kind(object.kind);
    told.set_association_type(object.association_type);
  }
}

// Whether the plan is what the caller has seen, if it says what that was.
bool IsAsSeen(const std::vector<PlannedRemoval>& plan, const admin::v1::WithdrawRequest& request) {
  if (request.planned_entry_uuids().empty()) return true;
  const absl::flat_hash_set<absl::string_view> seen(request.planned_entry_uuids().begin(),
                                                    request.planned_entry_uuids().end());
  return seen.size() == plan.size() &&
         std::all_of(plan.begin(), plan.end(), [&](const PlannedRemoval& object) {
           return seen.contains(object.uuid.ToString());
         });
}

storage::v1::Command RemovalOf(const std::vector<PlannedRemoval>& plan) {
  storage::v1::Command command;
  for (const PlannedRemoval& object : plan) {
    command.mutable_remove_metadata()->add_entry_uuids(object.uuid.ToString());
  }
  return command;
}

}  // namespace

absl::StatusOr<admin::v1::WithdrawResponse> Withdraw(const RegistryStore& store,
                                                     const CommandSender& commands,
                                                     const admin::v1::WithdrawRequest& request,
                                                     const std::string& caller) {
  auto document = EntryUuidArgument(request.entry_uuid());
  if (!document.ok()) return document.status();
  admin::v1::WithdrawResponse response;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    auto plan = PlanWithdrawal(*store.Snapshot(), *document);
    if (!plan.ok()) return plan.status();
    Tell(*plan, response);
    if (request.dry_run()) return response;
    if (!IsAsSeen(*plan, request)) {
      return absl::AbortedError(
          "what hangs on the document changed since the plan was made; nothing was withdrawn");
    }
    Outcome outcome = commands.Send(RemovalOf(*plan), caller);
    if (outcome.ok()) {
      response.set_commit_position(
          std::get<v1::RemoveMetadataResponse>(*outcome).commit_position());
      return response;
    }
    if (!MetAnotherState(outcome.status())) return outcome.status();
  }
  return absl::AbortedError("others kept changing what hangs on the document; try again");
}

}  // namespace docshare::registry
