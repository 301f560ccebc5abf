#pragma once

#include <functional>
#include <string>
#include <vector>

#include "docshare/registry/v1/registry_service.pb.h"
#include "domain/metadata/rules/rule.h"

namespace docshare::testing {

// A submission that every national rule accepts: two entries, "document-a" and "document-b".
registry::v1::RegisterDocumentSetRequest ANationalSubmission();

// A change of ANationalSubmission(), and where the rule finds faults.
struct NationalCase {
  const char* name;
  std::function<void(registry::v1::RegisterDocumentSetRequest&)> change;
  // Locations, in the order the rule meets them; empty when the changed submission is still good.
  std::vector<std::string> faults;
};

// Expects exactly these faults of the rule, each XDSRegistryMetadataError.
void ExpectNationalFaults(StatelessRule rule, const std::vector<NationalCase>& cases);

}  // namespace docshare::testing
