#include "registry/admin/stored_rows.h"

#include <set>

#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/admin/value_printer.h"
#include "registry/index/key_space.h"
#include "registry/objects/stored_document.h"
#include "registry/objects/testing/edited_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::ASubmission;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

constexpr char kKari[] = "12838520020";

class StoredRowsTest : public ::testing::Test {
 protected:
  StoredRowsTest() : kari_(edited_.AddPatient(kKari)) {
    uuids_ = edited_.Register(ASubmission()
                                  .OfPatient(kKari)
                                  .With(AnEntry().WithEntryUuid("entry").WithTitle("Røntgen"))
                                  .With(AFolder().WithEntryUuid("folder"))
                                  .Filing("entry", "folder")
                                  .Build());
    edited_.Edit([&](ObjectEditor& editor) {
      EXPECT_TRUE(
          editor.SetDocumentStatus(uuids_.at("entry"), metadata::v1::AVAILABILITY_STATUS_DEPRECATED)
              .ok());
    });
  }

  admin::v1::GetRowsResponse Rows(const EntryUuid& uuid) {
    admin::v1::GetRowsRequest request;
    request.set_entry_uuid(uuid.ToString());
    auto response = GetRows(edited_.reader(), request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : admin::v1::GetRowsResponse();
  }

  static std::multiset<std::string> Spaces(const admin::v1::GetRowsResponse& response) {
    std::multiset<std::string> spaces;
    for (const auto& row : response.rows()) spaces.insert(row.space());
    return spaces;
  }

  EditedStore edited_;
  const uint64_t kari_;
  std::map<std::string, EntryUuid> uuids_;
};

TEST_F(StoredRowsTest, DocumentHasARowInEverySpaceThatNamesIt) {
  const auto response = Rows(uuids_.at("entry"));
  EXPECT_THAT(Spaces(response),
              UnorderedElementsAre("document-filter", "document-entry", "object-by-uuid",
                                   "object-by-unique-id", "object-by-logical-id",
                                   // It is the target of the set and of the folder.
                                   "association-by-end", "association-by-end",
                                   // Registered, deprecated.
                                   "document-change", "document-change", "object-history"));
  for (const auto& row : response.rows()) {
    EXPECT_TRUE(row.exists()) << row.key_text();
    EXPECT_THAT(row.key_text(), StartsWith(row.space() + " "));
    EXPECT_THAT(row.value_text(), Not(HasSubstr("malformed")));
    EXPECT_THAT(row.key_text(), Not(HasSubstr(kKari)));
  }
}

TEST_F(StoredRowsTest, OtherKindsHaveTheirRows) {
  EXPECT_THAT(
      Spaces(Rows(uuids_.at("folder"))),
      UnorderedElementsAre("folder", "object-by-uuid", "object-by-unique-id",
                           "object-by-logical-id", "association-by-end", "association-by-end"));
  EXPECT_THAT(
      Spaces(Rows(uuids_.at("submission-set"))),
      UnorderedElementsAre("submission-set", "object-by-uuid", "object-by-unique-id",
                           "association-by-end", "association-by-end", "association-by-end"));
}

TEST_F(StoredRowsTest, RowThatIsMissingIsShown) {
  auto document = ReadDocument(edited_.reader(), uuids_.at("entry"));
  ASSERT_TRUE(document.ok());
  const std::string key = DocumentFilterKey((*document)->key);
  platform::KvBatch batch;
  batch.Delete(key);
  edited_.Commit(batch);
  int missing = 0;
  const auto response = Rows(uuids_.at("entry"));
  for (const auto& row : response.rows()) {
    if (row.exists()) continue;
    ++missing;
    EXPECT_EQ(row.key(), key);
    EXPECT_EQ(row.value_text(), "");
  }
  EXPECT_EQ(missing, 1);
}

TEST_F(StoredRowsTest, DamagedObjectStillShowsItsRows) {
  auto document = ReadDocument(edited_.reader(), uuids_.at("entry"));
  platform::KvBatch batch;
  batch.Put(DocumentEntryKey((*document)->key), "\xff\xff");
  edited_.Commit(batch);
  const auto response = Rows(uuids_.at("entry"));
  EXPECT_EQ(Spaces(response).count("document-entry"), 1u);
  for (const auto& row : response.rows()) {
    if (row.space() != "document-entry") continue;
    EXPECT_EQ(row.value_text(), "malformed ffff");
  }
}

TEST_F(StoredRowsTest, RemovedObjectHasItsHistoryAndItsChanges) {
  edited_.Edit([&](ObjectEditor& editor) { EXPECT_TRUE(editor.Remove(uuids_.at("entry")).ok()); });
  EXPECT_GE(Spaces(Rows(uuids_.at("entry"))).count("object-history"), 2u);
}

TEST_F(StoredRowsTest, UnknownObjectIsNotFound) {
  admin::v1::GetRowsRequest request;
  request.set_entry_uuid("urn:uuid:0f1a2b3c-9999-4222-8333-444455556666");
  EXPECT_TRUE(absl::IsNotFound(GetRows(edited_.reader(), request).status()));
  request.set_entry_uuid("2.999.7");
  EXPECT_TRUE(absl::IsInvalidArgument(GetRows(edited_.reader(), request).status()));
}

TEST_F(StoredRowsTest, EveryRowOfADatabaseIsPrintable) {
  std::set<char> spaces;
  for (const auto& [key, value] : edited_.Rows()) {
    spaces.insert(key[0]);
    const std::string text = PrintValue(key, value);
    EXPECT_THAT(text, Not(HasSubstr("malformed"))) << KeySpaceName(static_cast<uint8_t>(key[0]));
    EXPECT_THAT(text, Not(HasSubstr("\n")));
    EXPECT_NE(text, "");
  }
  // All but meta.
  EXPECT_EQ(spaces.size(), 15u);
}

TEST(ValuePrinterTest, PrintsValuesForPeople) {
  EXPECT_EQ(PrintValue(std::string("\x01x\0\x01", 4), "17"), "'17'");
  EXPECT_EQ(PrintValue("\x02", std::string("\0\0\0\0\0\0\x01\x02\x01", 9)), "patient=258 active");
  EXPECT_EQ(PrintValue("\x02", std::string("\0\0\0\0\0\0\x01\x02\x02", 9)), "patient=258 subsumed");
  EXPECT_EQ(PrintValue("\x04", std::string("\0\0\x01\x02", 4)), "term=258");
  EXPECT_EQ(PrintValue("\x05",
                       "\x01"
                       "A00-1^^1.2"),
            "kind=1 'A00-1^^1.2'");
  EXPECT_EQ(PrintValue("\x0d", ""), "(empty)");
  EXPECT_EQ(PrintValue("\x08", "\xff"), "malformed ff");
  EXPECT_EQ(PrintValue("\x63", "ab"), "malformed 6162");
  EXPECT_EQ(PrintValue("", "ab"), "malformed 6162");
}

}  // namespace
}  // namespace docshare::registry
