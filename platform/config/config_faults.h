#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace docshare::platform {

// Gathers everything that is wrong with a configuration, so that one look at the message is enough
// to mend it. Not thread-safe.
class ConfigFaults {
 public:
  // `field` is the path of the field, for example "listener.address"; `example` is a line that
  // would be right, in text format.
  void Missing(absl::string_view field, absl::string_view example);

  // `problem` completes the sentence "FIELD ...", for example "must be an OID".
  void Wrong(absl::string_view field, absl::string_view problem, absl::string_view example);

  bool empty() const { return faults_.empty(); }

  // Ok when nothing is wrong, else kInvalidArgument with one line a fault, each beginning with
  // `name`, the path of the configuration file.
  absl::Status ToStatus(absl::string_view name) const;

 private:
  std::vector<std::string> faults_;
};

}  // namespace docshare::platform
