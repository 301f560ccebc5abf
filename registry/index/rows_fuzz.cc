// Any bytes as key or value of any index: read without a crash, refused or understood.

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "platform/kv/memory_kv_store.h"
#include "registry/index/association.h"
#include "registry/index/document.h"
#include "registry/index/document_change.h"
#include "registry/index/folder.h"
#include "registry/index/key_printer.h"
#include "registry/index/object_by_logical_id.h"
#include "registry/index/object_by_unique_id.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/object_history.h"
#include "registry/index/row.h"
#include "registry/index/submission_set.h"
#include "registry/index/term.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace docshare::registry;
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  PrintKey(bytes);
  if (auto key = DecodeDocumentFilterKey(bytes); key.ok() && DocumentFilterKey(*key) != bytes) {
    __builtin_trap();
  }
  if (auto key = DecodeSubmissionSetKey(bytes); key.ok() && Encode(*key) != bytes) __builtin_trap();
  if (auto key = DecodeAssociationEndKey(bytes); key.ok() && Encode(*key) != bytes) {
    __builtin_trap();
  }
  if (auto key = DecodeFolderKey(bytes); key.ok() && Encode(*key) != bytes) __builtin_trap();
  if (auto key = DecodeDocumentChangeKey(bytes); key.ok() && Encode(*key) != bytes) {
    __builtin_trap();
  }
  if (auto key = DecodeObjectHistoryKey(bytes); key.ok() && Encode(*key) != bytes) {
    __builtin_trap();
  }
  docshare::storage::v1::DocumentFilterRow filter;
  DecodeRow(bytes, filter).IgnoreError();
  docshare::storage::v1::SubmissionSetRow set;
  DecodeRow(bytes, set).IgnoreError();
  docshare::metadata::v1::DocumentEntry entry;
  DecodeRow(bytes, entry).IgnoreError();

  // The same bytes as stored values, and as keys that a scan meets.
  const docshare::EntryUuid uuid = docshare::EntryUuid::FromBytes({1});
  docshare::platform::MemoryKvStore store;
  docshare::platform::KvBatch batch;
  batch.Put(ObjectByUuidKey(uuid), bytes);
  batch.Put(ObjectByUniqueIdKey("1", uuid), bytes);
  batch.Put(std::string("\x09") + "1" + std::string("\0\x01", 2) + std::string(bytes), bytes);
  batch.Put(TermByTextKey(TermKind::kCode, "1"), bytes);
  batch.Put(ObjectByLogicalIdKey(uuid, 1, uuid), bytes);
  batch.Put(Encode(ObjectHistoryKey{uuid, 1, 1}), bytes);
  if (!store.Write(batch, docshare::platform::Durability::kBuffered).ok()) __builtin_trap();
  FindObject(store, uuid).status().IgnoreError();
  FindUniqueIdUses(store, "1", 10).status().IgnoreError();
  FindTerm(store, TermKind::kCode, "1").status().IgnoreError();
  FindVersions(store, uuid, 10).status().IgnoreError();
  ReadHistory(store, uuid).status().IgnoreError();
  return 0;
}
