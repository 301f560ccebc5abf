#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tests/crash/attempt.h"
#include "tests/stack/stack.h"

namespace docshare::tests {

// What became of submissions, asked of running servers.
struct Fates {
  size_t whole = 0;
  size_t never_was = 0;
};

// Every acknowledged attempt is in the registry with all its entries, and its bytes are fetched as
// they were sent. Every other one is as whole, or there is nothing of it in registry and
// repository; as long as recovery works it may look otherwise, for at most half a minute.
//
// Returns kDataLoss for an attempt of which this is not true, and says what is wrong.
absl::StatusOr<Fates> CheckFates(const Stack& stack, const std::vector<Attempt>& attempts);

// Ends all servers by SIGTERM, looks into what they keep, and starts them again: no submission is
// pending, every document of a repository has an entry in the registry and the other way round,
// and there are no bytes that belong to no document.
//
// Returns kDataLoss when this is not so; for half a minute it looks again when submissions are
// still pending.
absl::Status CheckDatabases(Stack& stack, const std::vector<std::string>& patients);

}  // namespace docshare::tests
