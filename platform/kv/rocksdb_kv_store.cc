#include "platform/kv/rocksdb_kv_store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <filesystem>
#include <mutex>
#include <shared_mutex>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/kv/database_key.h"
#include "platform/kv/disk_ballast.h"
#include "platform/kv/disk_reserve.h"
#include "platform/kv/pending_writes.h"
#include "platform/kv/rocksdb_encryption.h"
#include "platform/kv/rocksdb_options.h"
#include "platform/kv/rocksdb_reader.h"
#include "platform/kv/rocksdb_status.h"
#include "rocksdb/db.h"
#include "rocksdb/write_batch.h"

namespace docshare::platform {
namespace {

rocksdb::Slice ToSlice(absl::string_view bytes) { return {bytes.data(), bytes.size()}; }

absl::Status FolderError(const std::string& path, int error) {
  return absl::FailedPreconditionError(absl::StrCat("cannot make the folder of the store: ",
                                                    absl::ErrnoToStatus(error, path).message()));
}

// Makes the folder when it is not there, and its name durable: else a power loss could take the
// whole store, synced writes and all.
absl::Status MakeFolder(const std::string& path) {
  if (mkdir(path.c_str(), 0700) != 0) {
    return errno == EEXIST ? absl::OkStatus() : FolderError(path, errno);
  }
  const std::filesystem::path parent = std::filesystem::absolute(path).parent_path();
  const int fd = open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return FolderError(parent, errno);
  const int error = fsync(fd) == 0 ? 0 : errno;
  close(fd);
  return error == 0 ? absl::OkStatus() : FolderError(parent, error);
}

// Keeps other processes, and other stores of this one, out of the folder from before the first file
// is looked at. RocksDB's own lock comes too late for that.
class FolderLock {
 public:
  // Returns kUnavailable when somebody has it.
  static absl::StatusOr<std::unique_ptr<FolderLock>> Take(const std::string& path) {
    const int fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return FolderError(path, errno);
    auto lock = std::make_unique<FolderLock>(fd);
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) return lock;
    if (errno != EWOULDBLOCK) return FolderError(path, errno);
    return absl::UnavailableError(absl::StrCat(path, " is open already"));
  }

  explicit FolderLock(int fd) : fd_(fd) {}
  FolderLock(const FolderLock&) = delete;
  ~FolderLock() { close(fd_); }

 private:
  const int fd_;
};

// RocksDB takes a folder without a CURRENT file for a new one and deletes what else is in it.
absl::Status CheckNotBeheaded(const std::string& path) {
  std::error_code error;
  if (std::filesystem::exists(path + "/CURRENT", error)) return absl::OkStatus();
  std::filesystem::directory_iterator files(path, error);
  for (; !error && files != std::filesystem::directory_iterator(); files.increment(error)) {
    const std::string extension = files->path().extension();
    if (extension == ".sst" || extension == ".blob" || extension == ".log") {
      return absl::DataLossError(absl::StrCat(path, " has data files but no file CURRENT"));
    }
  }
  if (error) return FolderError(path, error.value());
  return absl::OkStatus();
}

// About what opening may write: the log's rows go into files, and the manifest begins anew.
uint64_t BytesToOpen(const std::string& path) {
  uint64_t bytes = uint64_t{1} << 20;
  std::error_code error;
  for (std::filesystem::directory_iterator file(path, error), end; !error && file != end;
       file.increment(error)) {
    const bool counts = file->path().extension() == ".log" ||
                        absl::StartsWith(file->path().filename().string(), "MANIFEST");
    std::error_code gone;
    const uintmax_t size = counts ? file->file_size(gone) : 0;
    if (!gone) bytes += size;
  }
  return bytes;
}

bool HasDeletedRange(const KvBatch& batch) {
  for (size_t i = 0; i < batch.size(); ++i) {
    if (batch.operation(i).kind == KvOperationKind::kDeleteRange) return true;
  }
  return false;
}

// A batch of the same effect without deleted ranges: they become deletions of the keys that
// `reader` has there. Deleted ranges of RocksDB make its iterators lose errors, see
// rocksdb_reader.cc.
absl::StatusOr<KvBatch> WithoutDeletedRanges(const KvBatch& batch, const KvReader& reader) {
  // Leaves one operation a key, and the ranges before them all.
  PendingWrites net_effect(&reader);
  net_effect.Absorb(batch);
  const KvBatch net = net_effect.TakeBatch();
  KvBatch result;
  if (batch.uses_reserve()) result.UseReserve();
  for (size_t i = 0; i < net.size(); ++i) {
    const KvOperation operation = net.operation(i);
    switch (operation.kind) {
      case KvOperationKind::kPut:
        result.Put(operation.key, operation.value);
        break;
      case KvOperationKind::kDelete:
        result.Delete(operation.key);
        break;
      case KvOperationKind::kDeleteRange: {
        const auto rows = reader.Scan(operation.key, operation.value);
        for (; rows->Valid(); rows->Next()) result.Delete(rows->key());
        if (!rows->status().ok()) return rows->status();
        break;
      }
    }
  }
  return result;
}

// Whether there is anything in it but deletions and marks: what makes room must not be refused for
// want of it.
bool TakesRoom(const KvBatch& batch) {
  for (size_t i = 0; i < batch.size(); ++i) {
    const KvOperation operation = batch.operation(i);
    if (operation.kind == KvOperationKind::kPut && !operation.value.empty()) return true;
  }
  return false;
}

// Requires a batch without deleted ranges.
rocksdb::WriteBatch ToRocksDb(const KvBatch& batch) {
  rocksdb::WriteBatch result(batch.approximate_size_bytes() + 64);
  for (size_t i = 0; i < batch.size(); ++i) {
    const KvOperation operation = batch.operation(i);
    assert(operation.kind != KvOperationKind::kDeleteRange);
    if (operation.kind == KvOperationKind::kPut) {
      result.Put(ToSlice(operation.key), ToSlice(operation.value));
    } else {
      result.Delete(ToSlice(operation.key));
    }
  }
  return result;
}

}  // namespace

class RocksDbKvStore::Database {
 public:
  Database(std::unique_ptr<FolderLock> lock, std::unique_ptr<rocksdb::Env> env,
           std::unique_ptr<rocksdb::DB> db, const RocksDbOptions& options)
      : lock_(std::move(lock)),
        env_(std::move(env)),
        path_(options.path),
        encryption_(options.encryption),
        db_(std::move(db)),
        scan_prefix_bytes_(options.scan_prefix_bytes),
        reserve_(options.path, options.reserved_free_bytes),
        reader_(db_.get(), nullptr, scan_prefix_bytes_) {}

  const KvReader& reader() const { return reader_; }

  absl::Status Write(const KvBatch& batch, Durability durability) {
    if (!HasDeletedRange(batch)) {
      const std::shared_lock<std::shared_mutex> lock(deleting_ranges_);
      return WriteToRocksDb(batch, durability);
    }
    // No row may appear in the range between the look at it and the write.
    const std::unique_lock<std::shared_mutex> lock(deleting_ranges_);
    const absl::StatusOr<KvBatch> rows_only = WithoutDeletedRanges(batch, reader_);
    if (!rows_only.ok()) return rows_only.status();
    return WriteToRocksDb(*rows_only, durability);
  }

  absl::Status Sync() { return FromRocksDbStatus(db_->SyncWAL()); }

  absl::Status Purge(absl::string_view lower, absl::string_view upper) {
    // After a full disk RocksDB recovers only when no compaction runs, and one that is asked for
    // meanwhile fails a second later: callers who repeat it would keep it from recovering for ever.
    // A write, even of nothing, tells at once.
    rocksdb::WriteBatch nothing;
    const rocksdb::Status serving = db_->Write(rocksdb::WriteOptions(), &nothing);
    if (!serving.ok()) return FromRocksDbStatus(serving);
    rocksdb::CompactRangeOptions options;
    options.exclusive_manual_compaction = false;
    // Else the last level keeps what was deleted above it.
    options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
    const rocksdb::Slice begin = ToSlice(lower);
    const rocksdb::Slice end = ToSlice(upper);
    return FromRocksDbStatus(db_->CompactRange(options, &begin, &end));
  }

  absl::StatusOr<bool> RewrapKey() {
    if (encryption_ == nullptr) return false;
    return RewrapDatabaseKey(path_, *encryption_);
  }

  std::shared_ptr<const KvReader> Snapshot() const {
    const std::shared_ptr<const rocksdb::Snapshot> snapshot(
        db_->GetSnapshot(),
        [db = db_.get()](const rocksdb::Snapshot* s) { db->ReleaseSnapshot(s); });
    struct SnapshotReader {
      std::shared_ptr<const rocksdb::Snapshot> snapshot;
      RocksDbReader reader;
    };
    auto owner = std::make_shared<const SnapshotReader>(
        SnapshotReader{snapshot, RocksDbReader(db_.get(), snapshot.get(), scan_prefix_bytes_)});
    return {owner, &owner->reader};
  }

 private:
  absl::Status WriteToRocksDb(const KvBatch& batch, Durability durability) {
    if (!batch.uses_reserve() && TakesRoom(batch)) {
      absl::Status admitted = reserve_.Admit(batch.approximate_size_bytes());
      if (!admitted.ok()) return admitted;
    }
    rocksdb::WriteOptions options;
    options.sync = durability == Durability::kSynced;
    rocksdb::WriteBatch writes = ToRocksDb(batch);
    // When background work fills the disk, RocksDB refuses writes with the same error, looks for
    // room every 5 seconds and goes on by itself.
    return FromRocksDbStatus(db_->Write(options, &writes));
  }

  const std::unique_ptr<FolderLock> lock_;
  // Null without encryption. The database needs it to its end.
  const std::unique_ptr<rocksdb::Env> env_;
  const std::string path_;
  const std::shared_ptr<KeyEncryption> encryption_;
  const std::unique_ptr<rocksdb::DB> db_;
  const uint32_t scan_prefix_bytes_;
  const DiskReserve reserve_;
  const RocksDbReader reader_;
  // Shared by writes, held alone by those that delete a range.
  std::shared_mutex deleting_ranges_;
};

absl::StatusOr<std::unique_ptr<RocksDbKvStore>> RocksDbKvStore::Open(
    const RocksDbOptions& options) {
  if (absl::Status made = MakeFolder(options.path); !made.ok()) return made;
  absl::StatusOr<std::unique_ptr<FolderLock>> lock = FolderLock::Take(options.path);
  if (!lock.ok()) return lock.status();
  if (absl::Status whole = CheckNotBeheaded(options.path); !whole.ok()) return whole;
  rocksdb::Options settings = MakeRocksDbOptions(options);
  std::unique_ptr<rocksdb::Env> env;
  if (options.encryption != nullptr) {
    const absl::StatusOr<SecretKey> key = OpenDatabaseKey(options.path, *options.encryption);
    if (!key.ok()) return key.status();
    if (absl::Status ready = PrepareFiles(options.path, *key); !ready.ok()) return ready;
    env.reset(rocksdb::NewEncryptedEnv(rocksdb::Env::Default(), NewRocksDbEncryption(*key)));
    settings.env = env.get();
  } else if (HasDatabaseKey(options.path)) {
    return absl::FailedPreconditionError(
        absl::StrCat(options.path, " is encrypted: it opens with its key ring only"));
  }
  const DiskBallast ballast(absl::StrCat(options.path, "/", kBallastName), options.ballast_bytes);
  // Without room this RocksDB does not fail, it aborts.
  if (absl::Status roomy = ballast.MakeRoom(BytesToOpen(options.path)); !roomy.ok()) return roomy;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened = rocksdb::DB::Open(settings, options.path, &db);
  if (!opened.ok()) return FromRocksDbStatus(opened);
  std::unique_ptr<rocksdb::DB> database(db);
  absl::Status taken_on = ballast.TakeOn(options.reserved_free_bytes);
  if (!taken_on.ok()) return taken_on;
  // Not make_unique: the constructor is private.
  return std::unique_ptr<RocksDbKvStore>(new RocksDbKvStore(
      std::make_unique<Database>(*std::move(lock), std::move(env), std::move(database), options)));
}

RocksDbKvStore::RocksDbKvStore(std::unique_ptr<Database> database)
    : database_(std::move(database)) {}

RocksDbKvStore::~RocksDbKvStore() = default;

absl::StatusOr<absl::optional<std::string>> RocksDbKvStore::Get(absl::string_view key) const {
  return database_->reader().Get(key);
}

std::vector<absl::StatusOr<absl::optional<std::string>>> RocksDbKvStore::MultiGet(
    absl::Span<const std::string> keys) const {
  return database_->reader().MultiGet(keys);
}

std::unique_ptr<KvIterator> RocksDbKvStore::Scan(absl::string_view lower,
                                                 absl::string_view upper) const {
  return database_->reader().Scan(lower, upper);
}

absl::Status RocksDbKvStore::Write(const KvBatch& batch, Durability durability) {
  if (batch.empty()) return durability == Durability::kSynced ? Sync() : absl::OkStatus();
  return database_->Write(batch, durability);
}

absl::Status RocksDbKvStore::Sync() { return database_->Sync(); }

absl::Status RocksDbKvStore::Purge(absl::string_view lower, absl::string_view upper) {
  return database_->Purge(lower, upper);
}

absl::StatusOr<bool> RocksDbKvStore::RewrapKey() { return database_->RewrapKey(); }

std::shared_ptr<const KvReader> RocksDbKvStore::Snapshot() const { return database_->Snapshot(); }

}  // namespace docshare::platform
