#pragma once

#include <set>
#include <string>
#include <vector>

#include "docshare/registry/v1/registry_service.pb.h"
#include "tests/model/dice.h"
#include "tests/model/object_maker.h"
#include "tests/model/registry_model.h"
#include "tests/model/step.h"

namespace docshare::tests {

// Makes submissions of ITI-57 and ITI-92.
class UpdateMaker {
 public:
  // Both must outlive this.
  UpdateMaker(Dice& dice, ObjectMaker& objects) : dice_(dice), objects_(objects) {}

  // One that a registry accepts, but for what ITI-57 says of the patients of linked objects. An
  // empty submission when the patient has nothing to update.
  registry::v1::RegisterDocumentSetRequest Make(const RegistryModel& model,
                                                const metadata::v1::PatientIdentifier& patient,
                                                bool restricted);

  // Puts one fault into the submission of a step and names it there.
  void Spoil(const RegistryModel& model, Step& step);

 private:
  using Request = registry::v1::RegisterDocumentSetRequest;

  void NewVersionOfDocument(const RegistryModel& model, bool restricted, bool propagate,
                            Request& request);
  void NewVersionOfFolder(const RegistryModel& model, bool propagate, Request& request);
  void MoveDocument(const RegistryModel& model, Request& request);
  void ChangeStatus(const RegistryModel& model, Request& request);
  void ChangeStatusOfNewVersion(const RegistryModel& model, Request& request);
  void Submit(const RegistryModel& model, Request& request);
  metadata::v1::Association& AddTrigger(Request& request, const std::string& target,
                                        uint32_t previous_version, bool propagate);
  // False when something was picked before in this submission.
  bool Take(const std::string& uuid) { return taken_.insert(uuid).second; }

  Dice& dice_;
  ObjectMaker& objects_;
  std::set<std::string> taken_;
};

}  // namespace docshare::tests
