#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare::repository {

// An open file of the operating system, closed with the object. One thread at a time.
//
// Errors of everything in this file name the path: kResourceExhausted for a full disk or quota,
// kNotFound and kAlreadyExists for names, kUnavailable when no more files can be opened,
// kInternal for anything else.
class PosixFile {
 public:
  // Makes a new file to write.
  static absl::StatusOr<PosixFile> Create(std::string path);

  static absl::StatusOr<PosixFile> OpenToRead(std::string path);

  // Takes `descriptor` over; `path` is used in messages only.
  PosixFile(int descriptor, std::string path);

  PosixFile(PosixFile&& other) noexcept;
  PosixFile& operator=(PosixFile&& other) noexcept;
  ~PosixFile();

  const std::string& path() const { return path_; }

  // Writes the bytes after all that was written before.
  absl::Status Append(absl::string_view bytes);

  // Reads exactly `size` bytes. Returns kDataLoss when they cannot be read or are not there.
  absl::Status ReadAt(uint64_t offset, size_t size, char* out) const;

  absl::StatusOr<uint64_t> SizeBytes() const;

  // Tells the system that the file will be read from front to back.
  void ExpectSequentialReads() const;

  // Has the system begin to move the range to the disk.
  absl::Status StartWriteBack(uint64_t offset, uint64_t size) const;

  // Waits until the range has moved. Gives no durability: see SyncData().
  absl::Status FinishWriteBack(uint64_t offset, uint64_t size) const;

  // On return every byte is durable; the file's name is only after SyncFolder().
  absl::Status SyncData() const;

  // The same with all that the system knows of the file.
  absl::Status SyncAll() const;

 private:
  int descriptor_;
  std::string path_;
};

// Returns ok also when the folder is there already.
absl::Status MakeFolder(const std::string& path);

// Makes names that were added to or removed from the folder durable.
absl::Status SyncFolder(const std::string& path);

absl::Status RenameFile(const std::string& from, const std::string& to);

// Returns ok also when there is no such file.
absl::Status RemoveFile(const std::string& path);

}  // namespace docshare::repository
