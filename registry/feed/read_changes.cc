#include "registry/feed/read_changes.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/entry_uuid.h"
#include "registry/index/document.h"
#include "registry/index/document_change.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/object_history.h"
#include "registry/index/row.h"
#include "registry/query/reply_writer.h"

namespace docshare::registry {
namespace {

// Field numbers of docshare.registry.v1.WatchDocumentsResponse and DocumentChange.
constexpr uint32_t kChangesField = 1;
constexpr uint32_t kReachedPositionField = 2;
constexpr uint32_t kReachedNumberField = 3;
constexpr uint32_t kDocumentEntryField = 8;

// The wire has the numbers of the rows.
static_assert(static_cast<int>(v1::DOCUMENT_CHANGE_KIND_REGISTERED) ==
              static_cast<int>(storage::v1::CHANGE_KIND_REGISTERED));
static_assert(static_cast<int>(v1::DOCUMENT_CHANGE_KIND_UPDATED) ==
              static_cast<int>(storage::v1::CHANGE_KIND_UPDATED));
static_assert(static_cast<int>(v1::DOCUMENT_CHANGE_KIND_DEPRECATED) ==
              static_cast<int>(storage::v1::CHANGE_KIND_DEPRECATED));
static_assert(static_cast<int>(v1::DOCUMENT_CHANGE_KIND_APPROVED) ==
              static_cast<int>(storage::v1::CHANGE_KIND_APPROVED));
static_assert(static_cast<int>(v1::DOCUMENT_CHANGE_KIND_REMOVED) ==
              static_cast<int>(storage::v1::CHANGE_KIND_REMOVED));
static_assert(static_cast<int>(v1::DOCUMENT_CHANGE_KIND_PATIENT_CHANGED) ==
              static_cast<int>(storage::v1::CHANGE_KIND_PATIENT_CHANGED));

constexpr uint32_t kLastNumber = std::numeric_limits<uint32_t>::max();

// The first key of the feed behind a place.
std::string KeyAfter(const FeedPlace& place) {
  if (!place.number.has_value() || *place.number == kLastNumber) {
    return Encode(DocumentChangeKey{place.position + 1, 0});
  }
  return Encode(DocumentChangeKey{place.position, *place.number + 1});
}

// Whether the object was removed at a position or after it. Another object may have its UUID now.
absl::StatusOr<bool> WasRemovedSince(const platform::KvReader& store, const EntryUuid& uuid,
                                     uint64_t position) {
  auto history = ReadHistory(store, uuid);
  if (!history.ok()) return history.status();
  return std::any_of(history->begin(), history->end(), [&](const HistoryEvent& event) {
    return event.position >= position && event.row.kind() == storage::v1::CHANGE_KIND_REMOVED;
  });
}

// The entry as it is now, wire bytes; nullopt when it was removed since the position.
absl::StatusOr<absl::optional<std::string>> EntryBytes(const platform::KvReader& store,
                                                       const EntryUuid& uuid, uint64_t position) {
  auto was_removed = WasRemovedSince(store, uuid, position);
  if (!was_removed.ok()) return was_removed.status();
  if (*was_removed) return absl::nullopt;
  auto locator = FindObject(store, uuid);
  if (!locator.ok()) return locator.status();
  if (!locator->has_value() || (*locator)->kind() != storage::v1::OBJECT_KIND_DOCUMENT_ENTRY) {
    return absl::nullopt;
  }
  auto bytes =
      store.Get(DocumentEntryKey({(*locator)->patient_number(), (*locator)->sort_s(), uuid}));
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return absl::DataLossError("an indexed document is missing");
  return bytes;
}

// A DocumentChange, wire bytes. The entry is copied without being decoded.
absl::StatusOr<std::string> ChangeBytes(const platform::KvReader& store,
                                        const DocumentChangeKey& key,
                                        const storage::v1::DocumentChangeRow& row) {
  EntryUuid::Bytes uuid_bytes;
  if (row.uuid().size() != uuid_bytes.size()) {
    return absl::DataLossError("a stored DocumentChangeRow has no UUID");
  }
  std::copy(row.uuid().begin(), row.uuid().end(), uuid_bytes.begin());
  const EntryUuid uuid = EntryUuid::FromBytes(uuid_bytes);
  v1::DocumentChange change;
  change.set_position(key.position);
  change.set_number(key.number);
  change.set_kind(static_cast<v1::DocumentChangeKind>(row.kind()));
  change.set_entry_uuid(uuid.ToString());
  change.set_unique_id(row.unique_id());
  change.set_repository_unique_id(row.repository_unique_id());
  change.set_committed_s(row.committed_s());
  auto entry = EntryBytes(store, uuid, key.position);
  if (!entry.ok()) return entry.status();
  std::string bytes = change.SerializeAsString();
  if (entry->has_value()) {
    ReplyWriter writer;
    writer.AddBytes(kDocumentEntryField, **entry);
    bytes += writer.Take();
  }
  return bytes;
}

}  // namespace

absl::StatusOr<FeedBatch> ReadChanges(const RegistryStore& store, const ChangeFilter& filter,
                                      FeedPlace after, const FeedLimits& limits) {
  // Before the snapshot, which then contains it.
  const uint64_t position = store.durable_position();
  if (after.position > store.commit_position()) {
    return XdsErrorWithStatus(
        absl::StatusCode::kFailedPrecondition, XdsErrorCode::kRegistryError, "after_position",
        absl::StrCat("the registry has not come to position ", after.position, ", it is at ",
                     position,
                     ". A place of another registry, or from before a backup was "
                     "restored? Then begin again, after position 0."));
  }
  // Nothing changed between the two, or it is sent once more.
  if (after.position > position) after = {position, absl::nullopt};
  auto snapshot = store.Snapshot();
  auto resolved = filter.Resolve(*snapshot);
  if (!resolved.ok()) return resolved.status();

  FeedBatch batch;
  batch.reached = after;
  ReplyWriter writer;
  size_t rows = 0;
  auto it = snapshot->Scan(KeyAfter(after), Encode(DocumentChangeKey{position + 1, 0}));
  for (; it->Valid(); it->Next()) {
    if (rows == limits.max_rows || batch.changes == limits.max_changes ||
        writer.size_bytes() >= limits.max_bytes) {
      break;
    }
    ++rows;
    auto key = DecodeDocumentChangeKey(it->key());
    if (!key.ok()) return key.status();
    storage::v1::DocumentChangeRow row;
    if (absl::Status status = DecodeRow(it->value(), row); !status.ok()) return status;
    batch.reached = {key->position, key->number};
    if (!resolved->Matches(row)) continue;
    auto change = ChangeBytes(*snapshot, *key, row);
    if (!change.ok()) return change.status();
    writer.AddBytes(kChangesField, *change);
    ++batch.changes;
  }
  if (!it->status().ok()) return it->status();
  batch.caught_up = !it->Valid();
  if (batch.caught_up) batch.reached = {position, absl::nullopt};
  writer.AddUint64(kReachedPositionField, batch.reached.position);
  if (batch.reached.number.has_value()) {
    writer.AddUint64(kReachedNumberField, *batch.reached.number);
  }
  batch.response = writer.Take();
  return batch;
}

}  // namespace docshare::registry
