#include "registry/validation/code_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "tests/real_data/real_data.h"

namespace docshare::registry {
namespace {

using ::testing::HasSubstr;
using Attribute = CodedAttribute;
using Files = google::protobuf::RepeatedPtrField<config::v1::CodeFile>;

std::string WriteFile(const std::string& name, const std::string& bytes) {
  std::string path = absl::StrCat(std::getenv("TEST_TMPDIR"), "/", name);
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

void AddFile(Files& files, const std::string& path, const std::vector<std::string>& attributes = {},
             const std::string& suffix = "") {
  config::v1::CodeFile& file = *files.Add();
  file.set_path(path);
  *file.mutable_attributes() = {attributes.begin(), attributes.end()};
  file.set_code_suffix(suffix);
}

absl::StatusOr<ValueSets> Read(const Files& files) {
  const auto read = ReadCodeFiles(files);
  if (!read.ok()) return read.status();
  return ReadValueSets(*read);
}

// The file of the value sets of this repository.
std::string Norwegian(const std::string& name) {
  return tests::WorkspaceFile(absl::StrCat("domain/codes/norway/", name));
}

TEST(CodeFilesTest, ReadsBothFormsTogether) {
  Files files;
  AddFile(files, WriteFile("codes.xml",
                           "<Codes><CodeType name=\"classCode\"><Code code=\"1\" "
                           "codingScheme=\"2.999\"/></CodeType></Codes>"));
  AddFile(files, WriteFile("9602.json", R"({"id": "9602", "codeValues": [{"value": "A03-2"}]})"),
          {"typeCode"}, "-2");
  const auto sets = Read(files);
  ASSERT_TRUE(sets.ok()) << sets.status();
  EXPECT_EQ(sets->size(), 2U);
  EXPECT_TRUE(sets->Contains(Attribute::kTypeCode, "2.16.578.1.12.4.1.1.9602", "A03-2"));
}

TEST(CodeFilesTest, NamesTheFileThatCannotBeRead) {
  const std::string folder = std::getenv("TEST_TMPDIR");
  for (const std::string& path : {folder + "/none.xml", folder}) {
    Files files;
    AddFile(files, path);
    const auto read = ReadCodeFiles(files);
    EXPECT_TRUE(absl::IsNotFound(read.status())) << read.status();
    EXPECT_THAT(std::string(read.status().message()), HasSubstr(path));
  }
}

TEST(CodeFilesTest, RefusesALongFile) {
  Files files;
  AddFile(files, WriteFile("long.xml", std::string((16U << 20) + 1, ' ')));
  EXPECT_TRUE(absl::IsInvalidArgument(ReadCodeFiles(files).status()));
}

TEST(CodeFilesTest, RefusesAnEmptyFile) {
  Files files;
  AddFile(files, WriteFile("empty.xml", ""));
  EXPECT_TRUE(absl::IsInvalidArgument(Read(files).status()));
}

TEST(CodeFilesTest, ReadsTheCodesOfTheNistToolkit) {
  const absl::optional<std::string> real_data = tests::RealDataDir();
  if (!real_data) GTEST_SKIP() << tests::kNoRealData;
  Files files;
  AddFile(files, *real_data + "/xds-toolkit2/config/codes.xml");
  const auto sets = Read(files);
  ASSERT_TRUE(sets.ok()) << sets.status();
  EXPECT_EQ(sets->Of(Attribute::kConfidentialityCode).size(), 6U);
  EXPECT_EQ(sets->Of(Attribute::kEventCodeList).size(), 402U);
  EXPECT_EQ(sets->Of(Attribute::kFormatCode).size(), 77U);
  EXPECT_EQ(sets->Of(Attribute::kMimeType).size(), 14U);
  EXPECT_EQ(sets->Of(Attribute::kPatientIdAuthority).size(), 3U);
  EXPECT_TRUE(sets->Contains(Attribute::kPatientIdAuthority, "", "1.3.6.1.4.1.21367.13.20.1000"));
}

TEST(CodeFilesTest, ReadsTheNorwegianSets) {
  Files files;
  AddFile(files, Norwegian("international.xml"));
  AddFile(files, Norwegian("9602.json"), {"classCode"}, "-1");
  AddFile(files, Norwegian("9602.json"), {"typeCode"}, "-2");
  AddFile(files, Norwegian("9603.json"), {"confidentialityCode"});
  AddFile(files, Norwegian("1303.json"), {"healthcareFacilityTypeCode"});
  AddFile(files, Norwegian("1305.json"), {"healthcareFacilityTypeCode"});
  for (const char* list : {"8651.json", "8653.json", "8654.json", "8655.json", "8663.json"}) {
    AddFile(files, Norwegian(list), {"practiceSettingCode"});
  }
  AddFile(files, Norwegian("9034.json"), {"authorRole"});
  AddFile(files, Norwegian("7426.json"), {"authorSpecialty"});
  const auto sets = Read(files);
  ASSERT_TRUE(sets.ok()) << sets.status();
  const std::string oid = "2.16.578.1.12.4.1.1.";
  EXPECT_EQ(sets->Of(Attribute::kClassCode).size(), 9U);
  EXPECT_EQ(sets->Of(Attribute::kTypeCode).size(), 55U);
  EXPECT_EQ(sets->Of(Attribute::kConfidentialityCode).size(), 6U + 14U);
  EXPECT_TRUE(sets->Contains(Attribute::kClassCode, oid + "9602", "A00-1"));
  EXPECT_FALSE(sets->Contains(Attribute::kClassCode, oid + "9602", "A03-2"));
  // N is in two systems, and 86.102 means two things.
  EXPECT_TRUE(sets->Contains(Attribute::kConfidentialityCode, oid + "9603", "N"));
  EXPECT_TRUE(sets->Contains(Attribute::kConfidentialityCode, "2.16.840.1.113883.5.25", "N"));
  const auto& facilities = sets->Of(Attribute::kHealthcareFacilityTypeCode);
  EXPECT_NE(facilities.at({oid + "1303", "86.102"}), facilities.at({oid + "1305", "86.102"}));
  EXPECT_TRUE(sets->Contains(Attribute::kPracticeSettingCode, oid + "8663", "KX17"));
  EXPECT_TRUE(sets->Contains(Attribute::kAuthorRole, oid + "9034", "6"));
  EXPECT_EQ(sets->Of(Attribute::kPatientIdAuthority).size(), 3U);
}

TEST(CodeFilesTest, ReadsTheNorwegianListsThatNoAttributeUses) {
  Files files;
  AddFile(files, Norwegian("9060.json"), {"authorRole"});
  AddFile(files, Norwegian("3101.json"), {"authorRole"});
  const auto sets = Read(files);
  ASSERT_TRUE(sets.ok()) << sets.status();
  EXPECT_TRUE(sets->Contains(Attribute::kAuthorRole, "2.16.578.1.12.4.1.1.9060", "SP"));
  EXPECT_FALSE(sets->Contains(Attribute::kAuthorRole, "2.16.578.1.12.4.1.1.9060", "MT"));
}

}  // namespace
}  // namespace docshare::registry
