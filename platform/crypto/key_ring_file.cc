#include "platform/crypto/key_ring_file.h"

#include <fcntl.h>
#include <google/protobuf/text_format.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "docshare/config/v1/key_ring.pb.h"
#include "platform/config/text_config.h"
#include "platform/crypto/key_ring.h"
#include "platform/crypto/secret_key.h"

namespace docshare::platform {
namespace {

constexpr absl::string_view kComment =
    "# Keys that wrap the keys of what is stored: without this file it is lost. Keep copies of "
    "it,\n"
    "# apart from the data and its backups.\n";

absl::Status Failed(const std::string& path) {
  return absl::FailedPreconditionError(absl::ErrnoToStatus(errno, path).message());
}

void AddKey(absl::string_view id, config::v1::KeyRing& ring) {
  const SecretKey secret = SecretKey::Random();
  config::v1::KeyEncryptionKey& key = *ring.add_keys();
  key.set_id(std::string(id));
  key.set_aes256_hex(absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(secret.data()), SecretKey::kBytes)));
  ring.set_active_key_id(std::string(id));
}

absl::Status Sync(const std::string& path, int flags) {
  const int file = open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) return Failed(path);
  absl::Status synced = fsync(file) == 0 ? absl::OkStatus() : Failed(path);
  close(file);
  return synced;
}

absl::Status WriteAll(int file, const std::string& path, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Failed(path);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

// Replaces what is there, or, when `is_new`, refuses to.
absl::Status Store(std::string path, const config::v1::KeyRing& ring, bool is_new) {
  // A ring that could not be read again must never be written.
  if (auto valid = KeyRing::Create(path, ring); !valid.ok()) return valid.status();
  std::string text;
  google::protobuf::TextFormat::PrintToString(ring, &text);
  struct stat before = {};
  if (!is_new) {
    // A link stays one, and the file stays its owner's.
    std::error_code error;
    path = std::filesystem::canonical(path, error).string();
    if (error || stat(path.c_str(), &before) != 0) return Failed(path);
  }
  const std::string unfinished = path + ".new";
  unlink(unfinished.c_str());
  const int file =
      open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return Failed(unfinished);
  if (!is_new && fchown(file, before.st_uid, before.st_gid) != 0) {
    absl::Status status = Failed(unfinished);
    close(file);
    unlink(unfinished.c_str());
    return status;
  }
  absl::Status status = WriteAll(file, unfinished, absl::StrCat(kComment, text));
  OPENSSL_cleanse(text.data(), text.size());
  close(file);
  if (status.ok()) status = Sync(unfinished, O_RDONLY);
  if (!status.ok()) return status;
  if (is_new) {
    // Fails when somebody made one meanwhile, which a rename would not.
    const bool linked = link(unfinished.c_str(), path.c_str()) == 0;
    const int error = errno;
    unlink(unfinished.c_str());
    if (!linked && error == EEXIST) return absl::AlreadyExistsError(absl::StrCat(path, " exists"));
    if (!linked) return absl::FailedPreconditionError(absl::ErrnoToStatus(error, path).message());
  } else if (std::rename(unfinished.c_str(), path.c_str()) != 0) {
    return Failed(path);
  }
  return Sync(std::filesystem::absolute(path).parent_path(), O_RDONLY | O_DIRECTORY);
}

absl::StatusOr<config::v1::KeyRing> ReadRing(const std::string& path) {
  if (auto readable = KeyRing::Read(path); !readable.ok()) return readable.status();
  config::v1::KeyRing ring;
  if (absl::Status read = ReadTextConfig(path, &ring, ConfigText::kSecret); !read.ok()) return read;
  return ring;
}

bool HasId(const config::v1::KeyEncryptionKey& key, absl::string_view id) { return key.id() == id; }

}  // namespace

absl::Status MakeKeyRingFile(const std::string& path, absl::string_view key_id) {
  config::v1::KeyRing ring;
  AddKey(key_id, ring);
  return Store(path, ring, true);
}

absl::Status AddActiveKey(const std::string& path, absl::string_view key_id) {
  auto ring = ReadRing(path);
  if (!ring.ok()) return ring.status();
  if (std::any_of(ring->keys().begin(), ring->keys().end(),
                  [key_id](const auto& key) { return HasId(key, key_id); })) {
    return absl::AlreadyExistsError(absl::StrCat(path, " has a key ", key_id, " already"));
  }
  AddKey(key_id, *ring);
  return Store(path, *ring, false);
}

absl::Status RemoveKey(const std::string& path, absl::string_view key_id) {
  auto ring = ReadRing(path);
  if (!ring.ok()) return ring.status();
  if (ring->active_key_id() == key_id) {
    return absl::FailedPreconditionError(
        absl::StrCat(key_id, " is the active key of ", path, "; add another one first"));
  }
  auto& keys = *ring->mutable_keys();
  const auto removed = std::remove_if(keys.begin(), keys.end(),
                                      [key_id](const auto& key) { return HasId(key, key_id); });
  if (removed == keys.end()) {
    return absl::NotFoundError(absl::StrCat(path, " has no key ", key_id));
  }
  keys.erase(removed, keys.end());
  return Store(path, *ring, false);
}

}  // namespace docshare::platform
