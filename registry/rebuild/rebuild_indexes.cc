#include "registry/rebuild/rebuild_indexes.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "registry/index/key_printer.h"
#include "registry/index/key_space.h"
#include "registry/index/term.h"
#include "registry/rebuild/index_rows.h"
#include "registry/rebuild/rebuild_step.h"
#include "registry/rebuild/stray_rows.h"

namespace docshare::registry {
namespace {

// Ends a piece early: one entry may have megabytes.
constexpr size_t kMaxBytes = 1 << 20;

bool IsIndex(absl::string_view key) {
  switch (static_cast<KeySpace>(key[0])) {
    case KeySpace::kPatientByIdentifier:
    case KeySpace::kDocumentFilter:
    case KeySpace::kObjectByUuid:
    case KeySpace::kObjectByUniqueId:
    case KeySpace::kObjectByLogicalId:
    case KeySpace::kAssociationByEnd:
      return true;
    default:
      return false;
  }
}

// Works on the rows of one step.
class Piece {
 public:
  Piece(RebuildStep step, const platform::KvReader& store, platform::KvBatch& batch)
      : step_(step), store_(store), batch_(batch), terms_(store, term_rows_) {}

  absl::Status Take(absl::string_view key, absl::string_view value) {
    ++result.rows;
    if (IsIndex(key)) return TakeIndexRow(key, value);
    auto rows = Wanted(key, value);
    if (absl::IsDataLoss(rows.status())) {
      // A document is told of once, not again when its filter row is due.
      if (step_ != RebuildStep::kFilters || DocumentIndexRows(key, value).ok()) {
        result.unreadable.push_back(PrintKey(key));
      }
      return absl::OkStatus();
    }
    if (!rows.ok()) return rows.status();
    return Compare(*rows);
  }

  // Terms that got a number.
  void Finish() {
    terms_.Finish();
    batch_.Append(term_rows_);
  }

  RebuiltRows result;

 private:
  absl::StatusOr<platform::KvBatch> Wanted(absl::string_view key, absl::string_view value) {
    switch (step_) {
      case RebuildStep::kPatients:
        return PatientIndexRows(key, value);
      case RebuildStep::kDocuments:
        return DocumentIndexRows(key, value);
      case RebuildStep::kSubmissionSets:
        return SubmissionSetIndexRows(key, value);
      case RebuildStep::kFolders:
        return FolderIndexRows(key, value);
      case RebuildStep::kAssociations:
        return AssociationIndexRows(key, value);
      default:
        return FilterIndexRows(key, value, store_, terms_);
    }
  }

  absl::Status TakeIndexRow(absl::string_view key, absl::string_view value) {
    auto stray = IsStrayRow(key, value, store_);
    if (!stray.ok()) return stray.status();
    if (!*stray) return absl::OkStatus();
    ++result.changed;
    batch_.Delete(key);
    return absl::OkStatus();
  }

  absl::Status Compare(const platform::KvBatch& wanted) {
    std::vector<std::string> keys;
    std::vector<absl::string_view> values;
    for (size_t i = 0; i < wanted.size(); ++i) {
      const platform::KvOperation row = wanted.operation(i);
      if (!IsIndex(row.key)) continue;
      keys.emplace_back(row.key);
      values.push_back(row.value);
    }
    const auto stored = store_.MultiGet(keys);
    for (size_t i = 0; i < keys.size(); ++i) {
      if (!stored[i].ok()) return stored[i].status();
      if (stored[i]->has_value() && **stored[i] == values[i]) continue;
      ++result.changed;
      batch_.Put(keys[i], values[i]);
    }
    return absl::OkStatus();
  }

  const RebuildStep step_;
  const platform::KvReader& store_;
  platform::KvBatch& batch_;
  platform::KvBatch term_rows_;
  TermWriter terms_;
};

}  // namespace

absl::StatusOr<RebuiltRows> ApplyRebuildIndexes(const storage::v1::RebuildIndexesCommand& command,
                                                const platform::KvReader& store,
                                                platform::KvBatch& batch) {
  const auto step = ToRebuildStep(command.step());
  if (!step) return absl::InvalidArgumentError(absl::StrCat("no step ", command.step()));
  if (command.max_rows() == 0 || command.max_rows() > kMaxRebuildRows) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_rows must lie between 1 and ", kMaxRebuildRows));
  }
  const std::string begin(1, static_cast<char>(SpaceOf(*step)));
  const std::string end(1, static_cast<char>(static_cast<uint8_t>(SpaceOf(*step)) + 1));
  const std::string& from = command.from_key().empty() ? begin : command.from_key();
  if (from < begin || from >= end) {
    return absl::InvalidArgumentError("from_key lies outside the step");
  }
  platform::KvBatch changes;
  Piece piece(*step, store, changes);
  size_t bytes = 0;
  auto it = store.Scan(from, end);
  for (; it->Valid() && piece.result.rows < command.max_rows() && bytes < kMaxBytes; it->Next()) {
    bytes += it->value().size();
    if (absl::Status taken = piece.Take(it->key(), it->value()); !taken.ok()) return taken;
  }
  if (!it->status().ok()) return it->status();
  if (it->Valid()) piece.result.next_key = std::string(it->key());
  piece.Finish();
  if (!command.compare_only()) batch.Append(changes);
  return std::move(piece.result);
}

}  // namespace docshare::registry
