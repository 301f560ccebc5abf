#include "consumer/client/document_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "consumer/client/testing/fake_registry.h"
#include "consumer/client/testing/fake_repository.h"
#include "consumer/client/testing/loopback_server.h"
#include "domain/errors/xds_error.h"

namespace docshare::consumer {
namespace {

namespace fs = std::filesystem;

using docshare::registry::v1::RegisterDocumentSetRequest;
using ::testing::HasSubstr;

constexpr char kPatient[] = "30916130186";

CallLimits FastLimits() {
  CallLimits limits;
  limits.retry.initial_backoff = absl::Milliseconds(1);
  limits.retry.max_backoff = absl::Milliseconds(2);
  return limits;
}

// A submission of documents "document-1", ... with unique ids "1.2.1", ...
RegisterDocumentSetRequest Submission(int documents) {
  RegisterDocumentSetRequest request;
  request.mutable_submission_set()->set_entry_uuid("submission");
  request.mutable_submission_set()->set_unique_id("1.2.3.4");
  for (int i = 1; i <= documents; ++i) {
    auto& entry = *request.add_document_entries();
    entry.set_entry_uuid(absl::StrCat("document-", i));
    entry.set_unique_id(absl::StrCat("1.2.", i));
    entry.mutable_patient_id()->set_id(kPatient);
  }
  return request;
}

// Any number of bytes without keeping them.
DocumentToProvide Generated(const std::string& entry_uuid, uint64_t size, bool can_reopen = true) {
  return {entry_uuid,
          [size]() -> absl::StatusOr<DocumentReader> {
            return DocumentReader(
                [left = size](char* buffer, size_t capacity) mutable -> absl::StatusOr<size_t> {
                  size_t taken = static_cast<size_t>(std::min<uint64_t>(capacity, left));
                  std::fill(buffer, buffer + taken, 'x');
                  left -= taken;
                  return taken;
                });
          },
          can_reopen};
}

class DocumentSourceTest : public ::testing::Test {
 protected:
  DocumentSourceTest() : repository_("1.2.3.1", &registry_), server_({&repository_}) {
    registry_.AddPatient(kPatient);
    source_ = Connect(FastLimits());
  }

  std::unique_ptr<DocumentSource> Connect(const CallLimits& limits) {
    absl::StatusOr<std::unique_ptr<DocumentSource>> source =
        DocumentSource::Create({server_.channel(), limits});
    EXPECT_TRUE(source.ok()) << source.status();
    return *std::move(source);
  }

  FakeRegistry registry_;
  FakeRepository repository_;
  LoopbackServer server_;
  std::unique_ptr<DocumentSource> source_;
};

TEST_F(DocumentSourceTest, ProvidesSeveralDocuments) {
  const std::string large(DocumentSource::kChunkBytes * 3 + 17, 'l');
  const std::string exact(DocumentSource::kChunkBytes, 'e');
  absl::StatusOr<ProvidedSubmission> provided = source_->Provide(
      Submission(4),
      {DocumentFromBytes("document-1", "abc"), DocumentFromBytes("document-2", large),
       DocumentFromBytes("document-3", ""), DocumentFromBytes("document-4", exact)});
  ASSERT_TRUE(provided.ok()) << provided.status();
  EXPECT_EQ(repository_.Content("1.2.1"), "abc");
  EXPECT_EQ(repository_.Content("1.2.2"), large);
  EXPECT_EQ(repository_.Content("1.2.3"), "");
  EXPECT_EQ(repository_.Content("1.2.4"), exact);
  ASSERT_EQ(provided->documents.size(), 4u);
  EXPECT_EQ(provided->documents[0].entry_uuid, "document-1");
  EXPECT_EQ(provided->documents[0].content.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(provided->documents[1].content.size_bytes, large.size());
  EXPECT_EQ(provided->registration.assigned_ids_size(), 5);
  EXPECT_EQ(registry_.submissions().size(), 1u);
}

TEST_F(DocumentSourceTest, ReadersMayGiveBytesInSmallPieces) {
  DocumentToProvide document{
      "document-1", []() -> absl::StatusOr<DocumentReader> {
        return DocumentReader(
            [left = 300'000](char* buffer, size_t) mutable -> absl::StatusOr<size_t> {
              if (left == 0) return 0;
              --left;
              *buffer = 'p';
              return 1;
            });
      }};
  ASSERT_TRUE(source_->Provide(Submission(1), {document}).ok());
  EXPECT_EQ(repository_.Content("1.2.1"), std::string(300'000, 'p'));
}

TEST_F(DocumentSourceTest, ProvidesAFile) {
  const std::string path = (fs::path(::testing::TempDir()) / "provided.txt").string();
  std::ofstream(path) << "in a file";
  absl::StatusOr<ProvidedSubmission> provided =
      source_->Provide(Submission(1), {DocumentFromFile("document-1", path)});
  ASSERT_TRUE(provided.ok()) << provided.status();
  EXPECT_EQ(repository_.Content("1.2.1"), "in a file");
}

TEST_F(DocumentSourceTest, FileThatCannotBeReadPublishesNothing) {
  for (const std::string& path : {std::string("/missing/file.pdf"), ::testing::TempDir()}) {
    absl::Status status =
        source_->Provide(Submission(1), {DocumentFromFile("document-1", path)}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << path;
    EXPECT_THAT(std::string(status.message()), HasSubstr(path));
  }
  EXPECT_TRUE(registry_.submissions().empty());
}

TEST_F(DocumentSourceTest, ReaderThatFailsEndsTheSubmission) {
  DocumentToProvide document{"document-1", []() -> absl::StatusOr<DocumentReader> {
                               return DocumentReader([](char*, size_t) -> absl::StatusOr<size_t> {
                                 return absl::AbortedError("the scanner is jammed");
                               });
                             }};
  absl::Status status = source_->Provide(Submission(1), {document}).status();
  EXPECT_EQ(status, absl::AbortedError("the scanner is jammed"));
  EXPECT_TRUE(registry_.submissions().empty());
}

TEST_F(DocumentSourceTest, ProgressRisesToTheTotalAndMayStop) {
  std::vector<uint64_t> sent;
  ASSERT_TRUE(source_
                  ->Provide(Submission(1), {Generated("document-1", 1'000'000)},
                            [&](uint64_t bytes) {
                              sent.push_back(bytes);
                              return absl::OkStatus();
                            })
                  .ok());
  EXPECT_TRUE(std::is_sorted(sent.begin(), sent.end()));
  EXPECT_EQ(sent.back(), 1'000'000u);

  absl::Status status = source_
                            ->Provide(Submission(1), {Generated("document-1", 1'000'000)},
                                      [](uint64_t) { return absl::CancelledError("interrupted"); })
                            .status();
  EXPECT_EQ(status, absl::CancelledError("interrupted"));
}

TEST_F(DocumentSourceTest, RefusalComesBackWithItsErrors) {
  RegisterDocumentSetRequest request = Submission(1);
  request.mutable_document_entries(0)->mutable_patient_id()->set_id("05861860053");
  absl::Status status =
      source_->Provide(request, {DocumentFromBytes("document-1", "abc")}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_TRUE(RegistryErrorsOf(status).has_value());
  EXPECT_EQ(RegistryErrorsOf(status)->errors(0).error_code(), "XDSUnknownPatientId");
  EXPECT_EQ(RegistryErrorsOf(status)->errors(0).location(), "document_entries[0].patient_id");
}

TEST_F(DocumentSourceTest, EarlyRefusalStopsALargeUpload) {
  repository_.RefuseAfter(
      1'000'000, Refusal(absl::StatusCode::kResourceExhausted, "XDSRepositoryOutOfResources",
                         "the disk is full", ""));
  constexpr uint64_t kSize = uint64_t{4} << 30;
  uint64_t sent = 0;
  absl::Status status = source_
                            ->Provide(Submission(1), {Generated("document-1", kSize)},
                                      [&](uint64_t bytes) {
                                        sent = bytes;
                                        return absl::OkStatus();
                                      })
                            .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  ASSERT_TRUE(RegistryErrorsOf(status).has_value());
  EXPECT_EQ(RegistryErrorsOf(status)->errors(0).error_code(), "XDSRepositoryOutOfResources");
  EXPECT_LT(sent, 64u << 20);
}

TEST_F(DocumentSourceTest, RepeatsWhileTheRepositoryIsUnavailable) {
  repository_.failures().Plan(2, absl::UnavailableError("draining"));
  absl::StatusOr<ProvidedSubmission> provided =
      source_->Provide(Submission(1), {Generated("document-1", 1'000'000)});
  ASSERT_TRUE(provided.ok()) << provided.status();
  EXPECT_EQ(repository_.failures().calls(), 3);
  EXPECT_EQ(repository_.Content("1.2.1"), std::string(1'000'000, 'x'));
}

// The first attempt is registered although the source hears UNAVAILABLE: the repetition learns it.
TEST_F(DocumentSourceTest, RepetitionOfARegisteredSubmissionChangesNothing) {
  repository_.late_failures().Plan(1, absl::UnavailableError("lost"));
  absl::StatusOr<ProvidedSubmission> provided =
      source_->Provide(Submission(1), {DocumentFromBytes("document-1", "abc")});
  ASSERT_TRUE(provided.ok()) << provided.status();
  EXPECT_TRUE(provided->registration.already_registered());
  EXPECT_EQ(registry_.submissions().size(), 1u);
}

TEST_F(DocumentSourceTest, DocumentThatCannotBeReadAgainIsNotRepeated) {
  repository_.late_failures().Plan(1, absl::UnavailableError("lost"));
  absl::Status status =
      source_->Provide(Submission(1), {Generated("document-1", 1000, /*can_reopen=*/false)})
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(repository_.failures().calls(), 1);
}

TEST_F(DocumentSourceTest, GivesUpOnARepositoryThatDoesNotRead) {
  CallLimits limits = FastLimits();
  limits.stall_timeout = absl::Milliseconds(200);
  repository_.set_stall_uploads(true);
  absl::Status status =
      Connect(limits)->Provide(Submission(1), {Generated("document-1", 50'000'000)}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded);
}

TEST_F(DocumentSourceTest, MetadataMayBeLargerThanAnOrdinaryMessage) {
  RegisterDocumentSetRequest request = Submission(1);
  request.mutable_document_entries(0)->mutable_comments()->add_localized()->set_value(
      std::string(8 << 20, 'c'));
  EXPECT_TRUE(source_->Provide(request, {DocumentFromBytes("document-1", "abc")}).ok());
}

}  // namespace
}  // namespace docshare::consumer
