// How long a merge of a patient with many documents holds up other changes: the real command on a
// real store.
//
// Usage: merge_bench [DOCUMENTS], 10000 unless told, in submissions of 5 of which each fills a
// folder.

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "bench/submissions.h"
#include "domain/metadata/testing/submission_builder.h"
#include "platform/kv/pending_writes.h"
#include "platform/kv/rocksdb_kv_store.h"
#include "platform/kv/temporary_folder.h"
#include "registry/commit/state_machine.h"
#include "registry/register/register_document_set.h"

namespace docshare::bench {
namespace {

using platform::Durability;
using platform::KvBatch;

constexpr int kSurviving = 0;
constexpr int kSubsumed = 1;
constexpr int kDocumentsPerSubmission = 5;

[[noreturn]] void Die(const std::string& message) {
  std::fprintf(stderr, "merge_bench: %s\n", message.c_str());
  std::exit(EXIT_FAILURE);
}

class Registry {
 public:
  Registry() {
    platform::RocksDbOptions options;
    options.path = absl::StrCat(folder_.path(), "/rows");
    auto store = platform::RocksDbKvStore::Open(options);
    if (!store.ok()) Die(store.status().ToString());
    store_ = *std::move(store);
  }

  // Through the committer's overlay, synced or not.
  registry::Reply Apply(storage::v1::Command command, Durability durability) {
    command.set_rule_version(registry::kRuleVersion);
    platform::PendingWrites pending(store_.get());
    KvBatch rows;
    registry::Outcome outcome = registry::Apply(command, ++position_, pending, rows);
    if (!outcome.ok()) Die(outcome.status().ToString());
    rows_ = rows.size();
    pending.Absorb(rows);
    absl::Status written = store_->Write(pending.TakeBatch(), durability);
    if (!written.ok()) Die(written.ToString());
    return *std::move(outcome);
  }

  // Of the last command.
  size_t rows() const { return rows_; }

 private:
  platform::TemporaryFolder folder_;
  std::unique_ptr<platform::RocksDbKvStore> store_;
  uint64_t position_ = 0;
  size_t rows_ = 0;
};

void Fill(Registry& registry, int documents) {
  for (int patient : {kSurviving, kSubsumed}) {
    storage::v1::Command feed;
    *feed.mutable_feed_patient()->mutable_patient_id() = Patient(patient);
    registry.Apply(feed, Durability::kBuffered);
  }
  for (int number = 0; number * kDocumentsPerSubmission < documents; ++number) {
    docshare::testing::SubmissionBuilder filing = docshare::testing::ASubmission();
    filing.With(docshare::testing::AFolder().WithEntryUuid("folder"));
    for (int i = 0; i < kDocumentsPerSubmission; ++i) {
      filing.Filing(absl::StrCat("document-", i), "folder");
    }
    const registry::v1::RegisterDocumentSetRequest folder = filing.Build();
    registry::v1::RegisterDocumentSetRequest request =
        Submission(kSubsumed, static_cast<uint64_t>(number), kDocumentsPerSubmission);
    *request.mutable_folders() = folder.folders();
    *request.mutable_folders(0)->mutable_patient_id() = Patient(kSubsumed);
    request.mutable_associations()->MergeFrom(folder.associations());
    auto change = registry::PrepareRegisterDocumentSet(std::move(request));
    if (!change.ok()) Die(change.status().ToString());
    storage::v1::Command command;
    *command.mutable_register_document_set() = *std::move(change);
    registry.Apply(command, Durability::kBuffered);
  }
}

int Run(int documents) {
  Registry registry;
  Fill(registry, documents);
  storage::v1::Command merge;
  *merge.mutable_merge_patients()->mutable_surviving() = Patient(kSurviving);
  *merge.mutable_merge_patients()->mutable_subsumed() = Patient(kSubsumed);
  const absl::Time start = absl::Now();
  const registry::Reply reply = registry.Apply(merge, Durability::kSynced);
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  const auto& answer = std::get<registry::v1::MergePatientsResponse>(reply);
  std::printf("%lu objects moved, %zu rows written, %.2f s\n",
              static_cast<unsigned long>(answer.moved_objects()), registry.rows(), seconds);
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace docshare::bench

int main(int argc, char** argv) {
  int documents = 10000;
  if (argc > 2 || (argc == 2 && (!absl::SimpleAtoi(argv[1], &documents) || documents < 1))) {
    docshare::bench::Die("usage: merge_bench [DOCUMENTS]");
  }
  return docshare::bench::Run(documents);
}
