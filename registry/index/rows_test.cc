// Pins the bytes of every index, and what readers make of damaged ones.

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/kv/memory_kv_store.h"
#include "registry/index/association.h"
#include "registry/index/document.h"
#include "registry/index/document_change.h"
#include "registry/index/folder.h"
#include "registry/index/key_printer.h"
#include "registry/index/meta.h"
#include "registry/index/object_by_logical_id.h"
#include "registry/index/object_by_unique_id.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/object_history.h"
#include "registry/index/patient.h"
#include "registry/index/patient_reordering.h"
#include "registry/index/row.h"
#include "registry/index/submission_set.h"
#include "registry/index/term.h"

namespace docshare::registry {
namespace {

using ::testing::HasSubstr;
using ::testing::Lt;
using ::testing::Not;

const EntryUuid kUuid =
    EntryUuid::FromBytes({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
const EntryUuid kOther = EntryUuid::FromBytes({0xff, 1});

PatientId SyntheticPatient() {
  return *PatientId::Parse("12838520020^^^&2.16.578.1.12.4.1.4.1&ISO");
}

std::string Hex(const std::string& key) { return absl::BytesToHexString(key); }

// The bytes are on disk: a change here needs a migration, not a new golden.
TEST(RowsTest, KeyLayoutsAreFrozen) {
  const std::string uuid = "000102030405060708090a0b0c0d0e0f";
  const std::string other = "ff010000000000000000000000000000";
  EXPECT_EQ(Hex(MetaKey("next_term")), "016e6578745f7465726d0001");
  EXPECT_EQ(Hex(PatientByIdentifierKey(SyntheticPatient())),
            "02322e31362e3537382e312e31322e342e312e342e3100013132383338353230303230"
            "0001");
  EXPECT_EQ(Hex(PatientKey(258)), "030000000000000102");
  EXPECT_EQ(Hex(TermByTextKey(TermKind::kCode, CodeTermText("A", "1.2"))), "0401415e5e312e320001");
  EXPECT_EQ(Hex(TermKey(7)), "0500000007");
  EXPECT_EQ(Hex(DocumentFilterKey({258, 1, kUuid})), "0600000000000001027ffffffffffffffe" + uuid);
  EXPECT_EQ(Hex(DocumentEntryKey({258, 1, kUuid})), "0700000000000001027ffffffffffffffe" + uuid);
  EXPECT_EQ(Hex(ObjectByUuidKey(kUuid)), "08" + uuid);
  EXPECT_EQ(Hex(ObjectByUniqueIdKey("1.2", kUuid)), "09312e320001" + uuid);
  EXPECT_EQ(Hex(ObjectByLogicalIdKey(kUuid, 2, kOther)), "0a" + uuid + "00000002" + other);
  EXPECT_EQ(Hex(Encode(SubmissionSetKey{258, 1, kUuid})),
            "0b00000000000001027ffffffffffffffe" + uuid);
  EXPECT_EQ(Hex(AssociationKey(kUuid)), "0c" + uuid);
  EXPECT_EQ(Hex(Encode(AssociationEndKey{kUuid, AssociationEnd::kTarget, kOther})),
            "0d" + uuid + "02" + other);
  EXPECT_EQ(Hex(Encode(FolderKey{258, kUuid})), "0e0000000000000102" + uuid);
  EXPECT_EQ(Hex(Encode(DocumentChangeKey{258, 3})), "0f000000000000010200000003");
  EXPECT_EQ(Hex(Encode(ObjectHistoryKey{kUuid, 258, 3})), "10" + uuid + "000000000000010200000003");
  EXPECT_EQ(Hex(PatientReorderingKey(258)), "110000000000000102");
}

TEST(RowsTest, ValueLayoutsAreFrozen) {
  storage::v1::DocumentFilterRow filter;
  filter.set_status(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  filter.set_object_type(metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE);
  filter.set_class_code(3);
  filter.add_event_codes(300);
  filter.set_creation_s(1);
  EXPECT_EQ(Hex(EncodeRow(filter)), "0801100128035a02ac026801");
  storage::v1::ObjectLocator locator;
  locator.set_kind(storage::v1::OBJECT_KIND_DOCUMENT_ENTRY);
  locator.set_patient_number(2);
  locator.set_sort_s(3);
  EXPECT_EQ(Hex(EncodeRow(locator)), "080110021803");
  platform::KvBatch batch;
  WritePatientReordering(1, 258, batch);
  EXPECT_EQ(Hex(std::string(batch.operation(0).value)), "0000000000000102");
}

TEST(RowsTest, NewerDocumentSortsFirst) {
  EXPECT_THAT(DocumentFilterKey({1, 2000, kOther}), Lt(DocumentFilterKey({1, 1000, kUuid})));
}

TEST(RowsTest, OnePatientsDocumentsLieTogether) {
  EXPECT_THAT(DocumentFilterKey({1, -5, kOther}), Lt(DocumentFilterKey({2, 1 << 30, kUuid})));
}

TEST(RowsTest, EntryKeyIsFoundFromFilterKey) {
  EXPECT_EQ(DocumentEntryKeyOf(DocumentFilterKey({9, 8, kUuid})), DocumentEntryKey({9, 8, kUuid}));
}

TEST(RowsTest, DecodesWhatItEncoded) {
  auto document = DecodeDocumentFilterKey(DocumentFilterKey({9, -8, kUuid}));
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->patient_number, 9u);
  EXPECT_EQ(document->creation_s, -8);
  EXPECT_EQ(document->uuid, kUuid);
  auto set = DecodeSubmissionSetKey(Encode(SubmissionSetKey{4, 5, kOther}));
  ASSERT_TRUE(set.ok());
  EXPECT_EQ(set->submission_s, 5);
  auto end =
      DecodeAssociationEndKey(Encode(AssociationEndKey{kUuid, AssociationEnd::kSource, kOther}));
  ASSERT_TRUE(end.ok());
  EXPECT_EQ(end->association, kOther);
}

TEST(RowsTest, RefusesDamagedKeys) {
  std::string key = DocumentFilterKey({9, 8, kUuid});
  EXPECT_TRUE(absl::IsDataLoss(DecodeDocumentFilterKey(key + "x").status()));
  EXPECT_TRUE(absl::IsDataLoss(DecodeDocumentFilterKey(key.substr(1)).status()));
  EXPECT_TRUE(absl::IsDataLoss(DecodeDocumentFilterKey("").status()));
  std::string end = Encode(AssociationEndKey{kUuid, AssociationEnd::kSource, kOther});
  end[17] = 3;
  EXPECT_TRUE(absl::IsDataLoss(DecodeAssociationEndKey(end).status()));
}

TEST(RowsTest, UnknownPatientHasNoNumber) {
  platform::MemoryKvStore store;
  auto number = FindPatientNumber(store, SyntheticPatient());
  ASSERT_TRUE(number.ok());
  EXPECT_FALSE(number->has_value());
  EXPECT_EQ(FindPatient(store, SyntheticPatient())->state, PatientState::kUnknown);
}

TEST(RowsTest, SubsumedPatientKeepsItsNumberAndIsFoundByStandingOnly) {
  platform::MemoryKvStore store;
  storage::v1::PatientRow row;
  for (uint64_t merged_into : {0, 9}) {
    row.set_merged_into(merged_into);
    platform::KvBatch batch;
    WritePatient(SyntheticPatient(), 258, row, batch);
    ASSERT_TRUE(store.Write(batch, platform::Durability::kSynced).ok());
    EXPECT_EQ(Hex(**store.Get(PatientByIdentifierKey(SyntheticPatient()))),
              merged_into == 0 ? "000000000000010201" : "000000000000010202");
    auto standing = FindPatient(store, SyntheticPatient());
    ASSERT_TRUE(standing.ok());
    EXPECT_EQ(standing->state, merged_into == 0 ? PatientState::kActive : PatientState::kSubsumed);
    EXPECT_EQ(standing->number, 258u);
    EXPECT_EQ(FindPatientNumber(store, SyntheticPatient())->has_value(), merged_into == 0);
    EXPECT_EQ(ReadPatient(store, 258)->merged_into(), merged_into);
  }
  EXPECT_TRUE(absl::IsDataLoss(ReadPatient(store, 259).status()));
}

TEST(RowsTest, DamagedValuesAreDataLoss) {
  platform::MemoryKvStore store;
  platform::KvBatch batch;
  batch.Put(PatientByIdentifierKey(SyntheticPatient()), "short");
  batch.Put(MetaKey(kMetaNextTerm), "many");
  batch.Put(TermByTextKey(TermKind::kCode, "x"), "12345");
  batch.Put(ObjectByUuidKey(kUuid), "\xff");
  batch.Put(ObjectByUniqueIdKey("1.2", kUuid), "\xff");
  batch.Put(ObjectByLogicalIdKey(kUuid, 1, kUuid), "\xff");
  ASSERT_TRUE(store.Write(batch, platform::Durability::kSynced).ok());
  EXPECT_TRUE(absl::IsDataLoss(FindPatientNumber(store, SyntheticPatient()).status()));
  platform::KvBatch other_state;
  other_state.Put(PatientByIdentifierKey(SyntheticPatient()), std::string("\0\0\0\0\0\0\0\1\3", 9));
  ASSERT_TRUE(store.Write(other_state, platform::Durability::kSynced).ok());
  EXPECT_TRUE(absl::IsDataLoss(FindPatient(store, SyntheticPatient()).status()));
  EXPECT_TRUE(absl::IsDataLoss(ReadCounter(store, kMetaNextTerm, 1).status()));
  EXPECT_TRUE(absl::IsDataLoss(FindTerm(store, TermKind::kCode, "x").status()));
  EXPECT_TRUE(absl::IsDataLoss(ReadTermText(store, 5).status()));
  EXPECT_TRUE(absl::IsDataLoss(FindObject(store, kUuid).status()));
  EXPECT_TRUE(absl::IsDataLoss(FindUniqueIdUses(store, "1.2", 5).status()));
  EXPECT_TRUE(absl::IsDataLoss(FindVersions(store, kUuid, 5).status()));
}

TEST(RowsTest, UniqueIdThatIsAPrefixOfAnotherFindsItsOwn) {
  platform::MemoryKvStore store;
  platform::KvBatch batch;
  WriteUniqueId("1.2", kUuid, {}, batch);
  WriteUniqueId("1.23", kOther, {}, batch);
  ASSERT_TRUE(store.Write(batch, platform::Durability::kSynced).ok());
  auto uses = FindUniqueIdUses(store, "1.2", 10);
  ASSERT_TRUE(uses.ok());
  ASSERT_EQ(uses->size(), 1u);
  EXPECT_EQ(uses->front().uuid, kUuid);
}

TEST(TermWriterTest, GivesOneNumberToOneText) {
  platform::MemoryKvStore store;
  platform::KvBatch batch;
  TermWriter first(store, batch);
  EXPECT_EQ(*first.Intern(TermKind::kCode, "a"), 1u);
  EXPECT_EQ(*first.Intern(TermKind::kAuthorPerson, "a"), 2u);
  EXPECT_EQ(*first.Intern(TermKind::kCode, "a"), 1u);
  first.Finish();
  ASSERT_TRUE(store.Write(batch, platform::Durability::kSynced).ok());

  platform::KvBatch more;
  TermWriter second(store, more);
  EXPECT_EQ(*second.Intern(TermKind::kAuthorPerson, "a"), 2u);
  EXPECT_EQ(*second.Intern(TermKind::kCode, "b"), 3u);
  EXPECT_EQ(*ReadTermText(store, 2), "a");
}

TEST(KeyPrinterTest, PrintsEverySpaceForPeople) {
  EXPECT_EQ(PrintKey(MetaKey("community")), "meta community");
  EXPECT_EQ(PrintKey(PatientKey(7)), "patient patient=7");
  EXPECT_EQ(PrintKey(TermKey(7)), "term term=7");
  EXPECT_EQ(PrintKey(TermByTextKey(TermKind::kCode, "A^^1")), "term-by-text kind=1 'A^^1'");
  EXPECT_EQ(PrintKey(DocumentFilterKey({17, 0, kUuid})),
            "document-filter patient=17 created=1970-01-01T00:00:00Z " + kUuid.ToString());
  EXPECT_EQ(PrintKey(ObjectByUniqueIdKey("1.2", kUuid)),
            "object-by-unique-id '1.2' " + kUuid.ToString());
  EXPECT_EQ(PrintKey(Encode(AssociationEndKey{kUuid, AssociationEnd::kTarget, kOther})),
            "association-by-end target=" + kUuid.ToString() + " " + kOther.ToString());
  EXPECT_THAT(PrintKey(ObjectByLogicalIdKey(kUuid, 3, kOther)), HasSubstr("version=3"));
  EXPECT_THAT(PrintKey(Encode(SubmissionSetKey{4, 5, kOther})), HasSubstr("submitted=1970"));
  EXPECT_EQ(PrintKey(ObjectByUuidKey(kUuid)), "object-by-uuid " + kUuid.ToString());
  EXPECT_EQ(PrintKey(AssociationKey(kUuid)), "association " + kUuid.ToString());
}

TEST(KeyPrinterTest, HidesPatientIdentifiers) {
  EXPECT_THAT(PrintKey(PatientByIdentifierKey(SyntheticPatient())), Not(HasSubstr("12838520020")));
}

TEST(KeyPrinterTest, SaysWhatIsMalformed) {
  EXPECT_EQ(PrintKey(""), "malformed (empty)");
  EXPECT_EQ(PrintKey("\x05z"), "malformed term 057a");
  EXPECT_EQ(PrintKey("\x7f"), "unknown ");
}

}  // namespace
}  // namespace docshare::registry
