#include "admin/cli/code_sets_view.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "admin/cli/row_progress.h"
#include "consumer/cli/printable_text.h"
#include "consumer/cli/table.h"

namespace docshare::admin {
namespace {

using Differences = google::protobuf::RepeatedPtrField<v1::CodeDifference>;

// Enough of a fingerprint to tell two apart.
constexpr size_t kFingerprintDigits = 12;

void AddRows(const char* change, const Differences& differences,
             std::vector<std::vector<std::string>>& rows) {
  for (const v1::CodeDifference& difference : differences) {
    std::string name = difference.code().display_name();
    if (!difference.previous_display_name().empty()) {
      name = absl::StrCat(name, " (was ", difference.previous_display_name(), ")");
    }
    rows.push_back({change, difference.attribute(),
                    absl::StrCat(difference.code().code(), "^^", difference.code().code_system()),
                    name});
  }
}

}  // namespace

std::string VersionLabel(const v1::CodeSetsVersion& version) {
  return absl::StrCat("version ", version.number(), ", ", FormatCount(version.codes()), " codes, ",
                      consumer::PrintableText(version.fingerprint().substr(0, kFingerprintDigits)));
}

void PrintDiff(const v1::CodeSetsDiff& diff, const consumer::Terminal& terminal) {
  std::vector<std::vector<std::string>> rows;
  AddRows("added", diff.added(), rows);
  AddRows("removed", diff.removed(), rows);
  AddRows("renamed", diff.renamed(), rows);
  if (!rows.empty()) {
    terminal.out << consumer::RenderTable(
                        {{"CHANGE"}, {"ATTRIBUTE"}, {"CODE", false, 12}, {"NAME", false, 12}}, rows,
                        terminal.out_is_terminal ? terminal.width : 0)
                 << "\n";
  }
  const uint64_t count = diff.added_count() + diff.removed_count() + diff.renamed_count();
  if (count > rows.size()) {
    terminal.out << "... and " << FormatCount(count - rows.size()) << " more\n";
  }
  if (count == 0) {
    terminal.out << "no difference\n";
    return;
  }
  terminal.out << FormatCount(diff.added_count()) << " added, " << FormatCount(diff.removed_count())
               << " removed, " << FormatCount(diff.renamed_count()) << " renamed\n";
}

}  // namespace docshare::admin
