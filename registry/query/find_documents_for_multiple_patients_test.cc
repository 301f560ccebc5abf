#include "registry/query/find_documents_for_multiple_patients.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/index/document.h"
#include "registry/index/row.h"
#include "registry/query/testing/answer.h"
#include "registry/query/testing/registered_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::ACode;
using docshare::testing::AnEntry;
using docshare::testing::APatient;
using metadata::v1::DocumentEntry;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using Request = v1::FindDocumentsForMultiplePatientsRequest;
using Response = v1::FindDocumentsForMultiplePatientsResponse;

constexpr char kOne[] = "12838520020";
constexpr char kOther[] = "30916130186";
constexpr char kThird[] = "05861860053";
constexpr char kSystem[] = "2.999.7";

Request Query(const std::vector<std::string>& patients = {}) {
  Request request;
  for (const auto& id : patients) *request.add_patient_ids() = APatient(id);
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  return request;
}

template <typename Codes>
void AddCode(Codes* codes, const std::string& code) {
  codes->Add()->set_code(code);
  codes->rbegin()->set_code_system(kSystem);
}

class FindDocumentsForMultiplePatientsTest : public ::testing::Test {
 protected:
  std::vector<std::string> Ids(const Request& request) {
    return AllIds<Response>(FindDocumentsForMultiplePatients, request, db_.store());
  }

  RegisteredStore db_;
};

TEST_F(FindDocumentsForMultiplePatientsTest, PatientsAreOred) {
  const std::string one = db_.Register(AnEntry().OfPatient(kOne));
  const std::string other = db_.Register(AnEntry().OfPatient(kOther));
  const std::string third = db_.Register(AnEntry().OfPatient(kThird));
  EXPECT_THAT(Ids(Query({kOne})), ElementsAre(one));
  EXPECT_THAT(Ids(Query({kThird, kOne})), UnorderedElementsAre(one, third));
  EXPECT_THAT(Ids(Query({kThird, kOne, kThird})), UnorderedElementsAre(one, third));
  EXPECT_THAT(Ids(Query({kOther, "20891270128"})), ElementsAre(other));
  EXPECT_THAT(Ids(Query({"20891270128"})), IsEmpty());
}

// Whole objects of several patients are what the query is for.
TEST_F(FindDocumentsForMultiplePatientsTest, NoSinglePatientRule) {
  db_.Register(AnEntry().OfPatient(kOne));
  db_.Register(AnEntry().OfPatient(kOther));
  Request request = Query({kOne, kOther});
  request.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  const auto response = Ask<Response>(FindDocumentsForMultiplePatients, request, db_.store());
  ASSERT_EQ(response.document_entries_size(), 2);
  EXPECT_NE(response.document_entries(0).patient_id().id(),
            response.document_entries(1).patient_id().id());
}

// Each of the parameters that may stand alone.
TEST_F(FindDocumentsForMultiplePatientsTest, EveryPatientWhenNoneIsNamed) {
  std::vector<std::string> hits;
  for (const char* patient : {kOne, kOther, kThird}) {
    hits.push_back(db_.Register(AnEntry().OfPatient(patient).Also([](DocumentEntry& entry) {
      *entry.mutable_class_code() = ACode("C", kSystem);
      *entry.mutable_healthcare_facility_type_code() = ACode("F", kSystem);
      *entry.add_event_codes() = ACode("E", kSystem);
    })));
    db_.Register(AnEntry().OfPatient(patient));
  }
  Request by_class = Query();
  AddCode(by_class.mutable_class_codes(), "C");
  EXPECT_THAT(Ids(by_class), ::testing::UnorderedElementsAreArray(hits));
  Request by_facility = Query();
  AddCode(by_facility.mutable_healthcare_facility_type_codes(), "F");
  EXPECT_THAT(Ids(by_facility), ::testing::UnorderedElementsAreArray(hits));
  Request by_event = Query();
  AddCode(by_event.add_event_codes()->mutable_any_of(), "E");
  EXPECT_THAT(Ids(by_event), ::testing::UnorderedElementsAreArray(hits));
  Request by_unknown = Query();
  AddCode(by_unknown.mutable_class_codes(), "never seen");
  EXPECT_THAT(Ids(by_unknown), IsEmpty());
}

TEST_F(FindDocumentsForMultiplePatientsTest, OtherParametersHoldToo) {
  const std::string recent = db_.Register(AnEntry().OfPatient(kOne).CreatedAt("2024"));
  const std::string old = db_.Register(AnEntry().OfPatient(kOther).CreatedAt("2020"));
  const std::string deprecated = db_.Register(AnEntry().OfPatient(kOther).CreatedAt("2021"));
  db_.Deprecate(deprecated);
  const std::string offline = db_.Register(AnEntry().OfPatient(kOther).Also([](DocumentEntry& e) {
    e.set_document_availability(metadata::v1::DOCUMENT_AVAILABILITY_OFFLINE);
  }));
  Request request = Query({kOne, kOther});
  EXPECT_THAT(Ids(request), ElementsAre(recent, old));
  request.mutable_creation_time()->set_to("2023");
  EXPECT_THAT(Ids(request), ElementsAre(old));
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_THAT(Ids(request), ElementsAre(deprecated, old));
  request.add_author_person_patterns("nobody");
  EXPECT_THAT(Ids(request), IsEmpty());
}

TEST_F(FindDocumentsForMultiplePatientsTest, PagesCoverEverythingOnce) {
  for (int i = 0; i < 4; ++i) {
    for (const char* patient : {kOne, kOther, kThird}) {
      db_.Register(AnEntry().OfPatient(patient).OfClass(i == 1 ? "D" : "C", kSystem));
    }
  }
  Request named = Query({kThird, kOne});
  EXPECT_EQ(
      ExpectSameOnPages<Response>(FindDocumentsForMultiplePatients, named, db_.store()).size(), 8u);
  Request all = Query();
  AddCode(all.mutable_class_codes(), "C");
  EXPECT_EQ(ExpectSameOnPages<Response>(FindDocumentsForMultiplePatients, all, db_.store()).size(),
            9u);
}

// A page looks at 20 000 rows at most: pages without a hit come in between, and an end.
TEST_F(FindDocumentsForMultiplePatientsTest, PagesAreBoundedByRowsToo) {
  const std::string first = db_.Register(AnEntry().OfPatient(kOne).OfClass("C", kSystem));
  const std::string last = db_.Register(AnEntry().OfPatient(kThird).OfClass("C", kSystem));
  storage::v1::DocumentFilterRow row;
  row.set_status(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  row.set_object_type(metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE);
  const uint64_t middle = db_.AddPatient(APatient(kOther));
  platform::KvBatch batch;
  const std::string bytes = EncodeRow(row);
  for (int i = 0; i < 45'000; ++i) {
    EntryUuid::Bytes uuid{};
    for (int b = 0; b < 4; ++b) uuid[b] = static_cast<uint8_t>(i >> (24 - 8 * b));
    // Half of them before the third patient's rows, half after all.
    batch.Put(DocumentFilterKey({i % 2 == 0 ? middle : 1000, 0, EntryUuid::FromBytes(uuid)}),
              bytes);
  }
  db_.Commit(batch);
  Request all = Query();
  AddCode(all.mutable_class_codes(), "C");
  int pages = 0;
  std::vector<std::string> found;
  do {
    const auto page = Ask<Response>(FindDocumentsForMultiplePatients, all, db_.store());
    const auto ids = IdsOf(page);
    found.insert(found.end(), ids.begin(), ids.end());
    ASSERT_NE(page.next_page_token(), all.page_token());
    all.set_page_token(page.next_page_token());
    ++pages;
  } while (!all.page_token().empty());
  EXPECT_THAT(found, UnorderedElementsAre(first, last));
  EXPECT_EQ(pages, 3);
}

// The limit is reached where one patient's rows end and the next one's begin.
TEST_F(FindDocumentsForMultiplePatientsTest, RowsAreCountedAcrossPatients) {
  const uint64_t full = db_.AddPatient(APatient(kOne));
  storage::v1::DocumentFilterRow row;
  platform::KvBatch batch;
  for (int i = 0; i < 20'000; ++i) {
    EntryUuid::Bytes uuid{};
    for (int b = 0; b < 4; ++b) uuid[b] = static_cast<uint8_t>(i >> (24 - 8 * b));
    batch.Put(DocumentFilterKey({full, 0, EntryUuid::FromBytes(uuid)}), EncodeRow(row));
  }
  db_.Commit(batch);
  const std::string hit = db_.Register(AnEntry().OfPatient(kOther));
  Request request = Query({kOne, kOther});
  const auto first = Ask<Response>(FindDocumentsForMultiplePatients, request, db_.store());
  EXPECT_THAT(IdsOf(first), IsEmpty());
  ASSERT_FALSE(first.next_page_token().empty());
  request.set_page_token(first.next_page_token());
  const auto second = Ask<Response>(FindDocumentsForMultiplePatients, request, db_.store());
  EXPECT_THAT(IdsOf(second), ElementsAre(hit));
  EXPECT_TRUE(second.next_page_token().empty());
}

TEST_F(FindDocumentsForMultiplePatientsTest, RefusesMissingAndMalformedParameters) {
  EXPECT_EQ(RefusalOf(FindDocumentsForMultiplePatients, Request(), db_.store()),
            "XDSStoredQueryMissingParam return_type\n"
            "XDSStoredQueryMissingParam \n"
            "XDSStoredQueryMissingParam statuses");
  Request type_alone = Query();
  AddCode(type_alone.mutable_type_codes(), "T");
  EXPECT_EQ(RefusalOf(FindDocumentsForMultiplePatients, type_alone, db_.store()),
            "XDSStoredQueryMissingParam ");
  Request request = Query({kOne, ""});
  request.set_page_token("made-up");
  EXPECT_EQ(RefusalOf(FindDocumentsForMultiplePatients, request, db_.store()),
            "XDSRegistryError page_token\n"
            "XDSRegistryError patient_ids[1]");
  EXPECT_EQ(RefusalOf(FindDocumentsForMultiplePatients, Query(std::vector<std::string>(1001, kOne)),
                      db_.store()),
            "XDSRegistryError patient_ids");
}

}  // namespace
}  // namespace docshare::registry
