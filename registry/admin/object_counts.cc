#include "registry/admin/object_counts.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "docshare/storage/v1/registry_rows.pb.h"
#include "registry/index/key_codec.h"
#include "registry/index/meta.h"
#include "registry/index/row.h"

namespace docshare::registry {
namespace {

constexpr int kStrata = 64;
constexpr uint64_t kStratumWidth = uint64_t{1} << 58;

// Objects by kind; index 0 is not used.
constexpr int kKinds = storage::v1::ObjectKind_ARRAYSIZE;
struct Tally {
  double objects[kKinds] = {};
};

// Every UUID whose first 8 bytes are at least `prefix`.
std::string LowerBound(uint64_t prefix) {
  return KeyWriter(KeySpace::kObjectByUuid).U64(prefix).Take();
}

// Adds what a stratum holds; false when that is an estimate.
absl::StatusOr<bool> CountStratum(const platform::KvReader& store, int stratum, Tally& tally) {
  const uint64_t first = static_cast<uint64_t>(stratum) * kStratumWidth;
  const std::string end = stratum + 1 == kStrata
                              ? PrefixEnd(KeyWriter(KeySpace::kObjectByUuid).Take())
                              : LowerBound(first + kStratumWidth);
  Tally sample;
  uint64_t last = first;
  int rows = 0;
  auto it = store.Scan(LowerBound(first), end);
  for (; it->Valid() && rows < kRowsOfAStratum; it->Next()) {
    ++rows;
    KeyReader key(KeySpace::kObjectByUuid, it->key());
    last = std::max(last, key.U64());
    storage::v1::ObjectLocator locator;
    if (!DecodeRow(it->value(), locator).ok()) continue;
    if (locator.kind() > 0 && locator.kind() < kKinds) ++sample.objects[locator.kind()];
  }
  if (!it->status().ok()) return it->status();
  const bool whole = !it->Valid();
  const double covered = static_cast<double>(last - first) + 1;
  const double scale = whole ? 1 : static_cast<double>(kStratumWidth) / covered;
  for (int kind = 0; kind < kKinds; ++kind) tally.objects[kind] += sample.objects[kind] * scale;
  return whole;
}

uint64_t Rounded(double count) { return static_cast<uint64_t>(std::llround(count)); }

}  // namespace

absl::StatusOr<ObjectCounts> CountObjects(const platform::KvReader& store) {
  auto next_patient = ReadCounter(store, kMetaNextPatient, 1);
  if (!next_patient.ok()) return next_patient.status();
  ObjectCounts counts;
  counts.patients = *next_patient - 1;
  Tally tally;
  for (int stratum = 0; stratum < kStrata; ++stratum) {
    auto whole = CountStratum(store, stratum, tally);
    if (!whole.ok()) return whole.status();
    counts.exact = counts.exact && *whole;
  }
  counts.document_entries = Rounded(tally.objects[storage::v1::OBJECT_KIND_DOCUMENT_ENTRY]);
  counts.submission_sets = Rounded(tally.objects[storage::v1::OBJECT_KIND_SUBMISSION_SET]);
  counts.folders = Rounded(tally.objects[storage::v1::OBJECT_KIND_FOLDER]);
  counts.associations = Rounded(tally.objects[storage::v1::OBJECT_KIND_ASSOCIATION]);
  return counts;
}

}  // namespace docshare::registry
