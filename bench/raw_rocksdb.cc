#include "bench/raw_rocksdb.h"

#include <atomic>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bench/submissions.h"
#include "platform/kv/rocksdb_kv_store.h"
#include "registry/commit/state_machine.h"
#include "registry/index/document.h"
#include "registry/index/key_codec.h"
#include "registry/register/register_document_set.h"

namespace docshare::bench {
namespace {

using platform::Durability;
using platform::KvBatch;
using platform::KvStore;

// Enough for the fastest disk we know within a few seconds of writing.
constexpr int kPreparedBatches = 60000;
constexpr uint64_t kFirstWriteNumber = 10'000'000;

absl::Status ApplyTo(KvStore& store, const storage::v1::Command& command, KvBatch* rows_out) {
  KvBatch rows;
  registry::Outcome outcome = registry::Apply(command, 1, store, rows);
  if (!outcome.ok()) return outcome.status();
  if (rows_out != nullptr) *rows_out = rows;
  return store.Write(rows, Durability::kBuffered);
}

absl::StatusOr<storage::v1::Command> RegisterCommand(int patient, uint64_t number, int documents) {
  auto change = registry::PrepareRegisterDocumentSet(Submission(patient, number, documents));
  if (!change.ok()) return change.status();
  storage::v1::Command command;
  command.set_rule_version(registry::kRuleVersion);
  *command.mutable_register_document_set() = *std::move(change);
  return command;
}

storage::v1::Command FeedCommand(int patient) {
  storage::v1::Command command;
  command.set_rule_version(registry::kRuleVersion);
  *command.mutable_feed_patient()->mutable_patient_id() = Patient(patient);
  return command;
}

absl::Status Fill(KvStore& store) {
  for (int patient = 0; patient < kPatients; ++patient) {
    if (absl::Status fed = ApplyTo(store, FeedCommand(patient), nullptr); !fed.ok()) return fed;
    auto command = RegisterCommand(patient, patient, kDocumentsPerPatient);
    if (!command.ok()) return command.status();
    if (absl::Status done = ApplyTo(store, *command, nullptr); !done.ok()) return done;
  }
  return store.Sync();
}

// The rows of submissions of one document, as the registry would write them.
absl::StatusOr<std::vector<KvBatch>> PrepareBatches(KvStore& store) {
  std::vector<KvBatch> batches(kPreparedBatches);
  for (int i = 0; i < kPreparedBatches; ++i) {
    auto command = RegisterCommand(i % kPatients, kFirstWriteNumber + i, 1);
    if (!command.ok()) return command.status();
    registry::Outcome outcome = registry::Apply(*command, 1, store, batches[i]);
    if (!outcome.ok()) return outcome.status();
  }
  return batches;
}

LoadResult MeasureWrites(KvStore& store, const std::vector<KvBatch>& batches,
                         std::atomic<size_t>& next, int threads, absl::Duration duration) {
  return RunLoad(threads, duration, [&](int) {
    // Past the end rows are written again: the same bytes to the log.
    const KvBatch& batch = batches[next++ % batches.size()];
    return store.Write(batch, Durability::kSynced).ok();
  });
}

LoadResult MeasureScans(const KvStore& store, int threads, absl::Duration duration) {
  std::atomic<uint64_t> next{0};
  return RunLoad(threads, duration, [&](int) {
    const uint64_t patient_number = 1 + next++ % kPatients;
    std::string copied;
    for (absl::string_view space : {"\x06", "\x07"}) {
      std::string prefix = registry::DocumentFilterPrefix(patient_number);
      prefix[0] = space[0];
      int rows = 0;
      auto it = store.Scan(prefix, registry::PrefixEnd(prefix));
      for (; it->Valid() && rows < kDocumentsPerPatient; it->Next(), ++rows) {
        copied.append(it->value().data(), it->value().size());
      }
      if (rows != kDocumentsPerPatient) return false;
    }
    return !copied.empty();
  });
}

}  // namespace

absl::StatusOr<RawRocksDbResult> MeasureRawRocksDb(const std::string& folder,
                                                   absl::Duration duration) {
  platform::RocksDbOptions options;
  options.path = folder;
  auto store = platform::RocksDbKvStore::Open(options);
  if (!store.ok()) return store.status();
  if (absl::Status filled = Fill(**store); !filled.ok()) return filled;
  auto batches = PrepareBatches(**store);
  if (!batches.ok()) return batches.status();
  RawRocksDbResult result;
  result.scan_1 = MeasureScans(**store, 1, duration);
  result.scan_2 = MeasureScans(**store, 2, duration);
  std::atomic<size_t> next{0};
  result.write_1 = MeasureWrites(**store, *batches, next, 1, duration);
  result.write_64 = MeasureWrites(**store, *batches, next, 64, duration);
  return result;
}

}  // namespace docshare::bench
