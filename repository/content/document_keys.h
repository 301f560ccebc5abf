#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "platform/crypto/key_encryption.h"
#include "platform/crypto/secret_key.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"
#include "repository/content/content_cipher.h"
#include "repository/content/content_id.h"

namespace docshare::repository {

// The keys of documents, one each, wrapped (platform/crypto/wrapped_key.h) in rows of their own
// (content_keys.h). A new wrapping key costs a row a document and touches no content; a key that is
// destroyed leaves its content unreadable wherever copies of it lie. Thread-safe.
class DocumentKeys {
 public:
  // `kv` must outlive this object.
  DocumentKeys(std::shared_ptr<platform::KeyEncryption> encryption, platform::KvStore* kv)
      : encryption_(std::move(encryption)), kv_(kv) {}

  // Writes a batch with the row of a new document's key. When the active wrapping key changes
  // meanwhile, and a Rewrap() may have passed before the row was there, it is wrapped anew. Returns
  // the errors of Wrap() and of the store.
  absl::Status Write(const ContentId& id, const platform::SecretKey& key, platform::KvBatch batch,
                     platform::Durability durability);

  // The cipher of stored content. Returns kDataLoss, naming the content, when its key is not there
  // or damaged, and the other errors of Unwrap().
  absl::StatusOr<std::unique_ptr<ContentCipher>> CipherOf(const ContentId& id) const;

  // Writes a batch that deletes rows of keys: no Rewrap() at the same time brings one back.
  absl::Status WriteRemoval(const platform::KvBatch& batch);

  // Adds to the batch that takes a document away that its key is to be destroyed.
  static void NoteToDestroy(const ContentId& id, platform::KvBatch* batch);

  // On return no row and no file has any more the keys that were noted before the call; the notes
  // go last, so that what fails or crashes on the way is done by the next call. Returns how many
  // there were. Slow, once for many.
  absl::StatusOr<int64_t> DestroyNoted();

  struct Rewrapped {
    // Rows looked at, and those that were wrapped anew.
    int64_t seen = 0;
    int64_t rewrapped = 0;
    // Where to go on; nullopt at the end.
    absl::optional<ContentId> next;
  };

  // Wraps up to `limit` keys, from `begin` on, under the active wrapping key. Durable after the
  // store's next Sync(). Returns the error of the first key that does not open, naming its content.
  absl::StatusOr<Rewrapped> Rewrap(const absl::optional<ContentId>& begin, int64_t limit);

 private:
  absl::StatusOr<std::vector<ContentId>> Noted() const;
  absl::Status PurgeKeys(const std::vector<ContentId>& ids);

  const std::shared_ptr<platform::KeyEncryption> encryption_;
  platform::KvStore* const kv_;
  // Held from reading rows to writing them again, and while rows are deleted.
  std::mutex changing_;
};

}  // namespace docshare::repository
