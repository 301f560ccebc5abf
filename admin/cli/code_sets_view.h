#pragma once

#include <string>

#include "consumer/cli/terminal.h"
#include "docshare/admin/v1/code_set_service.pb.h"

namespace docshare::admin {

// "version 3, 412 codes, a1b2c3d4e5f6".
std::string VersionLabel(const v1::CodeSetsVersion& version);

// What one version changes of another, for people: a line for each code that comes, goes or is
// renamed, and a sentence with the numbers of them.
void PrintDiff(const v1::CodeSetsDiff& diff, const consumer::Terminal& terminal);

}  // namespace docshare::admin
