#include "repository/provide/testing/repository_process.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "domain/errors/xds_error.h"
#include "platform/crypto/testing/test_key_ring.h"
#include "repository/content/content_keys.h"
#include "repository/content/local_content_store.h"
#include "repository/content/memory_content_store.h"
#include "repository/content/remove_orphans.h"

namespace docshare::repository {
namespace {

template <typename T>
T OrDie(absl::StatusOr<T> value, const char* what) {
  if (!value.ok()) {
    std::fprintf(stderr, "%s: %s\n", what, value.status().ToString().c_str());
    std::abort();
  }
  return *std::move(value);
}

std::unique_ptr<ContentStore> OpenContent(const std::string& folder, platform::KvStore* kv,
                                          platform::UuidSource* uuids) {
  if (folder.empty()) return std::make_unique<MemoryContentStore>(kv, uuids);
  return OrDie(
      LocalContentStore::Open(
          {.path = folder, .reserved_free_bytes = 1, .key_encryption = platform::TestKeyRing()}, kv,
          uuids),
      "opening the content store");
}

}  // namespace

RepositoryProcess::RepositoryProcess(platform::KvStore* kv, FakeRegistryClient* registry,
                                     platform::FakeClock* clock, const std::string& folder)
    : kv_(kv),
      clock_(clock),
      log_("repository",
           [this](absl::string_view line) { log_text_.append(line.data(), line.size()); }),
      hash_algorithms_(OrDie(HashAlgorithms::Fetch(), "finding the hashes")),
      content_(OpenContent(folder, kv, &uuids_)),
      catalogue_(OrDie(Catalogue::Open(kv, *RepositoryUniqueId::Parse(kTestRepositoryUniqueId)),
                       "opening the catalogue")),
      settlement_(
          std::make_unique<Settlement>(catalogue_.get(), content_.get(), &hash_algorithms_, &log_)),
      ledger_(clock),
      recovery_(std::make_unique<PendingRecovery>(PendingRecovery::Collaborators{
          catalogue_.get(), registry, settlement_.get(), &ledger_, clock, &log_})),
      collaborators_{*RepositoryUniqueId::Parse(kTestRepositoryUniqueId),
                     catalogue_.get(),
                     content_.get(),
                     registry,
                     settlement_.get(),
                     &ledger_,
                     clock,
                     &uuids_,
                     &log_} {
  OrDie(recovery_->TakeOnPending(), "taking on pending submissions");
  OrDie(RemoveOrphans(content_.get()), "removing orphans");
  OrDie(content_->keys().DestroyNoted(), "destroying keys");
}

absl::StatusOr<registry::v1::RegisterDocumentSetResponse> RepositoryProcess::Provide(
    const Provision& provision) const {
  return ProvideStream(StreamOf(provision));
}

absl::StatusOr<registry::v1::RegisterDocumentSetResponse> RepositoryProcess::ProvideStream(
    const std::vector<v1::ProvideDocumentSetRequest>& stream) const {
  ProvideSession session = NewSession();
  for (const v1::ProvideDocumentSetRequest& message : stream) {
    absl::Status taken = message.has_metadata() ? session.TakeMetadata(message.metadata())
                                                : session.TakeChunk(message.chunk());
    if (!taken.ok()) return taken;
  }
  return session.Finish(clock_->Now() + absl::Seconds(20));
}

void RepositoryProcess::Recover() {
  recovery_->SettleDue();
  clock_->Advance(PendingLedger::kAttemptLinger + PendingLedger::kLongestPause);
  recovery_->SettleDue();
}

absl::optional<std::string> RepositoryProcess::BytesOf(const std::string& unique_id) const {
  return OrDie(Read(unique_id), "reading a document");
}

absl::StatusOr<absl::optional<std::string>> RepositoryProcess::Read(
    const std::string& unique_id) const {
  const absl::optional<StoredDocument> document =
      OrDie(catalogue_->FindDocument(*UniqueId::Parse(unique_id)), "finding a document");
  if (!document.has_value()) return absl::optional<std::string>();
  const absl::StatusOr<std::unique_ptr<ContentReader>> reader =
      content_->Open(document->content.id);
  if (!reader.ok()) return reader.status();
  std::string bytes;
  for (;;) {
    const absl::StatusOr<absl::string_view> piece = (*reader)->Read();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) return absl::make_optional(std::move(bytes));
    bytes.append(piece->data(), piece->size());
  }
}

size_t RepositoryProcess::PendingRows() const {
  return OrDie(catalogue_->ListPending(), "listing pending submissions").size();
}

size_t RepositoryProcess::ContentRows() const {
  size_t count = 0;
  std::unique_ptr<platform::KvIterator> rows =
      kv_->Scan(ContentSpaceBegin(kContentSpace), ContentSpaceEnd(kContentSpace));
  for (; rows->Valid(); rows->Next()) ++count;
  return count;
}

size_t RepositoryProcess::Orphans() const {
  size_t count = 0;
  absl::Status listed = content_->ForEachOrphan([&count](const ContentId&, OrphanState) {
    ++count;
    return absl::OkStatus();
  });
  if (!listed.ok()) std::abort();
  return count;
}

std::vector<std::string> CodesOf(const absl::Status& status) {
  std::vector<std::string> codes;
  if (auto errors = RegistryErrorsOf(status); errors.has_value()) {
    for (const auto& error : errors->errors()) codes.push_back(error.error_code());
  }
  return codes;
}

std::vector<std::string> LocationsOf(const absl::Status& status) {
  std::vector<std::string> locations;
  if (auto errors = RegistryErrorsOf(status); errors.has_value()) {
    for (const auto& error : errors->errors()) locations.push_back(error.location());
  }
  return locations;
}

}  // namespace docshare::repository
