#include "consumer/cli/table.h"

#include <algorithm>
#include <numeric>

#include "consumer/cli/printable_text.h"

namespace docshare::consumer {
namespace {

constexpr size_t kGap = 2;

// Takes columns off the widest cells until the table fits or nothing can be narrowed any more.
void Narrow(const std::vector<TableColumn>& columns, size_t width, std::vector<size_t>& widths) {
  size_t total = std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
  for (; total > width; --total) {
    size_t widest = widths.size();
    for (size_t i = 0; i < widths.size(); ++i) {
      if (columns[i].narrowest == 0 || widths[i] <= columns[i].narrowest) continue;
      if (widest == widths.size() || widths[i] > widths[widest]) widest = i;
    }
    if (widest == widths.size()) return;
    --widths[widest];
  }
}

std::string RenderRow(const std::vector<TableColumn>& columns, const std::vector<size_t>& widths,
                      const std::vector<std::string>& cells) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    std::string cell = CutToWidth(cells[i], std::max<size_t>(widths[i], 1));
    const std::string padding(widths[i] - std::min(widths[i], DisplayWidth(cell)), ' ');
    if (i > 0) line.append(kGap, ' ');
    line += columns[i].right_aligned ? padding + cell : cell + padding;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

std::string RenderTable(const std::vector<TableColumn>& columns,
                        const std::vector<std::vector<std::string>>& rows, size_t width) {
  std::vector<std::vector<std::string>> lines(1);
  for (const TableColumn& column : columns) lines[0].push_back(column.title);
  for (const std::vector<std::string>& row : rows) {
    std::vector<std::string>& line = lines.emplace_back();
    for (const std::string& cell : row) line.push_back(PrintableText(cell));
  }
  std::vector<size_t> widths(columns.size(), 0);
  for (const std::vector<std::string>& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(line[i]));
  }
  if (width > 0 && !columns.empty()) Narrow(columns, width, widths);
  std::string table;
  for (const std::vector<std::string>& line : lines) table += RenderRow(columns, widths, line);
  return table;
}

}  // namespace docshare::consumer
