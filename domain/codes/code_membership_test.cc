#include "domain/codes/code_membership.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/metadata/testing/submission_builder.h"

namespace docshare {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Attribute = CodedAttribute;
using registry::v1::RegisterDocumentSetRequest;
using testing::ACode;

constexpr char kSystem[] = "2.999.77";

// A submission whose every coded attribute has code "1" of kSystem.
RegisterDocumentSetRequest ASubmission() {
  RegisterDocumentSetRequest request = testing::ASubmission().With(testing::AnEntry()).Build();
  const auto code = ACode("1", kSystem);
  auto& set = *request.mutable_submission_set();
  *set.mutable_content_type_code() = code;
  set.clear_authors();
  auto& entry = *request.mutable_document_entries(0);
  *entry.mutable_class_code() = code;
  *entry.mutable_type_code() = code;
  *entry.mutable_format_code() = code;
  *entry.mutable_confidentiality_codes(0) = code;
  *entry.add_event_codes() = code;
  *entry.mutable_healthcare_facility_type_code() = code;
  *entry.mutable_practice_setting_code() = code;
  auto& author = *entry.mutable_authors(0);
  author.mutable_roles(0)->set_text("1");
  author.mutable_roles(0)->set_code_system(kSystem);
  *author.add_specialties() = author.roles(0);
  *request.add_folders()->add_codes() = code;
  *request.mutable_associations(0)->mutable_documentation() = code;
  return request;
}

// Value sets of one code each; those of `attribute` do not have what ASubmission() has.
ValueSets SetsWithout(Attribute attribute) {
  ValueSets sets;
  for (const Attribute each : AllCodedAttributes()) {
    Code code{"1", kSystem, "One"};
    if (each == Attribute::kMimeType) code = {"application/pdf", "", ""};
    if (each == Attribute::kPatientIdAuthority) code = {"2.16.578.1.12.4.1.4.1", "", ""};
    if (each == attribute) code.code = "2";
    sets.Add(each, code);
  }
  return sets;
}

std::vector<std::string> Listed(const RegistryErrors& errors) {
  std::vector<std::string> listed;
  for (const auto& error : errors.list().errors()) {
    listed.push_back(absl::StrCat(error.error_code(), " at ", error.location()));
  }
  return listed;
}

Findings Check(const RegisterDocumentSetRequest& request, const ValueSets& sets,
               const UnknownCodePolicy& policy = {}) {
  Findings findings;
  CheckCodeMembership(request, sets, policy, findings);
  return findings;
}

TEST(CodeMembershipTest, Check35AcceptsCodesOfTheSetsAndEverythingWithoutSets) {
  ValueSets all = SetsWithout(Attribute::kClassCode);
  all.Add(Attribute::kClassCode, {"1", kSystem, ""});
  EXPECT_THAT(Listed(Check(ASubmission(), all).faults()), IsEmpty());
  EXPECT_THAT(Listed(Check(ASubmission(), ValueSets()).faults()), IsEmpty());
}

TEST(CodeMembershipTest, Check35NamesEveryAttribute) {
  const std::string metadata = "XDSRegistryMetadataError at ";
  const std::string entry = metadata + "document_entries[0].";
  struct {
    Attribute attribute;
    std::vector<std::string> faults;
  } const cases[] = {
      {Attribute::kClassCode, {entry + "class_code"}},
      {Attribute::kTypeCode, {entry + "type_code"}},
      {Attribute::kFormatCode, {entry + "format_code"}},
      {Attribute::kConfidentialityCode, {entry + "confidentiality_codes[0]"}},
      {Attribute::kEventCodeList, {entry + "event_codes[0]"}},
      {Attribute::kHealthcareFacilityTypeCode, {entry + "healthcare_facility_type_code"}},
      {Attribute::kPracticeSettingCode, {entry + "practice_setting_code"}},
      {Attribute::kContentTypeCode, {metadata + "submission_set.content_type_code"}},
      {Attribute::kFolderCodeList, {metadata + "folders[0].codes[0]"}},
      {Attribute::kAssociationDocumentation, {metadata + "associations[0].documentation"}},
      {Attribute::kAuthorRole, {entry + "authors[0].roles[0]"}},
      {Attribute::kAuthorSpecialty, {entry + "authors[0].specialties[0]"}},
      {Attribute::kMimeType, {entry + "mime_type"}},
      {Attribute::kPatientIdAuthority,
       {"XDSUnknownPatientId at submission_set.patient_id.assigning_authority",
        "XDSUnknownPatientId at document_entries[0].patient_id.assigning_authority"}},
  };
  ASSERT_EQ(std::size(cases), AllCodedAttributes().size());
  for (const auto& c : cases) {
    SCOPED_TRACE(std::string(ToString(c.attribute)));
    const ValueSets sets = SetsWithout(c.attribute);
    EXPECT_THAT(Listed(Check(ASubmission(), sets).faults()), ::testing::ElementsAreArray(c.faults));

    UnknownCodePolicy warn;
    warn.Set(c.attribute, Enforcement::kWarn);
    EXPECT_THAT(Listed(Check(ASubmission(), sets, warn).faults()), IsEmpty());
    EXPECT_THAT(Listed(Check(ASubmission(), sets, warn).warnings()),
                ::testing::ElementsAreArray(c.faults));

    UnknownCodePolicy off;
    off.Set(c.attribute, Enforcement::kOff);
    EXPECT_THAT(Listed(Check(ASubmission(), sets, off).faults()), IsEmpty());
    EXPECT_THAT(Listed(Check(ASubmission(), sets, off).warnings()), IsEmpty());
  }
}

TEST(CodeMembershipTest, Check35ComparesSystemAndCodeNeverTheDisplayName) {
  ValueSets sets;
  sets.Add(Attribute::kClassCode, {"N", "2.999.1", "Normal"});
  RegisterDocumentSetRequest request;
  auto& code = *request.add_document_entries()->mutable_class_code();
  code = ACode("N", "2.999.1", "Vanlig, Daválaš ✓");
  EXPECT_THAT(Listed(Check(request, sets).faults()), IsEmpty());
  code = ACode("N", "2.999.2", "Normal");
  EXPECT_THAT(Listed(Check(request, sets).faults()),
              ElementsAre("XDSRegistryMetadataError at document_entries[0].class_code"));
  code = ACode("n", "2.999.1", "Normal");
  EXPECT_THAT(Listed(Check(request, sets).faults()), ::testing::SizeIs(1));
}

TEST(CodeMembershipTest, Check35LeavesMissingPartsToCheck27) {
  RegisterDocumentSetRequest request;
  request.add_document_entries()->mutable_class_code()->set_code("A");
  request.mutable_document_entries(0)->mutable_type_code()->set_code_system("2.999");
  request.mutable_document_entries(0)->add_authors()->add_roles()->set_text("Lege");
  ValueSets sets = SetsWithout(Attribute::kClassCode);
  EXPECT_THAT(Listed(Check(request, sets).faults()), IsEmpty());
}

TEST(CodeMembershipTest, Check35KnowsNoCaseInMediaTypesButTheirParameters) {
  ValueSets sets;
  sets.Add(Attribute::kMimeType, {"application/pdf", "", ""});
  RegisterDocumentSetRequest request;
  auto& entry = *request.add_document_entries();
  entry.set_mime_type("Application/PDF");
  EXPECT_THAT(Listed(Check(request, sets).faults()), IsEmpty());
  entry.set_mime_type("application/pdf; version=1.7");
  EXPECT_THAT(Listed(Check(request, sets).faults()), ::testing::SizeIs(1));
}

TEST(CodeMembershipTest, FaultsNameTheValueAndTheAttribute) {
  const Findings findings = Check(ASubmission(), SetsWithout(Attribute::kEventCodeList));
  EXPECT_THAT(findings.faults().list().errors(0).code_context(),
              AllOf(::testing::HasSubstr("eventCodeList '1'"), ::testing::HasSubstr(kSystem)));
}

TEST(CodeMembershipTest, ManyUnknownCodesAreCutOff) {
  RegisterDocumentSetRequest request;
  auto& entry = *request.add_document_entries();
  for (int i = 0; i < 5000; ++i) *entry.add_event_codes() = ACode("1", kSystem);
  const Findings findings = Check(request, SetsWithout(Attribute::kEventCodeList));
  EXPECT_LE(findings.faults().list().errors_size(), RegistryErrors::kMaxErrors + 1);
  EXPECT_FALSE(findings.faults().ToStatus().ok());
}

}  // namespace
}  // namespace docshare
