#pragma once

#include <map>
#include <string>

#include "tests/model/real_registry.h"
#include "tests/model/registry_model.h"
#include "tests/model/step.h"

namespace docshare::tests {

// A registry and its model, side by side from an empty beginning.
class Session {
 public:
  // Does the step with both. Returns where they differ, for people, or nothing. After a difference
  // the session is of no more use.
  std::string Do(const Step& step);

  // Whether the registry's indexes are as its objects ask. Returns what is not, or nothing.
  std::string CheckIndexes() { return registry_.CheckIndexes(); }

  const RegistryModel& model() const { return model_; }

  // How often what was done, for a look at what a history covers: "update accepted", "GetAll
  // found".
  const std::map<std::string, int>& counts() const { return counts_; }

 private:
  std::string Command(const Step& sent);
  std::string Query(const Step& step);
  // What the accepted step does to the model.
  std::string Follow(const Step& step, const CommandOutcome& outcome);

  RealRegistry registry_;
  RegistryModel model_;
  std::map<std::string, int> counts_;
};

}  // namespace docshare::tests
