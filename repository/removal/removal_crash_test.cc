// The process dies at every write of a removal, and at every write of the start after it. In the
// end a document is whole, or it is gone and no file has its key.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/clock/fake_clock.h"
#include "platform/crypto/testing/test_key_ring.h"
#include "platform/kv/faulty_kv_store.h"
#include "platform/kv/rocksdb_kv_store.h"
#include "platform/kv/temporary_folder.h"
#include "platform/random/random_uuid_source.h"
#include "repository/content/content_keys.h"
#include "repository/content/local_content_store.h"
#include "repository/content/remove_orphans.h"
#include "repository/provide/testing/provision.h"
#include "repository/provide/testing/repository_process.h"
#include "repository/registry_client/fake_registry_client.h"
#include "repository/removal/document_remover.h"

namespace docshare::repository {
namespace {

using CrashingWrite = platform::FaultyKvStore::CrashingWrite;

// Removal: document row, content, key, note. A start: content, key, note.
constexpr int64_t kWritesOfARemoval = 4;
constexpr int64_t kWritesOfAStart = 3;
constexpr CrashingWrite kOutcomes[] = {CrashingWrite::kApplied, CrashingWrite::kLost};

struct Crash {
  int64_t write;
  CrashingWrite outcome;
};

// A repository with a document in a row and one in a file, on a disk that survives its processes.
class Disk {
 public:
  Disk() {
    // Without encryption, so that a key that stays can be seen.
    kv_ = *platform::RocksDbKvStore::Open(
        {.path = folder_.path() + "/catalogue", .reserved_free_bytes = 0});
    const Provision provision = AProvision({"small", std::string(2 << 20, 'L')});
    RepositoryProcess process(kv_.get(), &registry_, &clock_, Documents());
    EXPECT_TRUE(process.Provide(provision).ok());
    for (const auto& entry : provision.metadata.document_entries()) {
      documents_.push_back({.unique_id = entry.unique_id(), .bytes = {}, .wrapped_key = {}});
    }
    for (size_t i = 0; i < documents_.size(); ++i) {
      Document& document = documents_[i];
      document.bytes = provision.documents[i];
      const auto row = process.catalogue()->FindDocument(*UniqueId::Parse(document.unique_id));
      const std::string key_row = **kv_->Get(DocumentKeyKey((*row)->content.id));
      // What no compression shortens.
      document.wrapped_key = key_row.substr(key_row.size() - 48);
    }
    // Into the last level: from there a deletion alone takes nothing away.
    EXPECT_TRUE(
        kv_->Purge(ContentSpaceBegin(kDocumentKeySpace), ContentSpaceEnd(kDocumentKeySpace)).ok());
  }

  std::string Documents() const { return folder_.path() + "/documents"; }

  // Whether the removal of that document was acknowledged by a process that dies at that write.
  bool RemoveAndCrash(size_t document, const Crash& crash) {
    platform::FaultyKvStore faulty(kv_.get());
    RepositoryProcess process(&faulty, &registry_, &clock_, Documents());
    platform::OperationalLog log("test", [](absl::string_view) {});
    const DocumentRemover remover(*RepositoryUniqueId::Parse(kTestRepositoryUniqueId),
                                  process.settlement(), &log);
    v1::RemoveDocumentsRequest request;
    v1::DocumentRequest& asked = *request.add_documents();
    asked.set_repository_unique_id(kTestRepositoryUniqueId);
    asked.set_document_unique_id(documents_[document].unique_id);
    faulty.CrashAtWrite(faulty.write_count() + crash.write, crash.outcome);
    const bool removed = remover.Remove(request).ok();
    EXPECT_TRUE(faulty.crashed());
    return removed;
  }

  // What a start does, in a process that dies at that write. False when it needs fewer.
  bool StartAndCrash(const Crash& crash) {
    platform::FaultyKvStore faulty(kv_.get());
    platform::RandomUuidSource uuids;
    const auto content = LocalContentStore::Open(
        {.path = Documents(), .reserved_free_bytes = 0, .key_encryption = platform::TestKeyRing()},
        &faulty, &uuids);
    EXPECT_TRUE(content.ok()) << content.status();
    faulty.CrashAtWrite(faulty.write_count() + crash.write, crash.outcome);
    const bool started =
        RemoveOrphans(content->get()).ok() && (*content)->keys().DestroyNoted().ok();
    EXPECT_EQ(started, !faulty.crashed());
    return faulty.crashed();
  }

  // After a start that is not disturbed.
  void ExpectWholeOrGone(size_t number, bool acknowledged) {
    const RepositoryProcess process(kv_.get(), &registry_, &clock_, Documents());
    const Document& document = documents_[number];
    const absl::optional<std::string> bytes = process.BytesOf(document.unique_id);
    if (bytes.has_value()) {
      EXPECT_FALSE(acknowledged);
      EXPECT_TRUE(*bytes == document.bytes);
    }
    EXPECT_EQ(AnyFileHas(document.wrapped_key), bytes.has_value());
    EXPECT_EQ(process.ContentRows(), bytes.has_value() ? 2 : 1);
    EXPECT_EQ(process.Orphans(), 0u);
    EXPECT_FALSE(
        kv_->Scan(ContentSpaceBegin(kKeyToDestroySpace), ContentSpaceEnd(kKeyToDestroySpace))
            ->Valid());
    const Document& other = documents_[1 - number];
    EXPECT_TRUE(process.BytesOf(other.unique_id) == other.bytes);
    EXPECT_TRUE(AnyFileHas(other.wrapped_key));
  }

  bool AnyFileHas(const std::string& bytes) const {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(folder_.path() + "/catalogue")) {
      std::ifstream file(entry.path(), std::ios::binary);
      if (absl::StrContains(std::string(std::istreambuf_iterator<char>(file), {}), bytes)) {
        return true;
      }
    }
    return false;
  }

 private:
  struct Document {
    std::string unique_id;
    std::string bytes;
    std::string wrapped_key;
  };

  platform::FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  platform::TemporaryFolder folder_;
  std::unique_ptr<platform::RocksDbKvStore> kv_;
  FakeRegistryClient registry_;
  std::vector<Document> documents_;
};

TEST(RemovalCrashTest, EveryWriteOfARemoval) {
  for (const size_t document : {0, 1}) {
    for (const CrashingWrite outcome : kOutcomes) {
      for (int64_t write = 1; write <= kWritesOfARemoval; ++write) {
        SCOPED_TRACE(absl::StrCat("document ", document, ", write ", write));
        Disk disk;
        const bool acknowledged = disk.RemoveAndCrash(document, {write, outcome});
        disk.ExpectWholeOrGone(document, acknowledged);
        // A start that finds nothing to do changes nothing.
        disk.ExpectWholeOrGone(document, acknowledged);
      }
    }
  }
}

TEST(RemovalCrashTest, EveryWriteOfTheStartAfterIt) {
  for (const size_t document : {0, 1}) {
    for (const CrashingWrite outcome : kOutcomes) {
      int64_t write = 1;
      for (bool crashed = true; crashed; ++write) {
        SCOPED_TRACE(absl::StrCat("document ", document, ", write ", write));
        Disk disk;
        disk.RemoveAndCrash(document, {1, CrashingWrite::kApplied});
        crashed = disk.StartAndCrash({write, outcome});
        disk.ExpectWholeOrGone(document, false);
      }
      EXPECT_EQ(write, kWritesOfAStart + 2);
    }
  }
}

}  // namespace
}  // namespace docshare::repository
