#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "tests/model/answer.h"
#include "tests/model/registry_model.h"

namespace docshare::tests {

// Whether a registry removes the objects.
// Source: the Remove Metadata and Documents supplement, ITI-62.
Verdict JudgeRemoval(const RegistryModel& model, const std::vector<std::string>& uuids);

void ApplyRemoval(RegistryModel& model, const std::vector<std::string>& uuids, int64_t now_s);

// The objects with everything that cannot stay without them: associations at them, objects that no
// submission set would hold, and submission sets that would hold nothing.
std::set<std::string> WithDependents(const RegistryModel& model, std::set<std::string> uuids);

}  // namespace docshare::tests
