#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "docshare/admin/v1/registry_admin_service.pb.h"
#include "registry/admin/command_sender.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The work of Withdraw: works out what has to go, and asks Remove Metadata for it. When others
// change what hangs on the document in between, it begins again, three times at most.
//
// Returns the errors of PlanWithdrawal() and of Remove Metadata, kInvalidArgument with
// XDSRegistryError for a malformed entryUUID, kAborted when others kept changing it.
absl::StatusOr<admin::v1::WithdrawResponse> Withdraw(const RegistryStore& store,
                                                     const CommandSender& commands,
                                                     const admin::v1::WithdrawRequest& request,
                                                     const std::string& caller);

}  // namespace docshare::registry
