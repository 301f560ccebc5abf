#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace docshare::consumer {

// A column of a table for people.
struct TableColumn {
  std::string title;
  bool right_aligned = false;
  // How far the column may be narrowed when the table is too wide; 0 means not at all.
  size_t narrowest = 0;
};

// Lays out rows below their titles, two blanks between columns and none at the end of a line. Cells
// pass through PrintableText(). Where the table takes more than `width` columns of the terminal,
// the widest cells are cut first; 0 means that there is no limit. A table whose columns cannot be
// narrowed enough is wider than `width`.
// Requires that each row has one cell for each column.
std::string RenderTable(const std::vector<TableColumn>& columns,
                        const std::vector<std::vector<std::string>>& rows, size_t width);

}  // namespace docshare::consumer
