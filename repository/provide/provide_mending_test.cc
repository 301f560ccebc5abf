// A document is damaged on the disk, and its source sends the same submission again: the new bytes
// take the place of the damaged ones, whatever dies meanwhile.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/kv/faulty_kv_store.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/memory_kv_store.h"
#include "platform/kv/temporary_folder.h"
#include "repository/content/content_keys.h"
#include "repository/provide/testing/repository_process.h"

namespace docshare::repository {
namespace {

using docshare::testing::AnEntry;
using CrashingWrite = platform::FaultyKvStore::CrashingWrite;

const std::string& Large() {
  static const std::string* bytes = new std::string(2'000'000, 'L');
  return *bytes;
}

// A repository with a document in a row and one in a file.
class Disk {
 public:
  Disk() {
    RepositoryProcess process(&kv_, &registry_, &clock_, Documents());
    EXPECT_TRUE(process.Provide(provision_).ok());
  }

  std::string Documents() const { return folder_.path() + "/documents"; }
  std::string UniqueId(int document) const {
    return provision_.metadata.document_entries(document).unique_id();
  }

  // Flips a bit of the document's stored bytes.
  void Damage(const RepositoryProcess& process, int document) {
    const ContentId id = ContentOf(process, document);
    if (document == 0) {
      std::string row = **kv_.Get(ContentKey(id));
      row.back() = static_cast<char>(row.back() ^ 1);
      platform::KvBatch batch;
      batch.Put(ContentKey(id), row);
      EXPECT_TRUE(kv_.Write(batch, platform::Durability::kSynced).ok());
      return;
    }
    std::fstream file(FileOf(id), std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(1'000'000);
    const char byte = static_cast<char>(file.get() ^ 1);
    file.seekp(1'000'000);
    file.put(byte);
    EXPECT_TRUE(file.good());
  }

  void LoseFile(const RepositoryProcess& process) {
    EXPECT_TRUE(std::filesystem::remove(FileOf(ContentOf(process, 1))));
  }

  ContentId ContentOf(const RepositoryProcess& process, int document) const {
    return (*process.catalogue()->FindDocument(*docshare::UniqueId::Parse(UniqueId(document))))
        ->content.id;
  }

  std::string FileOf(const ContentId& id) const {
    return absl::StrCat(Documents(), "/content/", id.ToHex().substr(0, 2), "/", id.ToHex());
  }

  size_t Files() const {
    size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(Documents())) {
      if (entry.is_regular_file()) ++count;
    }
    return count;
  }

  // Both documents are right, and nothing else is there.
  void ExpectWhole(const RepositoryProcess& process) const {
    EXPECT_EQ(process.BytesOf(UniqueId(0)), "small");
    EXPECT_TRUE(process.BytesOf(UniqueId(1)) == Large());
    EXPECT_EQ(process.ContentRows(), 2u);
    EXPECT_EQ(process.Orphans(), 0u);
    EXPECT_EQ(process.PendingRows(), 0u);
    EXPECT_EQ(Files(), 1u);
  }

  platform::FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  platform::MemoryKvStore kv_;
  platform::TemporaryFolder folder_;
  FakeRegistryClient registry_;
  const Provision provision_ = AProvision({"small", Large()});
};

TEST(ProvideMendingTest, TheSameSubmissionMendsADamagedDocument) {
  for (const int document : {0, 1}) {
    SCOPED_TRACE(document);
    Disk disk;
    RepositoryProcess process(&disk.kv_, &disk.registry_, &disk.clock_, disk.Documents());
    const ContentId other = disk.ContentOf(process, 1 - document);
    disk.Damage(process, document);
    ASSERT_TRUE(absl::IsDataLoss(process.Read(disk.UniqueId(document)).status()));

    const auto again = process.Provide(disk.provision_);

    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_TRUE(again->already_registered());
    disk.ExpectWhole(process);
    EXPECT_TRUE(disk.ContentOf(process, 1 - document) == other) << "it was not damaged";
    EXPECT_TRUE(absl::StrContains(process.log_text(), "document_mended"));
    EXPECT_FALSE(absl::StrContains(process.log_text(), disk.UniqueId(document)));
    // The damaged copy, and the one that came in vain: no key of either may outlive the document.
    EXPECT_EQ(*process.content()->keys().DestroyNoted(), 2);
  }
}

TEST(ProvideMendingTest, MendsADocumentWhoseFileIsGone) {
  Disk disk;
  RepositoryProcess process(&disk.kv_, &disk.registry_, &disk.clock_, disk.Documents());
  disk.LoseFile(process);
  ASSERT_TRUE(absl::IsDataLoss(process.Read(disk.UniqueId(1)).status()));
  ASSERT_TRUE(process.Provide(disk.provision_).ok());
  disk.ExpectWhole(process);
}

TEST(ProvideMendingTest, AnotherSubmissionOfTheBytesMendsThemAndKeepsWhatIsKnownOfThem) {
  Disk disk;
  RepositoryProcess process(&disk.kv_, &disk.registry_, &disk.clock_, disk.Documents());
  Provision other = AProvisionOf(AnEntry().AsFromSource().WithUniqueId(disk.UniqueId(0)), "small");
  other.metadata.mutable_document_entries(0)->set_mime_type("application/x-other");
  disk.Damage(process, 0);
  ASSERT_TRUE(process.Provide(other).ok());
  disk.ExpectWhole(process);
  EXPECT_EQ((*process.catalogue()->FindDocument(*UniqueId::Parse(disk.UniqueId(0))))->mime_type,
            disk.provision_.metadata.document_entries(0).mime_type());
}

TEST(ProvideMendingTest, OtherBytesMendNothing) {
  Disk disk;
  RepositoryProcess process(&disk.kv_, &disk.registry_, &disk.clock_, disk.Documents());
  disk.Damage(process, 0);
  Provision other = disk.provision_;
  other.documents[0] = "SMALL";
  EXPECT_EQ(process.Provide(other).status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_TRUE(absl::IsDataLoss(process.Read(disk.UniqueId(0)).status()));
  EXPECT_EQ(process.ContentRows(), 2u);
}

TEST(ProvideMendingTest, ARefusedSubmissionMendsNothing) {
  Disk disk;
  RepositoryProcess process(&disk.kv_, &disk.registry_, &disk.clock_, disk.Documents());
  disk.Damage(process, 0);
  disk.registry_.FailNext(absl::PermissionDeniedError("no"));
  EXPECT_FALSE(process.Provide(disk.provision_).ok());
  EXPECT_TRUE(absl::IsDataLoss(process.Read(disk.UniqueId(0)).status()));
  EXPECT_EQ(process.ContentRows(), 2u);
  EXPECT_EQ(process.Orphans(), 0u);
}

// At every write of the mending the process dies. The next start settles it, or the source repeats.
TEST(ProvideMendingTest, EveryWriteMayBeTheLast) {
  int crashes = 0;
  for (const CrashingWrite outcome : {CrashingWrite::kApplied, CrashingWrite::kLost}) {
    bool crashed = true;
    for (int64_t write = 1; crashed; ++write) {
      SCOPED_TRACE(absl::StrCat("write ", write));
      Disk disk;
      {
        platform::FaultyKvStore faulty(&disk.kv_);
        RepositoryProcess process(&faulty, &disk.registry_, &disk.clock_, disk.Documents());
        disk.Damage(process, 0);
        disk.Damage(process, 1);
        faulty.CrashAtWrite(faulty.write_count() + write, outcome);
        const bool answered = process.Provide(disk.provision_).ok();
        crashed = faulty.crashed();
        EXPECT_TRUE(answered || crashed);
        crashes += crashed ? 1 : 0;
      }
      disk.kv_.DropUnsynced();
      RepositoryProcess restarted(&disk.kv_, &disk.registry_, &disk.clock_, disk.Documents());
      restarted.Recover();
      for (const int document : {0, 1}) {
        const auto bytes = restarted.Read(disk.UniqueId(document));
        EXPECT_TRUE(bytes.ok() ? bytes->has_value() : absl::IsDataLoss(bytes.status()));
      }
      EXPECT_EQ(restarted.ContentRows(), 2u);
      EXPECT_EQ(restarted.Orphans(), 0u);
      ASSERT_TRUE(restarted.Provide(disk.provision_).ok());
      disk.ExpectWhole(restarted);
    }
  }
  // Two contents, pending, settled, two removals, each applied and lost.
  EXPECT_GE(crashes, 2 * 6);
}

}  // namespace
}  // namespace docshare::repository
