#pragma once

#include <string>
#include <vector>

#include "consumer/cli/terminal.h"
#include "docshare/metadata/v1/folder.pb.h"

namespace docshare::consumer {

// A table of folders for a person; nothing at all for no folders.
void PrintFolders(const std::vector<docshare::metadata::v1::Folder>& folders, bool show_status,
                  const Terminal& terminal);

// One line of JSON: {"folders": [...], "count": 1, "more": false}.
void PrintFoldersJson(const std::vector<docshare::metadata::v1::Folder>& folders, bool more,
                      std::ostream& out);

}  // namespace docshare::consumer
