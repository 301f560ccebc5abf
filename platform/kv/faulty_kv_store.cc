#include "platform/kv/faulty_kv_store.h"

#include <map>
#include <mutex>
#include <utility>

namespace docshare::platform {
namespace {

absl::Status CrashedError() { return absl::UnavailableError("the store has crashed"); }

}  // namespace

struct FaultyKvStore::State {
  bool HasCrashed() const {
    const std::lock_guard<std::mutex> lock(mutex);
    return crashed;
  }

  mutable std::mutex mutex;
  bool crashed = false;
  int64_t write_count = 0;
  std::map<int64_t, absl::Status> failures;
  // 0 = no crash planned.
  int64_t crash_at = 0;
  CrashingWrite crashing_write = CrashingWrite::kLost;
  bool disk_full = false;
};

class FaultyKvStore::Iterator : public KvIterator {
 public:
  Iterator(std::shared_ptr<const State> state, std::unique_ptr<KvIterator> base)
      : state_(std::move(state)), base_(std::move(base)) {}

  bool Valid() const override { return !state_->HasCrashed() && base_->Valid(); }
  void Next() override { base_->Next(); }
  void Seek(absl::string_view key) override { base_->Seek(key); }
  absl::string_view key() const override { return base_->key(); }
  absl::string_view value() const override { return base_->value(); }
  absl::Status status() const override {
    return state_->HasCrashed() ? CrashedError() : base_->status();
  }

 private:
  const std::shared_ptr<const State> state_;
  const std::unique_ptr<KvIterator> base_;
};

// Reads from a snapshot, or from the base itself.
class FaultyKvStore::Reader : public KvReader {
 public:
  Reader(std::shared_ptr<const State> state, std::shared_ptr<const KvReader> base)
      : state_(std::move(state)), base_(std::move(base)) {}

  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) const override {
    if (state_->HasCrashed()) return CrashedError();
    return base_->Get(key);
  }
  std::vector<absl::StatusOr<absl::optional<std::string>>> MultiGet(
      absl::Span<const std::string> keys) const override {
    if (state_->HasCrashed()) return {keys.size(), CrashedError()};
    return base_->MultiGet(keys);
  }
  std::unique_ptr<KvIterator> Scan(absl::string_view lower,
                                   absl::string_view upper) const override {
    return std::make_unique<Iterator>(state_, base_->Scan(lower, upper));
  }

 private:
  const std::shared_ptr<const State> state_;
  const std::shared_ptr<const KvReader> base_;
};

FaultyKvStore::FaultyKvStore(KvStore* base)
    : base_(base),
      state_(std::make_shared<State>()),
      // Not owned: an aliasing pointer without a control block.
      reader_(std::make_unique<Reader>(
          state_, std::shared_ptr<const KvReader>(std::shared_ptr<void>(), base))) {}

FaultyKvStore::~FaultyKvStore() = default;

void FaultyKvStore::FailAtWrite(int64_t write_number, absl::Status error) {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  state_->failures[write_number] = std::move(error);
}

void FaultyKvStore::FillDisk() {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  state_->disk_full = true;
}

void FaultyKvStore::CrashAtWrite(int64_t write_number, CrashingWrite outcome) {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  state_->crash_at = write_number;
  state_->crashing_write = outcome;
}

void FaultyKvStore::Crash() {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  state_->crashed = true;
}

bool FaultyKvStore::crashed() const { return state_->HasCrashed(); }

int64_t FaultyKvStore::write_count() const {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  return state_->write_count;
}

absl::StatusOr<absl::optional<std::string>> FaultyKvStore::Get(absl::string_view key) const {
  return reader_->Get(key);
}

std::vector<absl::StatusOr<absl::optional<std::string>>> FaultyKvStore::MultiGet(
    absl::Span<const std::string> keys) const {
  return reader_->MultiGet(keys);
}

std::unique_ptr<KvIterator> FaultyKvStore::Scan(absl::string_view lower,
                                                absl::string_view upper) const {
  return reader_->Scan(lower, upper);
}

absl::Status FaultyKvStore::Write(const KvBatch& batch, Durability durability) {
  // Held during the base's write: no write may slip in after the one that crashes.
  const std::lock_guard<std::mutex> lock(state_->mutex);
  if (state_->crashed) return CrashedError();
  const int64_t number = ++state_->write_count;
  if (number == state_->crash_at) {
    state_->crashed = true;
    if (state_->crashing_write == CrashingWrite::kApplied) {
      absl::Status applied = base_->Write(batch, durability);
      if (!applied.ok()) return applied;
    }
    return CrashedError();
  }
  if (const auto failure = state_->failures.find(number); failure != state_->failures.end()) {
    return failure->second;
  }
  if (state_->disk_full && !batch.uses_reserve()) {
    return absl::ResourceExhaustedError("the disk is full");
  }
  return base_->Write(batch, durability);
}

absl::Status FaultyKvStore::Sync() {
  if (state_->HasCrashed()) return CrashedError();
  return base_->Sync();
}

absl::Status FaultyKvStore::Purge(absl::string_view lower, absl::string_view upper) {
  if (state_->HasCrashed()) return CrashedError();
  return base_->Purge(lower, upper);
}

std::shared_ptr<const KvReader> FaultyKvStore::Snapshot() const {
  return std::make_shared<Reader>(state_, base_->Snapshot());
}

}  // namespace docshare::platform
