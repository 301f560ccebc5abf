#pragma once

#include <string>
#include <vector>

#include "docshare/registry/v1/registry_service.pb.h"
#include "tests/model/dice.h"
#include "tests/model/object_maker.h"
#include "tests/model/registry_model.h"

namespace docshare::tests {

// An association as its request carries it; an empty id leaves it to the registry.
metadata::v1::Association Link(const std::string& type, const std::string& source,
                               const std::string& target, const std::string& id = "");

// HasMember from the submission set of the request, which is returned.
metadata::v1::Association& Hold(registry::v1::RegisterDocumentSetRequest& request,
                                const std::string& target, const std::string& id = "");

// What of the registry a submission may refer to, in the order of the entryUUIDs.
std::vector<const metadata::v1::DocumentEntry*> ApprovedDocuments(
    const RegistryModel& model, const metadata::v1::PatientIdentifier& patient);
std::vector<const metadata::v1::Folder*> ApprovedFolders(
    const RegistryModel& model, const metadata::v1::PatientIdentifier& patient);

// Makes submissions that a registry accepts.
class SubmissionMaker {
 public:
  // Both must outlive this.
  SubmissionMaker(Dice& dice, ObjectMaker& objects) : dice_(dice), objects_(objects) {}

  // For ITI-42, or for ITI-61 with `on_demand`.
  registry::v1::RegisterDocumentSetRequest Make(const RegistryModel& model,
                                                const metadata::v1::PatientIdentifier& patient,
                                                bool on_demand);

 private:
  void AddEntry(const RegistryModel& model, bool on_demand,
                registry::v1::RegisterDocumentSetRequest& request);
  void Relate(const RegistryModel& model, const metadata::v1::DocumentEntry& entry,
              registry::v1::RegisterDocumentSetRequest& request);
  void FillFolders(const RegistryModel& model, registry::v1::RegisterDocumentSetRequest& request);
  void Refer(const RegistryModel& model, registry::v1::RegisterDocumentSetRequest& request);
  void UseSymbolicIds(registry::v1::RegisterDocumentSetRequest& request);
  // An id, or none.
  std::string MaybeId();

  Dice& dice_;
  ObjectMaker& objects_;
};

}  // namespace docshare::tests
