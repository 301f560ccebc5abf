#pragma once

#include <set>
#include <string>
#include <vector>

#include "registry/store/registry_store.h"
#include "tests/model/answer.h"
#include "tests/model/stored_query.h"

namespace docshare::tests {

// What the registry answers to a query, all pages of it together.
struct PagedAnswer {
  // With LeafClass.
  Answer objects;
  // With ObjectRef.
  std::set<std::string> references;
  // Documents in the order in which they came.
  std::vector<metadata::v1::DocumentEntry> documents_in_order;
  // The codes of a refusal, and all of it for people.
  std::set<std::string> refusal_codes;
  std::string refusal;
  // What is wrong with the answer whatever it holds, for people: an object twice, a page that is
  // too long, a refusal after the first page.
  std::string fault;
};

// Asks the registry, page after page.
PagedAnswer AskRegistry(const registry::RegistryStore& store, const StoredQuery& query);

}  // namespace docshare::tests
