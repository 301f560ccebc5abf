#include "registry/query/object_scan.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "registry/index/key_codec.h"

namespace docshare::registry {
namespace {

constexpr size_t kUuidBytes = 16;

}  // namespace

RowRange RowRange::Of(absl::string_view prefix) {
  return {std::string(prefix), std::string(prefix), PrefixEnd(prefix)};
}

ObjectScan::ObjectScan(const platform::KvReader& snapshot, const RowRange& range)
    : prefix_(range.prefix), prefix_bytes_(range.prefix.size()), key_(range.prefix) {
  if (range.lower < range.upper) rows_ = snapshot.Scan(range.lower, range.upper);
}

void ObjectScan::SkipTo(absl::string_view position) {
  if (rows_) rows_->Seek(absl::StrCat(prefix_, position));
}

void ObjectScan::SkipPast(absl::string_view position) {
  SkipTo(position);
  if (rows_ && rows_->Valid() && rows_->key() == absl::StrCat(prefix_, position)) rows_->Next();
}

absl::StatusOr<ObjectScan::Step> ObjectScan::Next() {
  if (!rows_) return Step::kEnd;
  if (started_ && rows_->Valid()) rows_->Next();
  started_ = true;
  for (; rows_->Valid(); rows_->Next()) {
    if (rows_left_ == 0) {
      // This row is the first one of the next look.
      started_ = false;
      return Step::kRowLimit;
    }
    --rows_left_;
    key_.assign(rows_->key().data(), rows_->key().size());
    if (key_.size() < prefix_bytes_ + kUuidBytes) {
      return absl::DataLossError("a stored key is malformed");
    }
    auto hit = Select(key_, rows_->value());
    if (!hit.ok()) return hit.status();
    if (*hit) return Step::kHit;
  }
  if (!rows_->status().ok()) return rows_->status();
  return Step::kEnd;
}

EntryUuid ObjectScan::uuid() const {
  EntryUuid::Bytes bytes;
  std::copy(key_.end() - kUuidBytes, key_.end(), bytes.begin());
  return EntryUuid::FromBytes(bytes);
}

absl::Status AddHit(ObjectScan& scan, QueryPage& page) {
  if (!page.wants_objects()) {
    page.AddReference(scan.uuid());
    return absl::OkStatus();
  }
  auto bytes = scan.Bytes();
  if (!bytes.ok()) return bytes.status();
  page.AddObject(scan.kind(), *bytes);
  return absl::OkStatus();
}

absl::Status WriteHits(ObjectScan& scan, QueryPage& page) {
  std::string last;
  if (!page.resume_after().empty()) scan.SkipPast(page.resume_after());
  while (true) {
    auto step = scan.Next();
    if (!step.ok()) return step.status();
    if (*step != ObjectScan::Step::kHit) return absl::OkStatus();
    if (page.full()) {
      page.ContinueAfter(last);
      return absl::OkStatus();
    }
    absl::Status added = AddHit(scan, page);
    if (!added.ok()) return added;
    last.assign(scan.position().data(), scan.position().size());
  }
}

}  // namespace docshare::registry
