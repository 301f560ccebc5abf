#pragma once

#include <string>

#include "tests/model/answer.h"
#include "tests/model/paged_answer.h"
#include "tests/model/stored_query.h"

namespace docshare::tests {

// Where an answer of the registry is not what the model expects, for people, or nothing.
std::string Difference(const StoredQuery& query, const Answer& expected, const PagedAnswer& actual);

}  // namespace docshare::tests
