#pragma once

#include "tests/model/answer.h"
#include "tests/model/registry_model.h"
#include "tests/model/stored_query.h"

namespace docshare::tests {

// What the standard says that a stored query finds.
// Source: ITI TF-2:3.18.4.1.2.3, 3.51.4.1.2; the XDS Metadata Update supplement, $MetadataLevel.
Answer Ask(const RegistryModel& model, const StoredQuery& query);

}  // namespace docshare::tests
