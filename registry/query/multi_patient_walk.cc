#include "registry/query/multi_patient_walk.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "registry/index/key_codec.h"
#include "registry/index/patient.h"

namespace docshare::registry {
namespace {

// Some tens of milliseconds.
constexpr uint64_t kRowsOfPage = 20'000;

// Writes one page. Positions are keys without the first byte, which is the space.
class PageOfPatients {
 public:
  explicit PageOfPatients(QueryPage* page) : page_(page), looked_at_(page->resume_after()) {}

  // Whether the page ends here.
  absl::StatusOr<bool> Write(ObjectScan& scan) {
    if (!page_->resume_after().empty()) scan.SkipPast(page_->resume_after());
    scan.set_row_limit(rows_left_);
    while (true) {
      auto step = scan.Next();
      if (!step.ok()) return step.status();
      if (!scan.position().empty()) looked_at_ = std::string(scan.position());
      if (*step == ObjectScan::Step::kEnd) break;
      if (*step == ObjectScan::Step::kRowLimit) {
        // Rows without a hit need not be looked at again.
        page_->ContinueAfter(looked_at_);
        return true;
      }
      if (page_->full()) {
        page_->ContinueAfter(last_hit_);
        return true;
      }
      absl::Status added = AddHit(scan, *page_);
      if (!added.ok()) return added;
      last_hit_ = looked_at_;
    }
    rows_left_ = scan.rows_left();
    return false;
  }

 private:
  QueryPage* const page_;
  uint64_t rows_left_ = kRowsOfPage;
  std::string looked_at_;
  std::string last_hit_;
};

// The beginnings of the patients' rows, each once, in the order of the rows.
absl::StatusOr<std::vector<std::string>> PrefixesOf(const std::vector<PatientId>& patients,
                                                    KeySpace space,
                                                    const platform::KvReader& snapshot) {
  std::vector<std::string> prefixes;
  for (const PatientId& patient : patients) {
    auto number = FindPatientNumber(snapshot, patient);
    if (!number.ok()) return number.status();
    if (number->has_value()) prefixes.push_back(KeyWriter(space).U64(**number).Take());
  }
  std::sort(prefixes.begin(), prefixes.end());
  prefixes.erase(std::unique(prefixes.begin(), prefixes.end()), prefixes.end());
  return prefixes;
}

}  // namespace

std::vector<PatientId> ReadPatients(
    const google::protobuf::RepeatedPtrField<metadata::v1::PatientIdentifier>& patients,
    ParameterReader& read) {
  std::vector<PatientId> parsed;
  if (!read.CheckCount(patients.size(), ParameterReader::kMaxIds, "patient_ids")) return parsed;
  for (int i = 0; i < patients.size(); ++i) {
    auto patient =
        read.Patient(true, patients[i], absl::StrCat("patient_ids[", i, "]"), "PatientId");
    if (patient) parsed.push_back(*std::move(patient));
  }
  return parsed;
}

absl::Status WriteHitsOfPatients(
    KeySpace space, const absl::optional<std::vector<PatientId>>& patients,
    absl::FunctionRef<std::unique_ptr<ObjectScan>(const RowRange& range)> scan_of,
    QueryPage& page) {
  const std::string all = KeyWriter(space).Take();
  std::vector<std::string> prefixes = {all};
  if (patients) {
    auto of_patients = PrefixesOf(*patients, space, page.snapshot());
    if (!of_patients.ok()) return of_patients.status();
    prefixes = *std::move(of_patients);
  }
  PageOfPatients writer(&page);
  for (const std::string& prefix : prefixes) {
    RowRange range = RowRange::Of(prefix);
    // Every row of this patient is on an earlier page.
    if (range.upper <= absl::StrCat(all, page.resume_after())) continue;
    range.prefix = all;
    auto full = writer.Write(*scan_of(range));
    if (!full.ok()) return full.status();
    if (*full) return absl::OkStatus();
  }
  return absl::OkStatus();
}

}  // namespace docshare::registry
