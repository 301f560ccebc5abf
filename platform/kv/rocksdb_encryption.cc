#include "platform/kv/rocksdb_encryption.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <limits>
#include <system_error>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "platform/kv/disk_ballast.h"

namespace docshare::platform {
namespace {

constexpr absl::string_view kMagic = "DSROCKS1";
constexpr absl::string_view kFileKeyLabel = "docshare rocksdb file";
constexpr absl::string_view kSaltLabel = "docshare rocksdb salt";
constexpr size_t kSaltBytes = 32;
constexpr size_t kMacBytes = 32;
using Mac = std::array<uint8_t, kMacBytes>;
constexpr size_t kAesBlockBytes = 16;
// Read at a time.
constexpr uint64_t kPiece = 64 << 10;

bool IsZero(absl::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == 0; });
}

absl::optional<Mac> MacOf(const SecretKey& database_key, absl::string_view label,
                          absl::string_view salt) {
  const std::string message = absl::StrCat(label, salt);
  Mac mac;
  unsigned int size = 0;
  if (HMAC(EVP_sha256(), database_key.data(), SecretKey::kBytes,
           reinterpret_cast<const unsigned char*>(message.data()), message.size(), mac.data(),
           &size) == nullptr ||
      size != mac.size()) {
    return absl::nullopt;
  }
  return mac;
}

// What a file begins with.
absl::optional<std::string> PrefixOf(const SecretKey& database_key, absl::string_view salt) {
  const absl::optional<Mac> mac = MacOf(database_key, kSaltLabel, salt);
  if (!mac) return absl::nullopt;
  std::string prefix = absl::StrCat(
      kMagic, salt, absl::string_view(reinterpret_cast<const char*>(mac->data()), mac->size()));
  prefix.resize(kRocksDbPrefixBytes, '\0');
  return prefix;
}

class CtrStream final : public rocksdb::BlockAccessCipherStream {
 public:
  explicit CtrStream(const SecretKey& key) : key_(key) {}

  size_t BlockSize() override { return kAesBlockBytes; }

  // Called by several threads at once.
  rocksdb::Status Encrypt(uint64_t offset, char* data, size_t size) override {
    return Apply(offset, data, size);
  }
  rocksdb::Status Decrypt(uint64_t offset, char* data, size_t size) override {
    return Apply(offset, data, size);
  }

 protected:
  void AllocateScratch(std::string&) override {}
  rocksdb::Status EncryptBlock(uint64_t block, char* data, char*) override {
    return Apply(block * kAesBlockBytes, data, kAesBlockBytes);
  }
  rocksdb::Status DecryptBlock(uint64_t block, char* data, char*) override {
    return Apply(block * kAesBlockBytes, data, kAesBlockBytes);
  }

 private:
  rocksdb::Status Apply(uint64_t offset, char* data, size_t size) const {
    std::array<unsigned char, kAesBlockBytes> counter{};
    uint64_t block = offset / kAesBlockBytes;
    for (size_t i = kAesBlockBytes; block != 0; block >>= 8) {
      counter[--i] = static_cast<unsigned char>(block);
    }
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
        EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    if (context == nullptr || EVP_EncryptInit_ex(context.get(), EVP_aes_256_ctr(), nullptr,
                                                 key_.data(), counter.data()) != 1) {
      return rocksdb::Status::IOError("OpenSSL cannot compute AES-256-CTR");
    }
    std::array<unsigned char, kAesBlockBytes> skipped{};
    if (!Run(context.get(), skipped.data(), offset % kAesBlockBytes)) {
      return rocksdb::Status::IOError("OpenSSL cannot compute AES-256-CTR");
    }
    while (size > 0) {
      const size_t part = std::min<size_t>(size, std::numeric_limits<int>::max());
      if (!Run(context.get(), reinterpret_cast<unsigned char*>(data), part)) {
        return rocksdb::Status::IOError("OpenSSL cannot compute AES-256-CTR");
      }
      data += part;
      size -= part;
    }
    return rocksdb::Status::OK();
  }

  // In place.
  static bool Run(EVP_CIPHER_CTX* context, unsigned char* data, size_t size) {
    int written = 0;
    return size == 0 ||
           EVP_EncryptUpdate(context, data, &written, data, static_cast<int>(size)) == 1;
  }

  const SecretKey key_;
};

class Provider final : public rocksdb::EncryptionProvider {
 public:
  explicit Provider(const SecretKey& database_key) : database_key_(database_key) {}

  const char* Name() const override { return "docshare.RocksDbEncryption"; }
  size_t GetPrefixLength() const override { return kRocksDbPrefixBytes; }

  rocksdb::Status CreateNewPrefix(const std::string&, char* prefix, size_t length) const override {
    std::array<unsigned char, kSaltBytes> salt;
    // From the kernel: OpenSSL would keep a generator for each of RocksDB's threads, which never
    // end.
    if (getrandom(salt.data(), salt.size(), 0) != static_cast<ssize_t>(salt.size())) {
      return rocksdb::Status::IOError("the system has no randomness");
    }
    const absl::optional<std::string> bytes =
        PrefixOf(database_key_, {reinterpret_cast<const char*>(salt.data()), salt.size()});
    if (!bytes || bytes->size() != length) return NoMac();
    std::copy(bytes->begin(), bytes->end(), prefix);
    return rocksdb::Status::OK();
  }

  rocksdb::Status AddCipher(const std::string&, const char*, size_t, bool) override {
    return rocksdb::Status::NotSupported("the key comes from the file KEY");
  }

  rocksdb::Status CreateCipherStream(
      const std::string& name, const rocksdb::EnvOptions&, rocksdb::Slice& prefix,
      std::unique_ptr<rocksdb::BlockAccessCipherStream>* result) override {
    const absl::string_view bytes(prefix.data(), prefix.size());
    if (bytes.size() != kRocksDbPrefixBytes) {
      return rocksdb::Status::Corruption(name, "its first 4096 bytes are not there");
    }
    const absl::string_view salt = bytes.substr(kMagic.size(), kSaltBytes);
    const absl::optional<std::string> expected = PrefixOf(database_key_, salt);
    absl::optional<Mac> key = MacOf(database_key_, kFileKeyLabel, salt);
    if (!expected || !key) return NoMac();
    if (bytes != *expected) {
      return rocksdb::Status::Corruption(name, "its first 4096 bytes are damaged");
    }
    *result = std::make_unique<CtrStream>(SecretKey(*key));
    OPENSSL_cleanse(key->data(), key->size());
    return rocksdb::Status::OK();
  }

 private:
  static rocksdb::Status NoMac() {
    return rocksdb::Status::IOError("OpenSSL cannot compute HMAC-SHA-256");
  }

  const SecretKey database_key_;
};

enum class Beginning { kNone, kWhole, kDamaged };

// A file that is longer than its prefix and not all zeros has, or had, one.
absl::StatusOr<Beginning> BeginningOf(const std::filesystem::path& path,
                                      const SecretKey& database_key) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(kRocksDbPrefixBytes, '\0');
  if (file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
    const absl::string_view salt = absl::string_view(bytes).substr(kMagic.size(), kSaltBytes);
    const absl::optional<std::string> expected = PrefixOf(database_key, salt);
    if (!expected) return absl::InternalError("OpenSSL cannot compute HMAC-SHA-256");
    if (bytes == *expected) return Beginning::kWhole;
    bool is_zero = IsZero(bytes);
    while (is_zero && file) {
      file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
      is_zero = IsZero(absl::string_view(bytes.data(), static_cast<size_t>(file.gcount())));
    }
    if (!is_zero) return Beginning::kDamaged;
  }
  if (!file.eof()) return absl::DataLossError(absl::StrCat(path.string(), " cannot be read"));
  return Beginning::kNone;
}

// A power loss may leave a log longer than what was written to it, with zeros at the end. RocksDB
// passes over zeros, but not over what they decrypt to. What was written may itself end in zeros,
// so that some are left: fewer than the head of a record are an end that was cut short, which is
// tolerated; that a record ends in more of them has a probability of 2^-56.
absl::Status CutZeros(const std::filesystem::path& path, absl::string_view name) {
  constexpr uint64_t kKept = 6;
  if (!absl::EndsWith(name, ".log") && !absl::StartsWith(name, "MANIFEST-")) {
    return absl::OkStatus();
  }
  std::error_code error;
  const uint64_t size = std::filesystem::file_size(path, error);
  if (error) return absl::InternalError(error.message());
  std::ifstream file(path, std::ios::binary);
  uint64_t end = size;
  std::string bytes;
  while (end > kRocksDbPrefixBytes) {
    const uint64_t begin = std::max<uint64_t>(kRocksDbPrefixBytes, end - std::min(end, kPiece));
    bytes.resize(static_cast<size_t>(end - begin));
    file.seekg(static_cast<std::streamoff>(begin));
    if (!file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
      return absl::DataLossError(absl::StrCat(path.string(), " cannot be read"));
    }
    const size_t last = bytes.find_last_not_of('\0');
    end = last == std::string::npos ? begin : begin + last + 1;
    if (last != std::string::npos) break;
  }
  if (size - end <= kKept) return absl::OkStatus();
  std::filesystem::resize_file(path, end + kKept, error);
  return error ? absl::InternalError(error.message()) : absl::OkStatus();
}

// Whether the name is of a file that RocksDB encrypts.
bool IsEncrypted(absl::string_view name) {
  return name != "LOCK" && name != kBallastName && !absl::StartsWith(name, "LOG") &&
         !absl::StartsWith(name, "KEY");
}

}  // namespace

std::shared_ptr<rocksdb::EncryptionProvider> NewRocksDbEncryption(const SecretKey& database_key) {
  return std::make_shared<Provider>(database_key);
}

absl::Status PrepareFiles(const std::string& folder, const SecretKey& database_key) {
  std::error_code error;
  for (std::filesystem::directory_iterator file(folder, error), end; !error && file != end;
       file.increment(error)) {
    const std::string name = file->path().filename();
    if (!file->is_regular_file() || !IsEncrypted(name)) continue;
    const absl::StatusOr<Beginning> beginning = BeginningOf(file->path(), database_key);
    if (!beginning.ok()) return beginning.status();
    if (*beginning == Beginning::kWhole) {
      if (absl::Status cut = CutZeros(file->path(), name); !cut.ok()) return cut;
      continue;
    }
    if (*beginning == Beginning::kDamaged || name == "CURRENT") {
      return absl::DataLossError(
          absl::StrCat(file->path().string(), ": its first 4096 bytes are damaged"));
    }
    std::filesystem::remove(file->path(), error);
    if (error) break;
  }
  if (error) {
    return absl::InternalError(absl::StrCat("cannot look at ", folder, ": ", error.message()));
  }
  return absl::OkStatus();
}

}  // namespace docshare::platform
