#pragma once

#include <string>
#include <vector>

#include "tests/model/dice.h"
#include "tests/model/registry_model.h"
#include "tests/model/stored_query.h"

namespace docshare::tests {

// Makes stored queries that are answered, about what is there and now and then about what is not.
class QueryMaker {
 public:
  // `dice` must outlive this.
  explicit QueryMaker(Dice& dice) : dice_(dice) {}

  StoredQuery Make(const RegistryModel& model);

 private:
  void AskForDocuments(StoredQuery& query);
  void Exclude(StoredQuery& query);
  void NameObjects(const RegistryModel& model, StoredQuery& query);
  void NameLinkedDocument(const RegistryModel& model, bool by_unique_id, StoredQuery& query);
  void FilterContents(StoredQuery& query);
  CodeList Codes();
  std::vector<CodeList> CodeGroups();
  Times AnyTimes();
  std::vector<metadata::v1::AvailabilityStatus> Statuses();
  std::string AnyUuid(const RegistryModel& model);

  Dice& dice_;
};

}  // namespace docshare::tests
