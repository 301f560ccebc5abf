#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "domain/codes/code_file.h"
#include "domain/codes/value_sets.h"

namespace docshare::registry {

// The value sets in force, the ones that wait to be, and those that were. New ones are loaded
// first, which shows what they would change, and activated then; calls that run keep the sets they
// began with.
//
// Versions count from 1 in the order they are loaded, anew in each process: value sets live in
// memory, and a server that starts reads its files again. Version 0 restricts nothing.
// Thread-safe.
class CodeSets {
 public:
  // How many versions back RollBack() can go.
  static constexpr size_t kKept = 10;

  struct Version {
    uint64_t number = 0;
    std::shared_ptr<const ValueSets> sets;
  };

  // What activating `version` would change of the version in force now.
  struct Loaded {
    Version version;
    uint64_t active = 0;
    ValueSetsDiff diff;
  };

  struct State {
    Version active;
    // Loaded and not activated.
    absl::optional<Version> loaded;
    // What RollBack() would bring back.
    absl::optional<Version> previous;
  };

  // Version 0 is in force.
  CodeSets();

  // Reads files; nothing else changes but that a version loaded before and not activated is gone.
  // Returns kInvalidArgument for what ReadValueSets() refuses; the version loaded before stays.
  absl::StatusOr<Loaded> Load(absl::Span<const CodeFile> files);

  // Puts the loaded version in force. Returns kFailedPrecondition when `number` is not the version
  // loaded last, and when another version is in force than the one it was compared with: what
  // somebody agreed to is then not what would happen, so load again.
  absl::Status Activate(uint64_t number);

  // Puts the version in force before `active` back in force, and returns it. A loaded version has
  // to be loaded again.
  // Returns kFailedPrecondition when there is none, and when `active` is not the one in force:
  // two who roll back at once go back one version.
  absl::StatusOr<Version> RollBack(uint64_t active);

  // Never null.
  std::shared_ptr<const ValueSets> Current() const;

  State Now() const;

 private:
  mutable std::mutex mutex_;
  uint64_t last_number_ = 0;
  Version active_;
  absl::optional<Version> loaded_;
  // The version that was in force when loaded_ was compared.
  uint64_t compared_with_ = 0;
  // Oldest first.
  std::vector<Version> past_;
};

}  // namespace docshare::registry
