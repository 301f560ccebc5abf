#pragma once

#include <bitset>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "repository/content/content_id.h"

namespace docshare::repository {

// The folders of a LocalContentStore and the names of its files:
//
//   incoming/<id>         being written, or complete but not yet moved
//   content/<xx>/<id>     complete; xx are the first two hex digits of the id
//
// Errors are those of posix_file.h. Thread-safe.
class ContentFolders {
 public:
  explicit ContentFolders(std::string path);

  // Makes what every store has, durably. What is there already is kept.
  absl::Status MakeRoot() const;

  std::string IncomingFile(const ContentId& id) const;
  std::string ContentFile(const ContentId& id) const;

  // Makes the names of files in incoming/ durable.
  absl::Status SyncIncoming() const;

  // Gives a complete file its final name. After a power loss it has the one or the other. Returns
  // kNotFound without a file in incoming/.
  absl::Status MoveToContent(const ContentId& id);

  // Remove a file, if it is there; from content/ durably.
  absl::Status RemoveIncoming(const ContentId& id) const;
  absl::Status RemoveContent(const ContentId& id) const;

  struct ContentFileFacts {
    ContentId id;
    uint64_t size_bytes = 0;
    absl::Time written;
  };
  // The files of one folder below content/. Other files are not ours and passed over.
  absl::StatusOr<std::vector<ContentFileFacts>> ListContent(uint8_t first_byte) const;

  // The ids that name a file in incoming/. Other files are not ours and passed over.
  absl::StatusOr<std::vector<ContentId>> ListIncoming() const;

 private:
  std::string ContentFolderOf(const ContentId& id) const;
  absl::Status MakeContentFolder(const ContentId& id);

  const std::string path_;
  const std::string incoming_;
  const std::string content_;

  std::mutex mutex_;
  // Folders below content/, by the first byte of their ids, that are known to be durable.
  std::bitset<256> durable_folders_;
};

}  // namespace docshare::repository
