#include "registry/store/registry_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "registry/index/key_space.h"
#include "registry/index/meta.h"

namespace docshare::registry {
namespace {

constexpr size_t kCursorKeyBytes = 32;

absl::StatusOr<std::string> ReadSetting(const platform::KvReader& kv, absl::string_view name) {
  auto value = kv.Get(MetaKey(name));
  if (!value.ok()) return value.status();
  if (!value->has_value())
    return absl::DataLossError(absl::StrCat("setting ", name, " is missing"));
  return std::move(**value);
}

}  // namespace

absl::StatusOr<std::unique_ptr<RegistryStore>> RegistryStore::Open(
    std::unique_ptr<platform::KvStore> kv, absl::string_view community,
    absl::string_view cursor_key) {
  std::unique_ptr<RegistryStore> store(new RegistryStore(std::move(kv)));
  auto version = store->kv_->Get(MetaKey(kMetaSchemaVersion));
  if (!version.ok()) return version.status();
  absl::Status status = version->has_value() ? store->CheckSettings(community)
                                             : store->Initialize(community, cursor_key);
  if (!status.ok()) return status;
  auto position = ReadCounter(*store->kv_, kMetaCommitPosition, 0);
  if (!position.ok()) return position.status();
  // What was read may be the last that a killed process wrote without a sync.
  if (absl::Status synced = store->kv_->Sync(); !synced.ok()) return synced;
  store->commit_position_ = *position;
  store->durable_position_ = *position;
  return store;
}

absl::Status RegistryStore::Initialize(absl::string_view community, absl::string_view cursor_key) {
  if (cursor_key.size() != kCursorKeyBytes) {
    return absl::InvalidArgumentError("the cursor key must have 32 bytes");
  }
  // Rows without settings are not an empty database but a damaged one.
  auto it = kv_->Scan("", "");
  if (!it->status().ok()) return it->status();
  if (it->Valid()) return absl::DataLossError("the database has rows but no schema version");
  platform::KvBatch batch;
  WriteCounter(kMetaSchemaVersion, kSchemaVersion, batch);
  batch.Put(MetaKey(kMetaCommunity), community);
  batch.Put(MetaKey(kMetaCursorKey), cursor_key);
  community_ = std::string(community);
  cursor_key_ = std::string(cursor_key);
  return kv_->Write(batch, platform::Durability::kSynced);
}

absl::Status RegistryStore::CheckSettings(absl::string_view community) {
  auto version = ReadCounter(*kv_, kMetaSchemaVersion, 0);
  if (!version.ok()) return version.status();
  if (*version != kSchemaVersion) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the database has schema version ", *version, "; this program reads version ",
        kSchemaVersion, " and has no migration to it. Use the release that wrote it."));
  }
  auto stored = ReadSetting(*kv_, kMetaCommunity);
  if (!stored.ok()) return stored.status();
  if (*stored != community) {
    return absl::FailedPreconditionError(
        absl::StrCat("the database serves community ", *stored, ", the settings say ", community));
  }
  auto key = ReadSetting(*kv_, kMetaCursorKey);
  if (!key.ok()) return key.status();
  if (key->size() != kCursorKeyBytes) return absl::DataLossError("the cursor key is malformed");
  community_ = *std::move(stored);
  cursor_key_ = *std::move(key);
  return absl::OkStatus();
}

absl::Status RegistryStore::Commit(platform::KvBatch batch, uint64_t position, bool has_rows) {
  WriteCounter(kMetaCommitPosition, position, batch);
  absl::Status status =
      kv_->Write(batch, has_rows ? platform::Durability::kSynced : platform::Durability::kBuffered);
  if (!status.ok()) return status;
  commit_position_.store(position, std::memory_order_release);
  if (has_rows) durable_position_.store(position, std::memory_order_release);
  return status;
}

}  // namespace docshare::registry
