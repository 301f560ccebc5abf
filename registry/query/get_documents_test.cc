#include "registry/query/get_documents.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/index/object_by_unique_id.h"
#include "registry/query/testing/answer.h"
#include "registry/query/testing/registered_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using docshare::testing::ASubmission;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class GetDocumentsTest : public ::testing::Test {
 protected:
  static v1::GetDocumentsRequest Query() {
    v1::GetDocumentsRequest request;
    request.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
    return request;
  }

  std::vector<std::string> Ids(const v1::GetDocumentsRequest& request) {
    auto bytes = GetDocuments(request, db_.store());
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    v1::GetDocumentsResponse response;
    if (bytes.ok()) {
      EXPECT_TRUE(response.ParseFromString(*bytes));
    }
    EXPECT_EQ(response.commit_position(), db_.store().commit_position());
    std::vector<std::string> ids(response.entry_uuids().begin(), response.entry_uuids().end());
    for (const auto& entry : response.document_entries()) ids.push_back(entry.entry_uuid());
    return ids;
  }

  std::string Error(const v1::GetDocumentsRequest& request, absl::StatusCode code) {
    auto bytes = GetDocuments(request, db_.store());
    EXPECT_EQ(bytes.status().code(), code) << bytes.status();
    auto errors = RegistryErrorsOf(bytes.status());
    if (!errors.has_value() || errors->errors().empty()) return "";
    return absl::StrCat(errors->errors(0).error_code(), " ", errors->errors(0).location());
  }

  RegisteredStore db_;
};

TEST_F(GetDocumentsTest, FindsByEntryUuid) {
  const std::string urn = db_.Register(AnEntry());
  db_.Register(AnEntry());
  v1::GetDocumentsRequest request = Query();
  request.add_entry_uuids(urn);
  request.add_entry_uuids(urn);
  EXPECT_THAT(Ids(request), ElementsAre(urn));
}

TEST_F(GetDocumentsTest, FindsEveryEntryOfAUniqueId) {
  auto same = [] { return AnEntry().WithUniqueId("2.999.10.500").OfBytes("same"); };
  const std::string first = db_.Register(same());
  const std::string second = db_.Register(same());
  v1::GetDocumentsRequest request = Query();
  request.add_unique_ids("2.999.10.500");
  EXPECT_THAT(Ids(request), UnorderedElementsAre(first, second));
}

TEST_F(GetDocumentsTest, FindsByLogicalId) {
  const std::string urn = db_.Register(AnEntry());
  v1::GetDocumentsRequest request = Query();
  request.add_logical_ids(urn);
  EXPECT_THAT(Ids(request), ElementsAre(urn));
}

TEST_F(GetDocumentsTest, UnknownIdsFindNothing) {
  v1::GetDocumentsRequest request = Query();
  request.add_entry_uuids("urn:uuid:00000000-0000-4000-8000-000000000001");
  EXPECT_THAT(Ids(request), IsEmpty());
  request = Query();
  request.add_unique_ids("2.999.404");
  EXPECT_THAT(Ids(request), IsEmpty());
}

TEST_F(GetDocumentsTest, DoesNotGiveOtherKindsOfObjects) {
  const auto submission = ASubmission().WithUniqueId("2.999.20.501").With(AnEntry()).Build();
  db_.Register(submission);
  v1::GetDocumentsRequest request = Query();
  request.add_unique_ids("2.999.20.501");
  EXPECT_THAT(Ids(request), IsEmpty());
}

TEST_F(GetDocumentsTest, MetadataLevelOneHidesOlderVersions) {
  const std::string urn = db_.Register(AnEntry());
  db_.ChangeFilterRow(
      urn, [](storage::v1::DocumentFilterRow& row) { row.set_is_newest_version(false); });
  v1::GetDocumentsRequest request = Query();
  request.add_logical_ids(urn);
  EXPECT_THAT(Ids(request), IsEmpty());
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), ElementsAre(urn));
}

TEST_F(GetDocumentsTest, WholeObjectsOfSeveralPatientsAreRefusedIdsAreNot) {
  const std::string one = db_.Register(AnEntry());
  const std::string other = db_.Register(AnEntry().OfPatient("30916130186"));
  v1::GetDocumentsRequest request = Query();
  request.add_entry_uuids(one);
  request.add_entry_uuids(other);
  EXPECT_EQ(Error(request, absl::StatusCode::kFailedPrecondition), "XDSResultNotSinglePatient ");
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(one, other));
}

TEST_F(GetDocumentsTest, RefusesNoListAndTwoLists) {
  EXPECT_EQ(Error(Query(), absl::StatusCode::kInvalidArgument), "XDSStoredQueryMissingParam ");
  v1::GetDocumentsRequest request = Query();
  request.add_unique_ids("1.2");
  request.add_logical_ids("urn:uuid:00000000-0000-4000-8000-000000000001");
  EXPECT_EQ(Error(request, absl::StatusCode::kInvalidArgument), "XDSStoredQueryParamNumber ");
}

TEST_F(GetDocumentsTest, RefusesMalformedValuesWithTheirLocation) {
  v1::GetDocumentsRequest request = Query();
  request.add_entry_uuids("urn:uuid:00000000-0000-4000-8000-000000000001");
  request.add_entry_uuids("urn:uuid:NOT");
  EXPECT_EQ(Error(request, absl::StatusCode::kInvalidArgument), "XDSRegistryError entry_uuids[1]");
  request = Query();
  request.add_logical_ids("");
  EXPECT_EQ(Error(request, absl::StatusCode::kInvalidArgument), "XDSRegistryError logical_ids[0]");
  request = Query();
  request.add_unique_ids("");
  EXPECT_EQ(Error(request, absl::StatusCode::kInvalidArgument), "XDSRegistryError unique_ids[0]");
  request = Query();
  for (int i = 0; i < 1001; ++i) request.add_unique_ids("1.2");
  EXPECT_EQ(Error(request, absl::StatusCode::kInvalidArgument), "XDSRegistryError unique_ids");
  request = Query();
  request.add_unique_ids("1.2");
  request.clear_return_type();
  EXPECT_EQ(Error(request, absl::StatusCode::kInvalidArgument),
            "XDSStoredQueryMissingParam return_type");
  request = Query();
  request.add_unique_ids("1.2");
  request.set_metadata_level(3);
  EXPECT_EQ(Error(request, absl::StatusCode::kInvalidArgument), "XDSRegistryError metadata_level");
}

// Versions of one document may be of different patients.
TEST_F(GetDocumentsTest, VersionsOfSeveralPatientsAreSeveralPatients) {
  const std::string first = db_.AddDocument(AnEntry().WithUniqueId("2.999.10.601").Build());
  const std::string second = db_.UpdateDocument(first, AnEntry().OfPatient("30916130186").Build());
  v1::GetDocumentsRequest by_logical_id = Query();
  by_logical_id.add_logical_ids(first);
  v1::GetDocumentsRequest by_unique_id = Query();
  by_unique_id.add_unique_ids("2.999.10.601");
  for (v1::GetDocumentsRequest& request : {std::ref(by_logical_id), std::ref(by_unique_id)}) {
    EXPECT_THAT(Ids(request), ElementsAre(second));
    request.set_metadata_level(2);
    EXPECT_EQ(Error(request, absl::StatusCode::kFailedPrecondition), "XDSResultNotSinglePatient ");
    request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
    EXPECT_THAT(Ids(request), UnorderedElementsAre(first, second));
  }
}

TEST_F(GetDocumentsTest, OnDemandAndOfflineEntries) {
  const std::string on_demand = db_.AddDocument(AnEntry().AsOnDemand().Build());
  const std::string offline = db_.AddDocument(
      AnEntry()
          .Also([](auto& entry) {
            entry.set_document_availability(metadata::v1::DOCUMENT_AVAILABILITY_OFFLINE);
          })
          .Build());
  v1::GetDocumentsRequest request = Query();
  request.add_entry_uuids(on_demand);
  request.add_entry_uuids(offline);
  EXPECT_THAT(Ids(request), ElementsAre(on_demand));
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(on_demand, offline));
}

TEST_F(GetDocumentsTest, PagesCoverEverythingOnce) {
  v1::GetDocumentsRequest request = Query();
  for (int i = 0; i < 6; ++i) request.add_entry_uuids(db_.Register(AnEntry()));
  EXPECT_EQ(ExpectSameOnPages<v1::GetDocumentsResponse>(GetDocuments, request, db_.store()).size(),
            6u);
}

// Callers of old know of no pages.
TEST_F(GetDocumentsTest, APageHasAThousandEntriesUnlessToldOtherwise) {
  v1::GetDocumentsRequest request = Query();
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  auto submission = ASubmission();
  for (int i = 0; i < 150; ++i) submission.With(AnEntry());
  for (const std::string& urn : db_.Register(submission.Build())) request.add_entry_uuids(urn);
  EXPECT_EQ(Ids(request).size(), 150u);
}

TEST_F(GetDocumentsTest, TooManyEntriesAreRefused) {
  v1::RegisterDocumentSetRequest request =
      ASubmission().With(AnEntry().WithUniqueId("2.999.10.600")).Build();
  db_.Register(request);
  // Twenty thousand more entries of the same document, written as rows.
  platform::KvBatch batch;
  for (int i = 0; i < 20'000; ++i) {
    EntryUuid::Bytes bytes{};
    bytes[0] = static_cast<uint8_t>(i >> 8);
    bytes[1] = static_cast<uint8_t>(i);
    storage::v1::UniqueIdRow row;
    row.mutable_locator()->set_kind(storage::v1::OBJECT_KIND_DOCUMENT_ENTRY);
    WriteUniqueId("2.999.10.600", EntryUuid::FromBytes(bytes), row, batch);
  }
  db_.Commit(batch);
  v1::GetDocumentsRequest query = Query();
  query.add_unique_ids("2.999.10.600");
  EXPECT_EQ(Error(query, absl::StatusCode::kFailedPrecondition), "XDSTooManyResults ");
}

}  // namespace
}  // namespace docshare::registry
