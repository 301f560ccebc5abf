#pragma once

#include "docshare/registry/v1/registry_service.pb.h"
#include "domain/errors/xds_error.h"

namespace docshare {

// The transaction by which a submission comes. The standard lets them carry different objects:
// ITI-42 stable entries, ITI-61 on-demand entries, ITI-57 later versions of what is registered and
// the associations that trigger other changes.
enum class Transaction { kRegisterDocumentSet, kRegisterOnDemandDocumentEntry, kUpdateDocumentSet };

// A stateless rule is one check of a submission, or a small family. It looks at the whole request
// and adds every fault it finds. It relies on no other rule and accepts any message that parses; a
// value that is missing is reported by the rule that asks for it, and ignored by the others. A rule
// that differs between transactions takes the transaction too.
//
// "Check n" in comments and tests is the number of a check in the list of stateless_rules.h.
using StatelessRule = void (*)(const registry::v1::RegisterDocumentSetRequest& request,
                               RegistryErrors& errors);
using TransactionRule = void (*)(const registry::v1::RegisterDocumentSetRequest& request,
                                 Transaction transaction, RegistryErrors& errors);

}  // namespace docshare
