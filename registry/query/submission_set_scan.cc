#include "registry/query/submission_set_scan.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "domain/hl7v2/xcn.h"
#include "domain/text/normal_form.h"
#include "registry/index/key_codec.h"
#include "registry/index/key_space.h"
#include "registry/index/row.h"
#include "registry/index/submission_set.h"
#include "registry/index/term.h"

namespace docshare::registry {
namespace {

using metadata::v1::SubmissionSet;

absl::flat_hash_set<std::string> SetOf(std::vector<std::string> texts) {
  return {std::make_move_iterator(texts.begin()), std::make_move_iterator(texts.end())};
}

KeyWriter RowsOfPatient(uint64_t patient_number) {
  KeyWriter key(KeySpace::kSubmissionSet);
  key.U64(patient_number);
  return key;
}

}  // namespace

SubmissionSetFilter::SubmissionSetFilter(const v1::FindSubmissionSetsRequest& request,
                                         ParameterReader& read)
    : statuses_(read.RequiredStatuses(request.statuses(), "statuses", "$XDSSubmissionSetStatus")),
      submission_(read.Range(request.submission_time(), "submission_time")),
      source_ids_(SetOf(read.Values(request.source_ids(), "source_ids"))),
      content_types_(SetOf(read.Codes(request.content_type_codes(), "content_type_codes"))) {
  if (request.author_person_pattern().empty()) return;
  auto pattern = LikePattern::Parse(request.author_person_pattern());
  if (pattern.ok()) {
    author_patterns_.push_back(*std::move(pattern));
  } else {
    read.Malformed("author_person_pattern", pattern.status().message());
  }
}

absl::StatusOr<bool> SubmissionSetFilter::Matches(const storage::v1::SubmissionSetRow& row) const {
  SubmissionSet set;
  if (absl::Status status = DecodeRow(row.submission_set(), set); !status.ok()) return status;
  if (!HasBit(statuses_, set.availability_status())) return false;
  if (!source_ids_.empty() && !source_ids_.contains(set.source_id())) return false;
  if (!content_types_.empty() &&
      !content_types_.contains(
          CodeTermText(set.content_type_code().code(), set.content_type_code().code_system()))) {
    return false;
  }
  return AuthorMatches(set);
}

absl::StatusOr<bool> SubmissionSetFilter::MatchesAt(
    const platform::KvReader& store, const EntryUuid& uuid,
    const storage::v1::ObjectLocator& locator) const {
  if (locator.kind() != storage::v1::OBJECT_KIND_SUBMISSION_SET) return false;
  auto row = ReadSubmissionSet(store, {locator.patient_number(), locator.sort_s(), uuid});
  if (!row.ok()) return row.status();
  return Matches(*row);
}

bool SubmissionSetFilter::AuthorMatches(const SubmissionSet& set) const {
  if (author_patterns_.empty()) return true;
  return std::any_of(set.authors().begin(), set.authors().end(),
                     [&](const metadata::v1::Author& author) {
                       return author.has_person() &&
                              author_patterns_.front().Matches(ToNfc(RenderXcn(author.person())));
                     });
}

RowRange SubmissionSetScan::RowsOf(uint64_t patient_number, const TimeRange& submission) {
  RowRange range = RowRange::Of(RowsOfPatient(patient_number).Take());
  // Newest first: the end of the time range comes first.
  if (submission.to_s()) {
    range.lower = RowsOfPatient(patient_number).NewestFirst(*submission.to_s() - 1).Take();
  }
  if (submission.from_s()) {
    range.upper = PrefixEnd(RowsOfPatient(patient_number).NewestFirst(*submission.from_s()).Take());
  }
  return range;
}

absl::StatusOr<bool> SubmissionSetScan::Select(absl::string_view, absl::string_view value) {
  if (absl::Status status = DecodeRow(value, row_); !status.ok()) return status;
  return filter_.Matches(row_);
}

}  // namespace docshare::registry
