#include "registry/admin/stored_rows.h"

#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "domain/ids/entry_uuid.h"
#include "registry/admin/entry_uuid_argument.h"
#include "registry/admin/value_printer.h"
#include "registry/index/association.h"
#include "registry/index/document.h"
#include "registry/index/document_change.h"
#include "registry/index/folder.h"
#include "registry/index/key_codec.h"
#include "registry/index/key_printer.h"
#include "registry/index/object_by_logical_id.h"
#include "registry/index/object_by_unique_id.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/object_history.h"
#include "registry/index/row.h"
#include "registry/index/submission_set.h"
#include "registry/objects/stored_association.h"

namespace docshare::registry {
namespace {

// Collects the keys of the rows of one object.
class RowKeys {
 public:
  RowKeys(const platform::KvReader& store, const EntryUuid& uuid) : store_(store), uuid_(uuid) {}

  absl::Status Collect() {
    if (absl::Status status = CollectObject(); !status.ok()) return status;
    for (const std::string& prefix :
         {KeyWriter(KeySpace::kAssociationByEnd).Uuid(uuid_.bytes()).Take(),
          KeyWriter(KeySpace::kObjectHistory).Uuid(uuid_.bytes()).Take()}) {
      if (absl::Status status = CollectPrefix(prefix); !status.ok()) return status;
    }
    return CollectChanges();
  }

  // In the order of the keys.
  const std::set<std::string>& keys() const { return keys_; }

 private:
  // The bytes at `key`, which is one of the object's; empty when there are none.
  absl::StatusOr<std::string> Read(const std::string& key) {
    keys_.insert(key);
    auto value = store_.Get(key);
    if (!value.ok()) return value.status();
    return value->value_or("");
  }

  absl::Status CollectObject() {
    auto bytes = Read(ObjectByUuidKey(uuid_));
    if (!bytes.ok()) return bytes.status();
    storage::v1::ObjectLocator locator;
    if (!DecodeRow(*bytes, locator).ok()) return absl::OkStatus();
    switch (locator.kind()) {
      case storage::v1::OBJECT_KIND_DOCUMENT_ENTRY:
        return CollectDocument({locator.patient_number(), locator.sort_s(), uuid_});
      case storage::v1::OBJECT_KIND_FOLDER:
        return CollectFolder({locator.patient_number(), uuid_});
      case storage::v1::OBJECT_KIND_SUBMISSION_SET:
        return CollectSubmissionSet({locator.patient_number(), locator.sort_s(), uuid_});
      case storage::v1::OBJECT_KIND_ASSOCIATION:
        return CollectAssociation();
      default:
        // The locator's row alone: it is there, or nothing is.
        if (bytes->empty()) keys_.clear();
        return absl::OkStatus();
    }
  }

  absl::Status CollectDocument(const DocumentKey& key) {
    keys_.insert(DocumentFilterKey(key));
    auto bytes = Read(DocumentEntryKey(key));
    if (!bytes.ok()) return bytes.status();
    metadata::v1::DocumentEntry entry;
    if (DecodeRow(*bytes, entry).ok() && !bytes->empty()) {
      AddIds(entry.unique_id(), entry.logical_id(), entry.version());
    }
    return absl::OkStatus();
  }

  absl::Status CollectFolder(const FolderKey& key) {
    auto bytes = Read(Encode(key));
    if (!bytes.ok()) return bytes.status();
    storage::v1::FolderRow row;
    metadata::v1::Folder folder;
    if (DecodeRow(*bytes, row).ok() && DecodeRow(row.folder(), folder).ok() && !bytes->empty()) {
      AddIds(folder.unique_id(), folder.logical_id(), folder.version());
    }
    return absl::OkStatus();
  }

  absl::Status CollectSubmissionSet(const SubmissionSetKey& key) {
    auto bytes = Read(Encode(key));
    if (!bytes.ok()) return bytes.status();
    storage::v1::SubmissionSetRow row;
    metadata::v1::SubmissionSet set;
    if (DecodeRow(*bytes, row).ok() && DecodeRow(row.submission_set(), set).ok() &&
        !bytes->empty()) {
      keys_.insert(ObjectByUniqueIdKey(set.unique_id(), uuid_));
    }
    return absl::OkStatus();
  }

  absl::Status CollectAssociation() {
    keys_.insert(AssociationKey(uuid_));
    auto association = ReadAssociation(store_, uuid_);
    if (!association.ok() || !association->has_value()) return absl::OkStatus();
    keys_.insert(Encode({(*association)->source, AssociationEnd::kSource, uuid_}));
    keys_.insert(Encode({(*association)->target, AssociationEnd::kTarget, uuid_}));
    return absl::OkStatus();
  }

  void AddIds(const std::string& unique_id, const std::string& logical_id, uint32_t version) {
    keys_.insert(ObjectByUniqueIdKey(unique_id, uuid_));
    auto logical_uuid = EntryUuid::Parse(logical_id);
    if (logical_uuid.ok()) keys_.insert(ObjectByLogicalIdKey(*logical_uuid, version, uuid_));
  }

  absl::Status CollectPrefix(const std::string& prefix) {
    auto it = store_.Scan(prefix, PrefixEnd(prefix));
    for (; it->Valid(); it->Next()) keys_.insert(std::string(it->key()));
    return it->status();
  }

  // Where in the order of commits something happened to the object.
  std::set<uint64_t> Positions() {
    std::set<uint64_t> positions;
    // What cannot be read does not keep the other rows from being shown.
    auto history = ReadHistory(store_, uuid_);
    if (history.ok()) {
      for (const HistoryEvent& event : *history) positions.insert(event.position);
    }
    auto held = AssociationsAt(store_, uuid_, AssociationEnd::kTarget);
    if (!held.ok()) return positions;
    for (const StoredAssociation& association : *held) {
      auto locator = FindObject(store_, association.source);
      if (!locator.ok() || !locator->has_value() ||
          (*locator)->kind() != storage::v1::OBJECT_KIND_SUBMISSION_SET) {
        continue;
      }
      auto row = ReadSubmissionSet(
          store_, {(*locator)->patient_number(), (*locator)->sort_s(), association.source});
      if (row.ok()) positions.insert(row->commit_position());
    }
    return positions;
  }

  absl::Status CollectChanges() {
    const absl::string_view uuid_bytes(reinterpret_cast<const char*>(uuid_.bytes().data()),
                                       uuid_.bytes().size());
    for (uint64_t position : Positions()) {
      auto it = store_.Scan(Encode(DocumentChangeKey{position, 0}),
                            Encode(DocumentChangeKey{position + 1, 0}));
      for (; it->Valid(); it->Next()) {
        storage::v1::DocumentChangeRow row;
        if (DecodeRow(it->value(), row).ok() && row.uuid() == uuid_bytes) {
          keys_.insert(std::string(it->key()));
        }
      }
      if (!it->status().ok()) return it->status();
    }
    return absl::OkStatus();
  }

  const platform::KvReader& store_;
  const EntryUuid uuid_;
  std::set<std::string> keys_;
};

}  // namespace

absl::StatusOr<admin::v1::GetRowsResponse> GetRows(const platform::KvReader& store,
                                                   const admin::v1::GetRowsRequest& request) {
  auto uuid = EntryUuidArgument(request.entry_uuid());
  if (!uuid.ok()) return uuid.status();
  RowKeys rows(store, *uuid);
  if (absl::Status status = rows.Collect(); !status.ok()) return status;
  if (rows.keys().empty()) return NoSuchObject();
  admin::v1::GetRowsResponse response;
  for (const std::string& key : rows.keys()) {
    auto value = store.Get(key);
    if (!value.ok()) return value.status();
    admin::v1::StoredRow& row = *response.add_rows();
    row.set_space(std::string(KeySpaceName(static_cast<uint8_t>(key[0]))));
    row.set_key_text(PrintKey(key));
    row.set_key(key);
    row.set_exists(value->has_value());
    if (!value->has_value()) continue;
    row.set_value_text(PrintValue(key, **value));
    row.set_value_size((*value)->size());
  }
  return response;
}

}  // namespace docshare::registry
