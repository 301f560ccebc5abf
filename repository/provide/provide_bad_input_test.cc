// Every way in which a source may break the stream: a precise error, and nothing stored.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "platform/kv/memory_kv_store.h"
#include "repository/provide/provide_limits.h"
#include "repository/provide/testing/repository_process.h"

namespace docshare::repository {
namespace {

using docshare::testing::AnEntry;
using ::testing::ElementsAre;

using Stream = std::vector<v1::ProvideDocumentSetRequest>;

struct Case {
  std::string name;
  // Two documents, "one" and "two"; entries without hash and size.
  std::function<void(Stream&)> change;
  absl::StatusCode status_code;
  std::string error_code;
  std::string location;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

metadata::v1::DocumentEntry& Entry(Stream& stream, int index) {
  return *stream[0].mutable_metadata()->mutable_document_entries(index);
}

v1::DocumentChunk& Chunk(Stream& stream, size_t index) { return *stream[index].mutable_chunk(); }

class ProvideBadInputTest : public ::testing::TestWithParam<Case> {
 protected:
  platform::FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  platform::MemoryKvStore kv_;
  FakeRegistryClient registry_;
  RepositoryProcess repository_{&kv_, &registry_, &clock_};
};

TEST_P(ProvideBadInputTest, IsRefusedPreciselyAndLeavesNothing) {
  Stream stream = StreamOf(AProvision({"one", "two"}));
  GetParam().change(stream);

  absl::Status status = repository_.ProvideStream(stream).status();

  EXPECT_EQ(status.code(), GetParam().status_code) << status;
  EXPECT_THAT(CodesOf(status), ElementsAre(GetParam().error_code));
  EXPECT_THAT(LocationsOf(status), ElementsAre(GetParam().location));
  EXPECT_EQ(repository_.PendingRows(), 0);
  EXPECT_EQ(repository_.ContentRows(), 0);
  EXPECT_EQ(repository_.Orphans(), 0);
  EXPECT_EQ(registry_.call_count(), 0);
}

INSTANTIATE_TEST_SUITE_P(
    , ProvideBadInputTest,
    ::testing::Values(
        Case{"NothingAtAll", [](Stream& s) { s.clear(); }, absl::StatusCode::kInvalidArgument,
             "XDSRepositoryError", ""},
        Case{"ChunkWithoutMetadata", [](Stream& s) { s.erase(s.begin()); },
             absl::StatusCode::kInvalidArgument, "XDSRepositoryError", ""},
        Case{"MetadataTwice", [](Stream& s) { s.push_back(s[0]); },
             absl::StatusCode::kInvalidArgument, "XDSRepositoryError", ""},
        Case{"MetadataWithoutIds", [](Stream& s) { Entry(s, 0).clear_unique_id(); },
             absl::StatusCode::kInvalidArgument, "XDSRepositoryMetadataError",
             "document_entries[0].unique_id"},
        Case{"DuplicateUniqueIds",
             [](Stream& s) { Entry(s, 1).set_unique_id(Entry(s, 0).unique_id()); },
             absl::StatusCode::kInvalidArgument, "XDSRepositoryDuplicateUniqueIdInMessage",
             "document_entries[1].unique_id"},
        Case{"ChunkOfUnknownDocument", [](Stream& s) { Chunk(s, 1).set_entry_uuid("nobody"); },
             absl::StatusCode::kInvalidArgument, "XDSMissingDocumentMetadata", "chunk.entry_uuid"},
        Case{"FirstChunkNamesNoDocument", [](Stream& s) { Chunk(s, 1).clear_entry_uuid(); },
             absl::StatusCode::kInvalidArgument, "XDSRepositoryError", "chunk.entry_uuid"},
        Case{"ChunkTooLarge",
             [](Stream& s) { Chunk(s, 2).set_data(std::string(kMaxChunkBytes + 1, 'x')); },
             absl::StatusCode::kInvalidArgument, "XDSRepositoryError", "chunk.data"},
        Case{"DocumentNeverSent", [](Stream& s) { s.pop_back(); },
             absl::StatusCode::kInvalidArgument, "XDSMissingDocument", "document_entries[1]"},
        Case{"DocumentSentTwice", [](Stream& s) { s.push_back(s[1]); },
             absl::StatusCode::kInvalidArgument, "XDSRepositoryError", "document_entries[0]"},
        Case{"StreamEndsInADocument", [](Stream& s) { Chunk(s, 2).set_last(false); },
             absl::StatusCode::kInvalidArgument, "XDSRepositoryError", "document_entries[1]"},
        Case{"NextDocumentBeforeTheEnd", [](Stream& s) { Chunk(s, 1).set_last(false); },
             absl::StatusCode::kInvalidArgument, "XDSRepositoryError", "document_entries[0]"},
        Case{"MoreBytesThanDeclared", [](Stream& s) { Entry(s, 1).set_size(2); },
             absl::StatusCode::kInvalidArgument, "XDSRepositoryMetadataError",
             "document_entries[1].size"},
        Case{"FewerBytesThanDeclared", [](Stream& s) { Entry(s, 1).set_size(4); },
             absl::StatusCode::kInvalidArgument, "XDSRepositoryMetadataError",
             "document_entries[1].size"},
        Case{"SizeZeroDeclared", [](Stream& s) { Entry(s, 1).set_size(0); },
             absl::StatusCode::kInvalidArgument, "XDSRepositoryMetadataError",
             "document_entries[1].size"},
        Case{"HashLies", [](Stream& s) { Entry(s, 0).set_hash(std::string(40, '0')); },
             absl::StatusCode::kInvalidArgument, "XDSRepositoryMetadataError",
             "document_entries[0].hash"},
        Case{"HashIsNoHash", [](Stream& s) { Entry(s, 0).set_hash("sha1"); },
             absl::StatusCode::kInvalidArgument, "XDSRepositoryMetadataError",
             "document_entries[0].hash"},
        Case{"DeclaredAboveTheLimit",
             [](Stream& s) { Entry(s, 1).set_size(kMaxDocumentBytes + 1); },
             absl::StatusCode::kResourceExhausted, "XDSRepositoryOutOfResources",
             "document_entries[1].size"},
        Case{"TenThousandEntries",
             [](Stream& s) {
               while (s[0].metadata().document_entries_size() < 10'000) {
                 s[0].mutable_metadata()->add_document_entries();
               }
             },
             absl::StatusCode::kResourceExhausted, "XDSRepositoryOutOfResources",
             "document_entries"}),
    [](const ::testing::TestParamInfo<Case>& param) { return param.param.name; });

}  // namespace
}  // namespace docshare::repository
