#include "registry/query/find_folders_for_multiple_patients.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/index/folder.h"
#include "registry/query/testing/answer.h"
#include "registry/query/testing/registered_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::ACode;
using docshare::testing::APatient;
using metadata::v1::Folder;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using Request = v1::FindFoldersForMultiplePatientsRequest;
using Response = v1::FindFoldersForMultiplePatientsResponse;

constexpr char kOne[] = "12838520020";
constexpr char kOther[] = "30916130186";
constexpr char kThird[] = "05861860053";

Request Query(const std::vector<std::string>& patients = {}) {
  Request request;
  for (const auto& id : patients) *request.add_patient_ids() = APatient(id);
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  return request;
}

void AddGroup(Request& request, const std::vector<std::string>& any_of) {
  auto& group = *request.add_codes();
  for (const std::string& code : any_of) {
    auto& filter = *group.add_any_of();
    filter.set_code(code);
    filter.set_code_system("2.999.7");
  }
}

Folder WithCode(const std::string& patient, const std::string& code) {
  Folder folder = AFolder(patient);
  *folder.add_codes() = ACode(code, "2.999.7");
  return folder;
}

class FindFoldersForMultiplePatientsTest : public ::testing::Test {
 protected:
  std::vector<std::string> Ids(const Request& request) {
    return AllIds<Response>(FindFoldersForMultiplePatients, request, db_.store());
  }

  RegisteredStore db_;
};

TEST_F(FindFoldersForMultiplePatientsTest, PatientsAreOred) {
  const std::string one = db_.AddFolder(AFolder(kOne));
  const std::string other = db_.AddFolder(AFolder(kOther));
  const std::string third = db_.AddFolder(AFolder(kThird));
  EXPECT_THAT(Ids(Query({kThird, kOne})), UnorderedElementsAre(one, third));
  EXPECT_THAT(Ids(Query({kOther, "20891270128"})), ElementsAre(other));
  EXPECT_THAT(Ids(Query({"20891270128"})), IsEmpty());
  Request whole = Query({kOne, kOther});
  whole.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  EXPECT_THAT(Ids(whole), UnorderedElementsAre(one, other));
}

TEST_F(FindFoldersForMultiplePatientsTest, EveryPatientWhenOnlyCodesAreNamed) {
  const std::string one = db_.AddFolder(WithCode(kOne, "A"));
  const std::string other = db_.AddFolder(WithCode(kOther, "A"));
  const std::string b = db_.AddFolder(WithCode(kThird, "B"));
  Request request = Query();
  AddGroup(request, {"A"});
  EXPECT_THAT(Ids(request), UnorderedElementsAre(one, other));
  request = Query();
  AddGroup(request, {"A", "B"});
  EXPECT_THAT(Ids(request), UnorderedElementsAre(one, other, b));
  AddGroup(request, {"B"});
  EXPECT_THAT(Ids(request), ElementsAre(b));
}

TEST_F(FindFoldersForMultiplePatientsTest, TimesAndStatusesHoldAndOlderVersionsAreHidden) {
  const std::string first = db_.AddFolder(AFolder(kOne));
  const std::string second = db_.UpdateFolder(first, AFolder(kOne));
  const std::string deprecated = db_.AddFolder(AFolder(kOther));
  db_.Deprecate(deprecated);
  Request request = Query({kOne, kOther});
  EXPECT_THAT(Ids(request), ElementsAre(second));
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(second, deprecated));
  request.mutable_last_update_time()->set_from("2025");
  EXPECT_THAT(Ids(request), IsEmpty());
}

TEST_F(FindFoldersForMultiplePatientsTest, PagesCoverEverythingOnce) {
  for (int i = 0; i < 4; ++i) {
    for (const char* patient : {kOne, kOther, kThird}) {
      db_.AddFolder(WithCode(patient, i == 1 ? "X" : "A"));
    }
  }
  Request all = Query();
  AddGroup(all, {"A"});
  EXPECT_EQ(ExpectSameOnPages<Response>(FindFoldersForMultiplePatients, all, db_.store()).size(),
            9u);
  EXPECT_EQ(ExpectSameOnPages<Response>(FindFoldersForMultiplePatients, Query({kThird, kOne}),
                                        db_.store())
                .size(),
            8u);
}

TEST_F(FindFoldersForMultiplePatientsTest, PagesAreBoundedByRowsToo) {
  const uint64_t number = db_.AddPatient(APatient(kOne));
  platform::KvBatch batch;
  for (int i = 0; i < 20'001; ++i) {
    EntryUuid::Bytes uuid{};
    for (int b = 0; b < 4; ++b) uuid[b] = static_cast<uint8_t>(i >> (24 - 8 * b));
    WriteFolderRow({number, EntryUuid::FromBytes(uuid)}, {}, batch);
  }
  db_.Commit(batch);
  const std::string last = db_.AddFolder(WithCode(kOther, "A"));
  Request request = Query();
  AddGroup(request, {"A"});
  const auto first = Ask<Response>(FindFoldersForMultiplePatients, request, db_.store());
  EXPECT_THAT(IdsOf(first), IsEmpty());
  ASSERT_FALSE(first.next_page_token().empty());
  request.set_page_token(first.next_page_token());
  EXPECT_THAT(Ids(request), ElementsAre(last));
}

TEST_F(FindFoldersForMultiplePatientsTest, RefusesMissingAndMalformedParameters) {
  EXPECT_EQ(RefusalOf(FindFoldersForMultiplePatients, Request(), db_.store()),
            "XDSStoredQueryMissingParam return_type\n"
            "XDSStoredQueryMissingParam \n"
            "XDSStoredQueryMissingParam statuses");
  Request request = Query({kOne, ""});
  request.mutable_last_update_time()->set_from("20241301");
  request.add_codes();
  request.set_page_token("made-up");
  EXPECT_EQ(RefusalOf(FindFoldersForMultiplePatients, request, db_.store()),
            "XDSRegistryError page_token\n"
            "XDSRegistryError patient_ids[1]\n"
            "XDSRegistryError last_update_time\n"
            "XDSRegistryError codes[0].any_of");
}

}  // namespace
}  // namespace docshare::registry
