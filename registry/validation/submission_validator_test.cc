#include "registry/validation/submission_validator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/metadata/testing/submission_builder.h"
#include "domain/national/testing/national_cases.h"
#include "platform/clock/fake_clock.h"

namespace docshare::registry {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Level = ValidationPolicy::Level;
using docshare::testing::ANationalSubmission;

constexpr Transaction kAllTransactions[] = {Transaction::kRegisterDocumentSet,
                                            Transaction::kRegisterOnDemandDocumentEntry,
                                            Transaction::kUpdateDocumentSet};

std::vector<std::string> Listed(const RegistryErrors& errors) {
  std::vector<std::string> listed;
  for (const auto& error : errors.list().errors()) {
    listed.push_back(
        absl::StrCat(error.error_code(), " at ", error.location(), ": ", error.code_context()));
  }
  return listed;
}

class SubmissionValidatorTest : public ::testing::Test {
 protected:
  SubmissionValidator Validator() { return SubmissionValidator(policy_, &codes_, &clock_, &log_); }
  Findings Check(const v1::RegisterDocumentSetRequest& request,
                 Transaction transaction = Transaction::kRegisterDocumentSet) {
    return Validator().Check(request, transaction);
  }
  void AllowClassCodes(const std::string& code) {
    const CodeFile file{"codes.xml",
                        absl::StrCat("<Codes><CodeType name=\"classCode\"><Code code=\"", code,
                                     "\" codingScheme=\"2.16.578.1.12.4.1.1.9602\"/>"
                                     "</CodeType></Codes>"),
                        {},
                        ""};
    const auto loaded = codes_.Load({&file, 1});
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    ASSERT_TRUE(codes_.Activate(loaded->version.number).ok());
  }

  ValidationPolicy policy_;
  CodeSets codes_;
  platform::FakeClock clock_{absl::FromUnixSeconds(1709208000)};
  std::string logged_;
  platform::OperationalLog log_{
      "test", [this](absl::string_view line) { absl::StrAppend(&logged_, line); }};
};

// Breaks document_type once and home_community twice.
v1::RegisterDocumentSetRequest ABrokenSubmission() {
  v1::RegisterDocumentSetRequest request = ANationalSubmission();
  request.mutable_document_entries(1)->mutable_type_code()->set_code("E01-2");
  request.mutable_submission_set()->clear_home_community_id();
  request.mutable_document_entries(0)->clear_home_community_id();
  return request;
}

TEST_F(SubmissionValidatorTest, NationalRulesAreOffUnlessAskedFor) {
  const Findings findings = Check(ABrokenSubmission());
  EXPECT_THAT(Listed(findings.faults()), IsEmpty());
  EXPECT_THAT(Listed(findings.warnings()), IsEmpty());
  EXPECT_EQ(logged_, "");
}

TEST_F(SubmissionValidatorTest, LevelWarningTellsTheCaller) {
  policy_.register_document_set = Level::kWarning;
  const Findings findings = Check(ABrokenSubmission());
  EXPECT_THAT(Listed(findings.faults()), IsEmpty());
  ASSERT_EQ(findings.warnings().list().errors_size(), 3);
  EXPECT_EQ(findings.warnings().list().errors(0).severity(), metadata::v1::SEVERITY_WARNING);
  EXPECT_THAT(Listed(findings.warnings()),
              ::testing::Contains(AllOf(HasSubstr("document_entries[1].type_code.code"),
                                        HasSubstr("national rule document_type: "))));
  EXPECT_EQ(logged_, "");
}

TEST_F(SubmissionValidatorTest, LevelRejectRefuses) {
  policy_.register_document_set = Level::kReject;
  const Findings findings = Check(ABrokenSubmission());
  EXPECT_EQ(findings.faults().list().errors_size(), 3);
  EXPECT_EQ(findings.faults().ToStatus().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(Check(ANationalSubmission()).faults().ToStatus().ok());
}

TEST_F(SubmissionValidatorTest, LevelLogCountsByRuleAndNamesNoValue) {
  policy_.register_document_set = Level::kLog;
  const Findings findings = Check(ABrokenSubmission());
  EXPECT_THAT(Listed(findings.faults()), IsEmpty());
  EXPECT_THAT(Listed(findings.warnings()), IsEmpty());
  EXPECT_THAT(logged_,
              HasSubstr(R"("event":"national_rule_broken","rule":"document_type","faults":1)"));
  EXPECT_THAT(logged_, HasSubstr(R"("rule":"home_community","faults":2)"));
  EXPECT_THAT(logged_, AllOf(Not(HasSubstr("E01-2")), Not(HasSubstr("12838520020"))));
}

TEST_F(SubmissionValidatorTest, ExaminingShowsWhatLevelLogHides) {
  policy_.register_document_set = Level::kLog;
  const Findings findings =
      Validator().Examine(ABrokenSubmission(), Transaction::kRegisterDocumentSet);
  EXPECT_THAT(Listed(findings.faults()), IsEmpty());
  EXPECT_EQ(findings.warnings().list().errors_size(), 3);
  EXPECT_EQ(logged_, "");
  policy_.register_document_set = Level::kReject;
  EXPECT_EQ(Validator()
                .Examine(ABrokenSubmission(), Transaction::kRegisterDocumentSet)
                .faults()
                .list()
                .errors_size(),
            3);
}

TEST_F(SubmissionValidatorTest, EachTransactionHasItsOwnLevel) {
  for (const Transaction strict : kAllTransactions) {
    policy_ = ValidationPolicy();
    Level& level = strict == Transaction::kRegisterDocumentSet ? policy_.register_document_set
                   : strict == Transaction::kUpdateDocumentSet
                       ? policy_.update_document_set
                       : policy_.register_on_demand_document_entry;
    level = Level::kReject;
    for (const Transaction transaction : kAllTransactions) {
      EXPECT_EQ(Check(ABrokenSubmission(), transaction).faults().ToStatus().ok(),
                transaction != strict);
    }
  }
}

TEST_F(SubmissionValidatorTest, ASingleRuleCanBeOff) {
  policy_.register_document_set = Level::kReject;
  policy_.national_rules_off = {"home_community"};
  EXPECT_THAT(Listed(Check(ABrokenSubmission()).faults()),
              ::testing::ElementsAre(HasSubstr("document_type")));
}

TEST_F(SubmissionValidatorTest, Check35UsesTheValueSetsInForce) {
  const auto request = ANationalSubmission();
  EXPECT_THAT(Listed(Check(request).faults()), IsEmpty());
  AllowClassCodes("B00-1");
  EXPECT_THAT(Listed(Check(request).faults()),
              AllOf(::testing::SizeIs(2), Each(HasSubstr("classCode 'A00-1'"))));
  AllowClassCodes("A00-1");
  EXPECT_THAT(Listed(Check(request).faults()), IsEmpty());
  ASSERT_TRUE(codes_.RollBack(codes_.Now().active.number).ok());
  EXPECT_THAT(Listed(Check(request).faults()), ::testing::SizeIs(2));
}

TEST_F(SubmissionValidatorTest, UnknownCodesWarnWhereThePolicySaysSo) {
  AllowClassCodes("B00-1");
  policy_.unknown_codes.Set(CodedAttribute::kClassCode, Enforcement::kWarn);
  const Findings findings = Check(ANationalSubmission());
  EXPECT_THAT(Listed(findings.faults()), IsEmpty());
  EXPECT_THAT(Listed(findings.warnings()), ::testing::SizeIs(2));
}

TEST_F(SubmissionValidatorTest, PersonalNumbersByPolicy) {
  v1::RegisterDocumentSetRequest request = ANationalSubmission();
  request.mutable_submission_set()->mutable_patient_id()->set_id("12838520021");
  EXPECT_TRUE(Check(request).faults().ToStatus().ok());
  policy_.personal_numbers = Enforcement::kWarn;
  EXPECT_TRUE(Check(request).faults().ToStatus().ok());
  EXPECT_THAT(Listed(Check(request).warnings()),
              ::testing::ElementsAre(HasSubstr("at submission_set.patient_id.id")));
  policy_.personal_numbers = Enforcement::kRefuse;
  EXPECT_FALSE(Check(request).faults().ToStatus().ok());
  EXPECT_TRUE(Check(ANationalSubmission()).faults().ToStatus().ok());
}

TEST_F(SubmissionValidatorTest, NumbersOf2032AreAcceptedFromThenOn) {
  policy_.personal_numbers = Enforcement::kRefuse;
  v1::RegisterDocumentSetRequest request = ANationalSubmission();
  request.mutable_submission_set()->mutable_patient_id()->set_id("12838520039");
  EXPECT_FALSE(Check(request).faults().ToStatus().ok());
  clock_.Set(absl::FromCivil(absl::CivilDay(2032, 1, 1), absl::UTCTimeZone()));
  EXPECT_TRUE(Check(request).faults().ToStatus().ok());
}

TEST_F(SubmissionValidatorTest, Check26DiscouragedFieldsByPolicy) {
  v1::RegisterDocumentSetRequest request = ANationalSubmission();
  auto& field = *request.mutable_document_entries(0)->add_source_patient_info();
  field.set_field("PID-19");
  field.set_value("1");
  EXPECT_THAT(Listed(Check(request).warnings()), IsEmpty());
  policy_.discouraged_pid_fields = Enforcement::kWarn;
  EXPECT_THAT(Listed(Check(request).warnings()), ::testing::ElementsAre(HasSubstr("PID-19")));
  policy_.discouraged_pid_fields = Enforcement::kRefuse;
  EXPECT_THAT(Listed(Check(request).faults()), ::testing::ElementsAre(HasSubstr("PID-19")));
}

TEST_F(SubmissionValidatorTest, PatientsOfOtherCallsByPolicy) {
  const auto good = docshare::testing::APatient();
  const auto bad = docshare::testing::APatient("12838520021");
  const auto check = [this](const metadata::v1::PatientIdentifier& patient) {
    return Validator().CheckPatient(patient, "patient_id", "FeedPatient").faults().ToStatus();
  };
  EXPECT_TRUE(check(bad).ok());
  EXPECT_EQ(logged_, "");
  policy_.personal_numbers = Enforcement::kWarn;
  EXPECT_TRUE(check(bad).ok());
  EXPECT_THAT(logged_,
              AllOf(HasSubstr(R"("event":"personal_number_faulty","method":"FeedPatient")"),
                    Not(HasSubstr("12838520021"))));
  policy_.personal_numbers = Enforcement::kRefuse;
  EXPECT_TRUE(check(good).ok());
  const absl::Status refused = check(bad);
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(RegistryErrorsOf(refused)->errors(0).location(), "patient_id.id");
  EXPECT_THAT(std::string(refused.message()), Not(HasSubstr("12838520021")));
}

TEST_F(SubmissionValidatorTest, AcceptsAnyMessage) {
  policy_.register_document_set = Level::kReject;
  policy_.personal_numbers = Enforcement::kRefuse;
  policy_.discouraged_pid_fields = Enforcement::kRefuse;
  AllowClassCodes("A00-1");
  v1::RegisterDocumentSetRequest request;
  request.add_document_entries()->add_authors();
  request.add_folders();
  request.add_associations();
  EXPECT_FALSE(Check(request).faults().ToStatus().ok());
}

TEST(WithFaultsTest, JoinsTheFaultsOfBothInOrder) {
  RegistryErrors first;
  first.Add(XdsErrorCode::kRegistryMetadataError, "document_entries[1].hash", "a");
  RegistryErrors second;
  second.Add(XdsErrorCode::kRegistryMetadataError, "document_entries[0].class_code", "b");
  const absl::Status both = WithFaults(first.ToStatus(), second);
  ASSERT_TRUE(RegistryErrorsOf(both).has_value());
  EXPECT_EQ(RegistryErrorsOf(both)->errors_size(), 2);
  EXPECT_EQ(RegistryErrorsOf(both)->errors(0).location(), "document_entries[0].class_code");

  EXPECT_TRUE(WithFaults(absl::OkStatus(), RegistryErrors()).ok());
  EXPECT_EQ(RegistryErrorsOf(WithFaults(absl::OkStatus(), second))->errors_size(), 1);
  EXPECT_EQ(RegistryErrorsOf(WithFaults(first.ToStatus(), RegistryErrors()))->errors_size(), 1);
  EXPECT_TRUE(absl::IsDataLoss(WithFaults(absl::DataLossError("damaged"), second)));
}

}  // namespace
}  // namespace docshare::registry
