#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "repository/catalogue/catalogue.h"

namespace docshare::repository {

// Documents of one class.
struct ClassUsage {
  uint64_t documents = 0;
  uint64_t bytes = 0;
};

// Counts all documents by the class they were published with. `tell` hears now and then how many
// were counted and ends it by an error. Rows that cannot be read are left out; a scrub names them.
absl::StatusOr<std::map<std::string, ClassUsage>> CountDiskUsage(
    const Catalogue& catalogue, absl::FunctionRef<absl::Status(uint64_t documents)> tell);

}  // namespace docshare::repository
