#include "repository/catalogue/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "platform/kv/memory_kv_store.h"
#include "repository/catalogue/document_key.h"
#include "repository/catalogue/meta_keys.h"

namespace docshare::repository {
namespace {

using platform::Durability;
using platform::KvBatch;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const RepositoryUniqueId kHospital = *RepositoryUniqueId::Parse("2.999.2.1");
const RepositoryUniqueId kMunicipality = *RepositoryUniqueId::Parse("2.999.2.2");

StoredDocument ADocument(const std::string& unique_id) {
  return StoredDocument{
      .unique_id = *UniqueId::Parse(unique_id),
      .content = {.id = *ContentId::FromHex("00112233445566778899aabbccddeeff"), .size_bytes = 3},
      .mime_type = "text/plain"};
}

PendingSubmission APending(const std::string& unique_id) {
  PendingSubmission pending;
  pending.registration.add_document_entries()->set_unique_id(unique_id);
  pending.documents.push_back(ADocument(unique_id));
  return pending;
}

class CatalogueTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Catalogue>> Open(const RepositoryUniqueId& id = kHospital) {
    return Catalogue::Open(&kv_, id);
  }

  void Put(const std::string& key, const std::string& value) {
    KvBatch batch;
    batch.Put(key, value);
    ASSERT_TRUE(kv_.Write(batch, Durability::kSynced).ok());
  }

  platform::MemoryKvStore kv_;
};

TEST_F(CatalogueTest, OpensItsOwnDatabaseAgain) {
  ASSERT_TRUE(Open().ok());
  kv_.DropUnsynced();
  EXPECT_TRUE(Open().ok());
}

TEST_F(CatalogueTest, RefusesTheDatabaseOfAnotherRepository) {
  ASSERT_TRUE(Open(kHospital).ok());
  absl::Status status = Open(kMunicipality).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("repository 2.999.2.1, not of 2.999.2.2"));
}

TEST_F(CatalogueTest, RefusesAnUnknownSchemaVersion) {
  ASSERT_TRUE(Open().ok());
  Put(EncodeMetaKey(MetaRow::kSchemaVersion), EncodeSchemaVersion(3));
  absl::Status status = Open().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("schema version 3"));
}

TEST_F(CatalogueTest, RefusesADatabaseThatIsNoRepositorys) {
  Put("x", "y");
  EXPECT_EQ(Open().status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(CatalogueTest, FindsWhatWasPut) {
  std::unique_ptr<Catalogue> catalogue = *Open();
  KvBatch batch;
  Catalogue::PutDocument(ADocument("2.999.10.1"), &batch);
  Catalogue::PutPending({2}, APending("2.999.10.2"), &batch);
  Catalogue::PutPending({1}, APending("2.999.10.3"), &batch);
  ASSERT_TRUE(catalogue->Write(batch, Durability::kBuffered).ok());

  EXPECT_EQ(**catalogue->FindDocument(*UniqueId::Parse("2.999.10.1")), ADocument("2.999.10.1"));
  EXPECT_FALSE(catalogue->FindDocument(*UniqueId::Parse("2.999.10.2"))->has_value());
  EXPECT_THAT(*catalogue->ListPending(), ElementsAre(SubmissionKey{1}, SubmissionKey{2}));
  EXPECT_EQ((**catalogue->FindPending({2})).documents[0], ADocument("2.999.10.2"));
  EXPECT_FALSE(catalogue->FindPending({3})->has_value());

  KvBatch settled;
  Catalogue::DeletePending({1}, &settled);
  ASSERT_TRUE(catalogue->Write(settled, Durability::kBuffered).ok());
  EXPECT_THAT(*catalogue->ListPending(), ElementsAre(SubmissionKey{2}));
}

TEST_F(CatalogueTest, ReportsDamagedRows) {
  std::unique_ptr<Catalogue> catalogue = *Open();
  Put(EncodePendingKey({1}), "damage");
  EXPECT_EQ(catalogue->FindPending({1}).status().code(), absl::StatusCode::kDataLoss);
  UniqueId unique_id = *UniqueId::Parse("2.999.10.1");
  Put(EncodeDocumentKey(unique_id), "damage");
  EXPECT_EQ(catalogue->FindDocument(unique_id).status().code(), absl::StatusCode::kDataLoss);
  Put(EncodeDocumentKey(unique_id), EncodeDocumentRow(ADocument("2.999.10.2")));
  EXPECT_EQ(catalogue->FindDocument(unique_id).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace docshare::repository
