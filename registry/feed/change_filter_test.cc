#include "registry/feed/change_filter.h"

#include "domain/errors/xds_error.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/kv/memory_kv_store.h"
#include "registry/index/patient.h"
#include "registry/index/term.h"

namespace docshare::registry {
namespace {

using docshare::testing::APatient;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSystem[] = "2.16.578.1.12.4.1.1.9602";

// Three patients, of which the first was merged into the second and that into the third, and two
// codes.
class ChangeFilterTest : public ::testing::Test {
 protected:
  ChangeFilterTest() {
    platform::KvBatch batch;
    const char* const ids[] = {"12838520020", "30916130186", "05861860053"};
    for (uint64_t number = 1; number <= 3; ++number) {
      storage::v1::PatientRow row;
      *row.mutable_patient_id() = APatient(ids[number - 1]);
      row.set_merged_into(number < 3 ? number + 1 : 0);
      WritePatient(*PatientId::FromProto(row.patient_id()), number, row, batch);
    }
    TermWriter terms(store_, batch);
    a00_ = *terms.Intern(TermKind::kCode, CodeTermText("A00-1", kSystem));
    b00_ = *terms.Intern(TermKind::kCode, CodeTermText("B00-1", kSystem));
    terms.Finish();
    EXPECT_TRUE(store_.Write(batch, platform::Durability::kSynced).ok());
  }

  bool Matches(const v1::WatchDocumentsRequest& request,
               const storage::v1::DocumentChangeRow& row) {
    auto filter = ChangeFilter::Create(request);
    EXPECT_TRUE(filter.ok()) << filter.status();
    auto resolved = filter->Resolve(store_);
    EXPECT_TRUE(resolved.ok()) << resolved.status();
    return resolved->Matches(row);
  }

  static storage::v1::DocumentChangeRow RowOf(uint64_t patient) {
    storage::v1::DocumentChangeRow row;
    row.mutable_locator()->set_patient_number(patient);
    return row;
  }

  platform::MemoryKvStore store_;
  uint32_t a00_ = 0;
  uint32_t b00_ = 0;
};

v1::WatchDocumentsRequest OfPatient(const char* id) {
  v1::WatchDocumentsRequest request;
  *request.mutable_patient_id() = APatient(id);
  return request;
}

void AddCode(const char* code, google::protobuf::RepeatedPtrField<v1::CodeFilter>* codes) {
  codes->Add()->set_code(code);
  codes->rbegin()->set_code_system(kSystem);
}

TEST_F(ChangeFilterTest, WithoutFiltersEverythingMatches) { EXPECT_TRUE(Matches({}, RowOf(9))); }

TEST_F(ChangeFilterTest, PatientMatchesItsOwnRowsAlone) {
  EXPECT_TRUE(Matches(OfPatient("05861860053"), RowOf(3)));
  EXPECT_FALSE(Matches(OfPatient("05861860053"), RowOf(2)));
}

TEST_F(ChangeFilterTest, MergedPatientIsFollowed) {
  EXPECT_TRUE(Matches(OfPatient("12838520020"), RowOf(1)));
  EXPECT_TRUE(Matches(OfPatient("12838520020"), RowOf(2)));
  EXPECT_TRUE(Matches(OfPatient("12838520020"), RowOf(3)));
}

TEST_F(ChangeFilterTest, UnknownPatientMatchesNothing) {
  EXPECT_FALSE(Matches(OfPatient("20891270128"), RowOf(0)));
  EXPECT_FALSE(Matches(OfPatient("20891270128"), RowOf(1)));
}

TEST_F(ChangeFilterTest, AnyCodeOfAListAndEveryListMustHold) {
  v1::WatchDocumentsRequest request;
  AddCode("A00-1", request.mutable_class_codes());
  AddCode("B00-1", request.mutable_class_codes());
  AddCode("B00-1", request.mutable_type_codes());
  storage::v1::DocumentChangeRow row = RowOf(1);
  row.set_class_code(a00_);
  row.set_type_code(b00_);
  EXPECT_TRUE(Matches(request, row));
  row.set_class_code(b00_);
  EXPECT_TRUE(Matches(request, row));
  row.set_type_code(a00_);
  EXPECT_FALSE(Matches(request, row));
}

TEST_F(ChangeFilterTest, FacilityIsCompared) {
  v1::WatchDocumentsRequest request;
  AddCode("A00-1", request.mutable_healthcare_facility_type_codes());
  storage::v1::DocumentChangeRow row = RowOf(1);
  EXPECT_FALSE(Matches(request, row));
  row.set_healthcare_facility_type_code(a00_);
  EXPECT_TRUE(Matches(request, row));
}

TEST_F(ChangeFilterTest, CodeThatNobodyUsedMatchesNothing) {
  v1::WatchDocumentsRequest request;
  AddCode("C00-1", request.mutable_class_codes());
  EXPECT_FALSE(Matches(request, RowOf(1)));
}

TEST(ChangeFilterRefusalTest, NamesTheFieldAtFault) {
  v1::WatchDocumentsRequest no_system;
  no_system.add_class_codes()->set_code("A00-1");
  v1::WatchDocumentsRequest too_many;
  for (int i = 0; i <= ChangeFilter::kMaxCodes; ++i)
    AddCode("A00-1", too_many.mutable_type_codes());
  v1::WatchDocumentsRequest bad_patient;
  bad_patient.mutable_patient_id()->set_id("12838520020");
  for (const auto& [request, field] : {std::pair{no_system, "class_codes[0]"},
                                       {too_many, "type_codes"},
                                       {bad_patient, "patient_id"}}) {
    const absl::Status status = ChangeFilter::Create(request).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << field;
    ASSERT_TRUE(RegistryErrorsOf(status).has_value()) << field;
    EXPECT_EQ(RegistryErrorsOf(status)->errors(0).location(), field);
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("12838520020")));
  }
}

}  // namespace
}  // namespace docshare::registry
