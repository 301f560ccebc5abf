#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/crypto/key_encryption.h"
#include "platform/kv/disk_reserve.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"
#include "platform/random/uuid_source.h"
#include "repository/content/chunk_file_format.h"
#include "repository/content/content_folders.h"
#include "repository/content/content_hasher.h"
#include "repository/content/content_id.h"
#include "repository/content/content_store.h"
#include "repository/content/document_keys.h"
#include "repository/content/posix_file.h"

namespace docshare::repository {

struct LocalContentOptions {
  // The folder of the files, made when it is not there; its parent must exist. Nothing else may
  // be in it, and only one store may use it.
  std::string path;
  // Documents are refused when less than this would stay free on the disk.
  uint64_t reserved_free_bytes = 512u << 20;
  // Wraps the documents' keys. Must not be null.
  std::shared_ptr<platform::KeyEncryption> key_encryption;
};

// A ContentStore on the local disk. Documents of up to kInlineLimitBytes are rows of the KvStore
// (content_row.h), larger ones are files (content_folders.h, chunk_file_format.h). Each is
// encrypted under a key of its own (document_keys.h).
//
// A file is written in incoming/, and its bytes and its name are synced; content row and unclaimed
// mark are written, not yet synced. When its claim is durable, and with it row and mark, it moves
// to content/, and nobody waits for that to be durable. So after a crash a file in incoming/ that
// is claimed has yet to move, every other file there is an orphan, and no file is in content/
// without its row.
//
// A document takes constant memory, whatever its size. Thread-safe.
class LocalContentStore : public ContentStore {
 public:
  static constexpr uint64_t kInlineLimitBytes = kChunkBytes;

  // `kv` and `uuids` must outlive the store. Returns the errors of posix_file.h when the
  // folders cannot be made.
  static absl::StatusOr<std::unique_ptr<LocalContentStore>> Open(const LocalContentOptions& options,
                                                                 platform::KvStore* kv,
                                                                 platform::UuidSource* uuids);

  absl::StatusOr<std::unique_ptr<ContentWriter>> NewDocument(uint64_t expected_size_bytes) override;
  absl::StatusOr<std::unique_ptr<ContentReader>> Open(const ContentId& id) const override;
  void Claim(const ContentId& id, platform::KvBatch* batch) const override;
  void Release(const ContentId& id, platform::KvBatch* batch) const override;
  void Keep(const StoredContent& content) override;
  absl::Status Remove(const ContentId& id) override;
  DocumentKeys& keys() override { return keys_; }
  absl::Status ForEachOrphan(
      absl::FunctionRef<absl::Status(const ContentId& id, OrphanState state)> visit) const override;
  absl::Status ForEachStray(
      absl::FunctionRef<absl::Status(uint64_t looked_at, const std::vector<StrayContent>& strays)>
          visit) const override;
  absl::Status RemoveStray(const ContentId& id) override;

  // Claimed files that could not move to content/ since Open(). They are read where they are, and
  // move at the next start.
  size_t unmoved_files() const { return unmoved_files_; }

 private:
  LocalContentStore(const LocalContentOptions& options, HashAlgorithms hash_algorithms,
                    platform::KvStore* kv, platform::UuidSource* uuids);

  // Moves claimed files that a crash left in incoming/.
  absl::Status KeepWhatIsClaimed();
  // The file of content, in whichever folder it is.
  absl::StatusOr<PosixFile> OpenFile(const ContentId& id) const;
  // Also when the row is damaged.
  absl::StatusOr<bool> HasRow(const ContentId& id) const;

  ContentFolders folders_;
  const platform::DiskReserve reserve_;
  const HashAlgorithms hash_algorithms_;
  platform::KvStore* const kv_;
  platform::UuidSource* const uuids_;
  DocumentKeys keys_;
  std::atomic<size_t> unmoved_files_ = 0;
};

}  // namespace docshare::repository
