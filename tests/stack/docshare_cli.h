#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/stack/process.h"
#include "tests/stack/stack.h"

namespace docshare::tests {

// The command lines that people use.
inline constexpr char kDocshare[] = "consumer/cli/docshare";
inline constexpr char kDocshareAdmin[] = "admin/cli/docshare-admin";

// A command line as a person of one system uses it: the real program, with a profile of its own.
class DocshareCli {
 public:
  // Publishes to `repository`. `program` is one of those above; a test that uses kDocshareAdmin
  // needs //admin/cli:docshare-admin as data. `stack` must outlive this object.
  DocshareCli(const Stack* stack, const std::string& system, int repository,
              const std::string& program = kDocshare);

  // `PROGRAM ARGUMENTS`, to its end.
  absl::StatusOr<CommandResult> Run(const std::vector<std::string>& arguments,
                                    absl::Duration limit = absl::Minutes(1)) const;

  // The same, while it runs.
  absl::StatusOr<std::unique_ptr<Process>> Start(const std::vector<std::string>& arguments,
                                                 const std::string& output_path) const;

 private:
  std::vector<std::string> WithConfig(const std::vector<std::string>& arguments) const;

  const std::string program_;
  const std::string folder_;
  const std::string config_path_;
};

}  // namespace docshare::tests
