#include "platform/kv/database_key.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace docshare::platform {
namespace {

constexpr absl::string_view kMagic = "DSDBKEY1";
constexpr absl::string_view kContext = "database";
// More than a wrapped key ever has.
constexpr size_t kMostBytes = 4096;

std::string PathOf(const std::string& folder) { return folder + "/KEY"; }

bool HasDatabase(const std::string& folder) {
  std::error_code ignored;
  return std::filesystem::exists(folder + "/CURRENT", ignored);
}

absl::Status Failed(const std::string& path) {
  const absl::Status status = absl::ErrnoToStatus(errno, path);
  // A full disk keeps its code: it is the one error that passes.
  return absl::IsResourceExhausted(status) ? status : absl::InternalError(status.message());
}

absl::Status WriteSynced(int file, const std::string& path, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Failed(path);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return fsync(file) == 0 ? absl::OkStatus() : Failed(path);
}

absl::Status SyncFolder(const std::string& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return Failed(folder);
  absl::Status synced = fsync(descriptor) == 0 ? absl::OkStatus() : Failed(folder);
  close(descriptor);
  return synced;
}

absl::Status Store(const std::string& folder, const SecretKey& key, KeyEncryption& keys) {
  const absl::StatusOr<std::string> wrapped = keys.Wrap(key, kContext);
  if (!wrapped.ok()) return wrapped.status();
  const std::string path = PathOf(folder);
  const std::string unfinished = path + ".new";
  const int file =
      open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return Failed(unfinished);
  absl::Status written = WriteSynced(file, unfinished, absl::StrCat(kMagic, *wrapped));
  close(file);
  if (!written.ok()) return written;
  if (std::rename(unfinished.c_str(), path.c_str()) != 0) return Failed(path);
  return SyncFolder(folder);
}

// The wrapped key.
absl::StatusOr<std::string> ReadWrapped(const std::string& folder) {
  const std::string path = PathOf(folder);
  std::ifstream file(path, std::ios::binary);
  // Not by iterators: these throw when the disk fails.
  std::string bytes(kMostBytes, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<size_t>(file.gcount()));
  if (file.bad()) return absl::DataLossError(absl::StrCat(path, " cannot be read"));
  if (!absl::StartsWith(bytes, kMagic)) {
    return absl::DataLossError(
        absl::StrCat(path, " is no key of a database; take it from a backup"));
  }
  return bytes.substr(kMagic.size());
}

absl::StatusOr<SecretKey> Unwrapped(const std::string& folder, absl::string_view wrapped,
                                    KeyEncryption& keys) {
  absl::StatusOr<SecretKey> key = keys.Unwrap(wrapped, kContext);
  if (key.ok()) return key;
  return absl::Status(key.status().code(),
                      absl::StrCat(PathOf(folder), ": ", key.status().message()));
}

}  // namespace

bool HasDatabaseKey(const std::string& folder) {
  std::error_code ignored;
  return std::filesystem::exists(PathOf(folder), ignored);
}

absl::StatusOr<SecretKey> OpenDatabaseKey(const std::string& folder, KeyEncryption& keys) {
  if (!HasDatabaseKey(folder)) {
    if (HasDatabase(folder)) {
      return absl::FailedPreconditionError(
          absl::StrCat(folder,
                       " has a database without its file KEY: it was made without "
                       "encryption, or the file is lost; take it from a backup"));
    }
    const SecretKey key = SecretKey::Random();
    if (absl::Status stored = Store(folder, key, keys); !stored.ok()) return stored;
    return key;
  }
  const absl::StatusOr<std::string> wrapped = ReadWrapped(folder);
  if (!wrapped.ok()) return wrapped.status();
  return Unwrapped(folder, *wrapped, keys);
}

absl::StatusOr<bool> RewrapDatabaseKey(const std::string& folder, KeyEncryption& keys) {
  const absl::StatusOr<std::string> wrapped = ReadWrapped(folder);
  if (!wrapped.ok()) return wrapped.status();
  if (keys.IsActive(*wrapped)) return false;
  const absl::StatusOr<SecretKey> key = Unwrapped(folder, *wrapped, keys);
  if (!key.ok()) return key.status();
  if (absl::Status stored = Store(folder, *key, keys); !stored.ok()) return stored;
  return true;
}

}  // namespace docshare::platform
