#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare::consumer {

// A file that appears under its name complete or not at all. Bytes go to a file ".docshare-XXXXXX"
// in the same folder, which Commit() moves to its place and the destructor removes otherwise.
// Only the owner may read the file: it holds a patient's document.
//
// Movable. Not thread-safe.
class DocumentFile {
 public:
  // A file at `path` is replaced by Commit(), a symbolic link too.
  //
  // Returns kFailedPrecondition, naming path and reason, when the folder does not exist or cannot
  // be written to, and when `path` is something else than a plain file.
  static absl::StatusOr<DocumentFile> Create(const std::string& path);

  DocumentFile(DocumentFile&& other) noexcept;
  DocumentFile& operator=(DocumentFile&& other) noexcept;
  ~DocumentFile();

  // Appends. Returns kFailedPrecondition when the file system refuses, for example because it is
  // full.
  absl::Status Write(absl::string_view bytes);

  // Makes the bytes durable and gives the file its name. Requires that it is called once, last.
  // Returns kFailedPrecondition as above; the name then has what it had before.
  absl::Status Commit();

 private:
  DocumentFile(std::string path, std::string temporary_path, int fd);
  void Discard();

  std::string path_;
  std::string temporary_path_;  // Empty when there is nothing to remove.
  int fd_ = -1;
};

}  // namespace docshare::consumer
