// Every real document of the shared inputs, published, found and fetched on real servers.

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "consumer/client/document_digest.h"
#include "consumer/publish/cda_header.h"
#include "consumer/publish/entry_from_cda.h"
#include "consumer/publish/media_type.h"
#include "domain/metadata/testing/submission_builder.h"
#include "tests/real_data/real_data.h"
#include "tests/stack/stack.h"
#include "tests/stack/test_submission.h"

namespace docshare::tests {
namespace {

using ::testing::Contains;
using ::testing::SizeIs;

using metadata::v1::CodedValue;
using metadata::v1::DocumentEntry;
using registry::v1::FindDocumentsRequest;

// A document as it is published here, and what came of it.
struct RealDocument {
  std::string path;
  std::string bytes;
  DocumentEntry sent;
  int repository = 0;
};

std::vector<std::string> DocumentPaths(const std::string& real_data) {
  std::vector<std::string> paths = FilesBelow(absl::StrCat(real_data, "/cda"));
  for (const std::vector<std::string>& more :
       {FilesBelow(absl::StrCat(real_data, "/pdf")), FilesBelow(real_data, ".dcm")}) {
    paths.insert(paths.end(), more.begin(), more.end());
  }
  return paths;
}

// Metadata as a source takes it from the document itself; what the document does not say is that
// of AnEntry(). Entry UUID and patient are always those of AnEntry().
DocumentEntry EntryOf(const std::string& path, const std::string& bytes,
                      const consumer::MediaTypeDetector& detector) {
  DocumentEntry entry = testing::AnEntry().AsFromSource().Build();
  const auto mime_type = detector.Detect(bytes.substr(0, consumer::MediaTypeDetector::kHeadBytes));
  EXPECT_TRUE(mime_type.ok()) << mime_type.status();
  entry.set_mime_type(*mime_type);
  if (*mime_type != "text/xml") return entry;
  std::ifstream document(path, std::ios::binary);
  const auto header = consumer::ReadCdaHeader(document);
  if (!header.ok()) return entry;
  DocumentEntry said = consumer::EntryFromCda(*header, *mime_type).entry;
  // Lists and single messages of the document win as a whole.
  if (said.has_type_code()) entry.clear_type_code();
  if (said.has_format_code()) entry.clear_format_code();
  if (said.has_title()) entry.clear_title();
  if (said.has_source_patient_id()) entry.clear_source_patient_id();
  if (!said.confidentiality_codes().empty()) entry.clear_confidentiality_codes();
  if (!said.authors().empty()) entry.clear_authors();
  if (!said.service_start_time().empty() || !said.service_stop_time().empty()) {
    entry.clear_service_start_time();
    entry.clear_service_stop_time();
  }
  entry.clear_source_patient_info();
  entry.MergeFrom(said);
  return entry;
}

// The entry without what repository and registry fill in.
DocumentEntry AsSent(DocumentEntry entry) {
  entry.clear_entry_uuid();
  entry.clear_hash();
  entry.clear_size();
  entry.clear_repository_unique_id();
  entry.clear_availability_status();
  entry.clear_document_availability();
  entry.clear_home_community_id();
  entry.clear_logical_id();
  entry.clear_version();
  return entry;
}

void Add(const CodedValue& code, google::protobuf::RepeatedPtrField<registry::v1::CodeFilter>* to) {
  registry::v1::CodeFilter& filter = *to->Add();
  filter.set_code(code.code());
  filter.set_code_system(code.code_system());
}

// Asks for everything the entry says about itself.
FindDocumentsRequest QueryFor(const DocumentEntry& entry) {
  FindDocumentsRequest request;
  *request.mutable_patient_id() = entry.patient_id();
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.set_return_type(registry::v1::RETURN_TYPE_LEAF_CLASS);
  Add(entry.class_code(), request.mutable_class_codes());
  Add(entry.type_code(), request.mutable_type_codes());
  Add(entry.format_code(), request.mutable_format_codes());
  Add(entry.practice_setting_code(), request.mutable_practice_setting_codes());
  Add(entry.healthcare_facility_type_code(), request.mutable_healthcare_facility_type_codes());
  for (const CodedValue& code : entry.confidentiality_codes()) {
    Add(code, request.add_confidentiality_codes()->mutable_any_of());
  }
  request.mutable_creation_time()->set_from(entry.creation_time());
  return request;
}

// The one entry found for the document by its codes.
DocumentEntry FindByCodes(consumer::DocumentConsumer& consumer, const RealDocument& document) {
  DocumentEntry found;
  int times = 0;
  const absl::Status status = consumer.FindAllDocuments(
      QueryFor(document.sent), [&](const registry::v1::FindDocumentsResponse& page) {
        for (const DocumentEntry& entry : page.document_entries()) {
          if (entry.unique_id() != document.sent.unique_id()) continue;
          found = entry;
          ++times;
        }
        return true;
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(times, 1) << document.path;
  return found;
}

TEST(RealDocumentsTest, EveryDocumentIsPublishedFoundAndFetched) {
  const absl::optional<std::string> real_data = RealDataDir();
  if (!real_data) GTEST_SKIP() << kNoRealData;
  auto stack = Stack::Start();
  ASSERT_TRUE(stack.ok()) << stack.status();
  ASSERT_TRUE((*stack)->FeedPatient(kPatient).ok());
  const auto detector = consumer::MediaTypeDetector::Open();
  ASSERT_TRUE(detector.ok()) << detector.status();

  std::vector<RealDocument> documents;
  std::set<std::string> unique_ids;
  for (const std::string& path : DocumentPaths(*real_data)) {
    RealDocument document = {.path = path, .bytes = *ReadFile(path), .sent = {}, .repository = 0};
    document.sent = EntryOf(path, document.bytes, *detector);
    // Many samples were made from each other and kept the id. Another document needs another one.
    if (!unique_ids.insert(document.sent.unique_id()).second) {
      document.sent.set_unique_id(testing::AnEntry().Build().unique_id());
    }
    document.repository = static_cast<int>(documents.size()) % kRepositories;
    documents.push_back(std::move(document));
  }
  ASSERT_GE(documents.size(), 60u);

  const std::vector<std::string> sources = {kHospital, kMunicipality};
  for (const RealDocument& document : documents) {
    SCOPED_TRACE(document.path);
    auto source = (*stack)->Source(document.repository, sources[document.repository]);
    const auto provided =
        source->Provide(testing::ASubmission().With(document.sent).Build(),
                        {consumer::DocumentFromFile(document.sent.entry_uuid(), document.path)});
    EXPECT_TRUE(provided.ok()) << provided.status() << "\n" << document.sent.DebugString();
  }

  auto consumer = (*stack)->Consumer(kMunicipality);
  const auto all = FindAll(*consumer, kPatient);
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_THAT(*all, SizeIs(documents.size()));
  for (const RealDocument& document : documents) {
    SCOPED_TRACE(document.path);
    const DocumentEntry found = FindByCodes(*consumer, document);
    google::protobuf::util::MessageDifferencer differencer;
    std::string difference;
    differencer.ReportDifferencesToString(&difference);
    EXPECT_TRUE(differencer.Compare(AsSent(document.sent), AsSent(found))) << difference;

    consumer::DocumentDigest digest;
    digest.Update(document.bytes);
    const consumer::ContentSummary expected = digest.Finish();
    EXPECT_EQ(found.hash(), expected.sha1);
    EXPECT_EQ(found.size(), expected.size_bytes);
    std::string bytes;
    const auto fetched = consumer->Retrieve(found, [&](absl::string_view piece) {
      bytes.append(piece.data(), piece.size());
      return absl::OkStatus();
    });
    ASSERT_TRUE(fetched.ok()) << fetched.status();
    EXPECT_TRUE(bytes == document.bytes);
    EXPECT_EQ(fetched->content.sha1, expected.sha1);
    EXPECT_EQ(fetched->content.sha256, expected.sha256);
    EXPECT_EQ(fetched->mime_type, document.sent.mime_type());
  }
  std::printf("%zu real documents, %zu with an id of their own\n", documents.size(),
              unique_ids.size());
}

}  // namespace
}  // namespace docshare::tests
