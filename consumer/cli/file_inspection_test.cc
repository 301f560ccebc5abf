#include "consumer/cli/file_inspection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace docshare::consumer {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr char kCda[] = R"(<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3">
  <id root="1.2.3" extension="7"/>
  <code code="11488-4" codeSystem="2.16.840.1.113883.6.1" displayName="Consult note"/>
  <title>Notat</title>
  <effectiveTime value="20240131093000+0100"/>
  <confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/>
  <languageCode code="nb-NO"/>
  <component/>
</ClinicalDocument>
)";

class FileInspectionTest : public ::testing::Test {
 protected:
  FileInspectionTest() {
    absl::StatusOr<MediaTypeDetector> detector = MediaTypeDetector::Open();
    EXPECT_TRUE(detector.ok()) << detector.status();
    detector_ = std::make_unique<MediaTypeDetector>(*std::move(detector));
  }

  std::string Write(const std::string& name, const std::string& bytes) {
    const fs::path path = fs::path(::testing::TempDir()) / name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }

  std::unique_ptr<MediaTypeDetector> detector_;
};

TEST_F(FileInspectionTest, TellsTypeSizeAndTime) {
  const std::string path = Write("a.txt", "%PDF-1.4\n1 0 obj\n");
  fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(48));
  absl::StatusOr<InspectedFile> file = InspectFile(path, *detector_, true);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->path, path);
  EXPECT_EQ(file->mime_type, "application/pdf");
  EXPECT_EQ(file->size_bytes, 17u);
  EXPECT_NEAR(absl::ToDoubleHours(absl::Now() - file->modified), 48, 0.1);
  EXPECT_FALSE(file->cda.has_type_code());
}

TEST_F(FileInspectionTest, ReadsTheHeaderOfACda) {
  absl::StatusOr<InspectedFile> file = InspectFile(Write("a.xml", kCda), *detector_, true);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->mime_type, "text/xml");
  EXPECT_EQ(file->cda.title().localized(0).value(), "Notat");
  EXPECT_EQ(file->cda.type_code().code(), "11488-4");
  EXPECT_FALSE(file->notes.empty());
}

TEST_F(FileInspectionTest, LeavesTheHeaderAloneWhenTold) {
  absl::StatusOr<InspectedFile> file = InspectFile(Write("a.xml", kCda), *detector_, false);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_FALSE(file->cda.has_type_code());
}

TEST_F(FileInspectionTest, OtherXmlIsNoCda) {
  absl::StatusOr<InspectedFile> file =
      InspectFile(Write("b.xml", "<?xml version=\"1.0\"?><note/>"), *detector_, true);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->mime_type, "text/xml");
  EXPECT_FALSE(file->cda.has_type_code());
}

TEST_F(FileInspectionTest, RefusesXmlThatIsNotAllowed) {
  const std::string path = Write("bomb.xml",
                                 "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY b \"bbbb\">]>\n"
                                 "<ClinicalDocument xmlns=\"urn:hl7-org:v3\">&b;"
                                 "</ClinicalDocument>");
  absl::Status status = InspectFile(path, *detector_, true).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr(path + ": line 2"));
  EXPECT_TRUE(InspectFile(path, *detector_, false).ok());
}

TEST_F(FileInspectionTest, RefusesWhatIsNoPlainFile) {
  for (const std::string& path :
       {std::string("/missing.pdf"), ::testing::TempDir(), std::string("/dev/zero")}) {
    absl::Status status = InspectFile(path, *detector_, true).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << path;
    EXPECT_THAT(std::string(status.message()), HasSubstr(path));
  }
}

TEST_F(FileInspectionTest, EmptyFileIsADocumentToo) {
  absl::StatusOr<InspectedFile> file = InspectFile(Write("empty", ""), *detector_, true);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->size_bytes, 0u);
  EXPECT_NE(file->mime_type, "");
}

}  // namespace
}  // namespace docshare::consumer
