#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <openssl/sha.h>

#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "consumer/publish/cda_header.h"
#include "consumer/publish/entry_from_cda.h"
#include "consumer/publish/media_type.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "tests/real_data/real_data.h"

namespace docshare::demo {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;
using metadata::v1::DocumentEntry;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Ne;

std::string BytesOf(absl::string_view file) {
  const absl::StatusOr<std::string> bytes =
      tests::ReadFile(tests::WorkspaceFile(absl::StrCat("demo/documents/", file)));
  EXPECT_TRUE(bytes.ok()) << bytes.status();
  return bytes.ok() ? *bytes : "";
}

std::string Sha256(absl::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), sizeof(digest)));
}

struct Document {
  std::string file;
  std::string publisher;
  // What index.json gives.
  DocumentEntry given;
};

Struct ReadIndex() {
  Struct index;
  const auto status = google::protobuf::util::JsonStringToMessage(BytesOf("index.json"), &index);
  EXPECT_TRUE(status.ok()) << status.ToString();
  return index;
}

const google::protobuf::ListValue& ListIn(const Struct& object, const std::string& name) {
  return object.fields().at(name).list_value();
}

const std::string& TextIn(const Value& object, const std::string& name) {
  return object.struct_value().fields().at(name).string_value();
}

std::vector<Document> Documents() {
  std::vector<Document> documents;
  const Struct index = ReadIndex();
  for (const Value& value : ListIn(index, "documents").values()) {
    Document document{TextIn(value, "file"), TextIn(value, "publisher"), {}};
    std::string json;
    const Struct& entry = value.struct_value().fields().at("entry").struct_value();
    EXPECT_TRUE(google::protobuf::util::MessageToJsonString(entry, &json).ok());
    const auto status = google::protobuf::util::JsonStringToMessage(json, &document.given);
    EXPECT_TRUE(status.ok()) << document.file << ": " << status.ToString();
    documents.push_back(document);
  }
  return documents;
}

// What the document says, replaced by what the index gives.
DocumentEntry WholeEntry(const Document& document) {
  const absl::StatusOr<consumer::MediaTypeDetector> detector = consumer::MediaTypeDetector::Open();
  EXPECT_TRUE(detector.ok()) << detector.status();
  const absl::StatusOr<std::string> type = detector->Detect(BytesOf(document.file));
  EXPECT_TRUE(type.ok()) << type.status();
  if (*type != "text/xml") {
    EXPECT_EQ(document.given.mime_type(), *type);
    return document.given;
  }
  std::ifstream stream(tests::WorkspaceFile(absl::StrCat("demo/documents/", document.file)),
                       std::ios::binary);
  const absl::StatusOr<consumer::CdaHeader> header = consumer::ReadCdaHeader(stream);
  EXPECT_TRUE(header.ok()) << header.status();
  DocumentEntry entry = consumer::EntryFromCda(*header, *type).entry;
  entry.MergeFrom(document.given);
  return entry;
}

TEST(DemoDocumentsTest, BytesAreThoseOfTheirSource) {
  // | `file` | repository | path | commit | licence | SHA-256 |
  std::map<std::string, std::string> sums;
  for (const absl::string_view line : absl::StrSplit(BytesOf("SOURCES.md"), '\n')) {
    const std::vector<std::string> cells = absl::StrSplit(line, " | ");
    if (cells.size() != 6 || cells[0].substr(0, 3) != "| `") continue;
    sums[cells[0].substr(3, cells[0].size() - 4)] = cells[5].substr(0, 64);
  }
  const std::vector<Document> documents = Documents();
  EXPECT_EQ(sums.size(), documents.size());
  for (const Document& document : documents) {
    EXPECT_EQ(Sha256(BytesOf(document.file)), sums[document.file]) << document.file;
  }
}

TEST(DemoDocumentsTest, EveryFileIsInTheIndex) {
  std::set<std::string> files;
  for (const Document& document : Documents()) files.insert(document.file);
  EXPECT_GE(files.size(), 14u);
  for (const char* suffix : {".xml", ".pdf", ".dcm"}) {
    for (const std::string& path :
         tests::FilesBelow(tests::WorkspaceFile("demo/documents"), suffix)) {
      EXPECT_THAT(files, Contains(path.substr(path.rfind('/') + 1)));
    }
  }
}

TEST(DemoDocumentsTest, DocumentAndIndexGiveAllARegistryAsksFor) {
  for (const Document& document : Documents()) {
    SCOPED_TRACE(document.file);
    const DocumentEntry entry = WholeEntry(document);
    EXPECT_THAT(entry.unique_id(), Ne(""));
    EXPECT_THAT(entry.creation_time(), Ne(""));
    EXPECT_THAT(entry.language_code(), Ne(""));
    EXPECT_THAT(entry.title().localized(), Not(IsEmpty()));
    EXPECT_THAT(entry.authors(), Not(IsEmpty()));
    EXPECT_THAT(entry.confidentiality_codes(), Not(IsEmpty()));
    EXPECT_THAT(entry.source_patient_id().id(), Ne(""));
    EXPECT_THAT(entry.format_code().code(), Ne(""));
    EXPECT_THAT(entry.practice_setting_code().code(), Ne(""));
    EXPECT_THAT(entry.healthcare_facility_type_code().code(), Ne(""));
  }
}

// National rule: the fine kind of document starts with the letter of the coarse one.
TEST(DemoDocumentsTest, TypesBelongToTheirClass) {
  for (const Document& document : Documents()) {
    SCOPED_TRACE(document.file);
    EXPECT_EQ(document.given.class_code().code().substr(1), "00-1");
    EXPECT_EQ(document.given.type_code().code().substr(3), "-2");
    EXPECT_EQ(document.given.type_code().code()[0], document.given.class_code().code()[0]);
  }
}

TEST(DemoDocumentsTest, UniqueIdsDiffer) {
  std::set<std::string> ids;
  for (const Document& document : Documents()) {
    EXPECT_TRUE(ids.insert(WholeEntry(document).unique_id()).second) << document.file;
  }
}

TEST(DemoDocumentsTest, PatientsAreSyntheticAndPublishersKnown) {
  const std::set<std::string> synthetic = {"12838520020", "30916130186", "05861860053",
                                           "20891270128", "15810980092", "43827910156",
                                           "07729040066"};
  const Struct index = ReadIndex();
  std::set<std::string> patients;
  for (const Value& patient : ListIn(index, "patients").values()) {
    patients.insert(TextIn(patient, "id"));
  }
  EXPECT_EQ(patients, synthetic);
  std::set<std::string> publishers;
  for (const Value& publisher : ListIn(index, "publishers").values()) {
    publishers.insert(TextIn(publisher, "key"));
  }
  for (const Document& document : Documents()) {
    EXPECT_THAT(patients, Contains(document.given.patient_id().id())) << document.file;
    EXPECT_THAT(publishers, Contains(document.publisher)) << document.file;
  }
}

}  // namespace
}  // namespace docshare::demo
