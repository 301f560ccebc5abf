#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "docshare/registry/v1/patient_identity.pb.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/storage/v1/command.pb.h"
#include "registry/store/registry_store.h"
#include "tests/model/step.h"

namespace docshare::tests {

// What became of a command.
struct CommandOutcome {
  bool accepted = false;
  // Of the refusal: the codes of its errors, and all of it for people.
  std::set<std::string> codes;
  std::string refusal;
  // Of a submission.
  std::vector<registry::v1::AssignedId> assigned_ids;
  bool already_registered = false;
  // Of a kChangePatientLink.
  registry::v1::ChangePatientLinkResponse link;
};

// The registry itself, without its network and its log: commands go through the state machine into
// a store in memory.
class RealRegistry {
 public:
  RealRegistry();

  // Requires a step that is not a query.
  CommandOutcome Send(const Step& step);

  // Compares every index row with the objects. Returns what is not as it should be, for people.
  std::string CheckIndexes();

  const registry::RegistryStore& store() const { return *store_; }

 private:
  CommandOutcome Apply(storage::v1::Command command, int64_t at_s);

  std::unique_ptr<registry::RegistryStore> store_;
};

}  // namespace docshare::tests
