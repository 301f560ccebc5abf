// Bytes that are no messages, and streams of messages in an order nobody should send them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/scenario/bad_input.h"
#include "tests/stack/raw_call.h"
#include "tests/stack/refusal.h"
#include "tests/stack/stack.h"
#include "tests/stack/test_submission.h"

namespace docshare::tests {
namespace {

using ::testing::AllOf;

using registry::v1::RegisterDocumentSetRequest;
using repository::v1::ProvideDocumentSetRequest;

constexpr char kRegister[] = "/docshare.registry.v1.RegistryService/RegisterDocumentSet";
constexpr char kFeed[] = "/docshare.registry.v1.RegistryService/FeedPatient";
constexpr char kFind[] = "/docshare.registry.v1.RegistryService/FindDocuments";
constexpr char kGet[] = "/docshare.registry.v1.RegistryService/GetDocuments";
constexpr char kProvide[] = "/docshare.repository.v1.RepositoryService/ProvideDocumentSet";
constexpr char kRetrieve[] = "/docshare.repository.v1.RepositoryService/RetrieveDocumentSet";

struct NamedBytes {
  const char* name;
  std::string bytes;
};

// Bytes that are no message of ours.
std::vector<NamedBytes> MalformedMessages() {
  std::string nested;
  for (int i = 0; i < 20'000; ++i) nested += '\x0b';  // Groups in groups.
  return {{"length beyond the end", std::string("\x0a\x7f", 2)},
          {"varint without end", std::string(16, '\xff')},
          {"wire type that does not exist", "\x0f"},
          {"field number 0", std::string("\x00\x01", 2)},
          {"text that is no UTF-8 in patient_id.id", "\x0a\x03\x0a\x01\xff"},
          {"deeply nested groups", nested},
          {"random", PseudoRandomBytes(7, 4096)}};
}

TEST_F(BadInputTest, MalformedMessagesToTheRegistry) {
  struct Method {
    const char* name;
    const char* system;
  };
  for (const Method& method : {Method{kRegister, kRepositorySystems[0]}, Method{kFeed, kAdmin},
                               Method{kFind, kHospital}, Method{kGet, kHospital}}) {
    auto channel = stack_->RegistryChannel(method.system);
    for (const NamedBytes& malformed : MalformedMessages()) {
      SCOPED_TRACE(absl::StrCat(method.name, ": ", malformed.name));
      const absl::Status status = RawUnaryCall(*channel, method.name, malformed.bytes);
      EXPECT_THAT(status, HasStatusCode(absl::StatusCode::kInvalidArgument));
      EXPECT_THAT(status, HasRegistryError("XDSRegistryError", ""));
    }
  }
}

TEST_F(BadInputTest, MalformedMessagesToTheRepository) {
  auto channel = stack_->RepositoryChannel(0, kHospital);
  const std::string metadata = Metadata(TwoDocuments()).SerializeAsString();
  for (const NamedBytes& malformed : MalformedMessages()) {
    SCOPED_TRACE(malformed.name);
    // In "text that is no UTF-8" the first field is the metadata's submission set, or a chunk's id.
    for (const std::vector<std::string>& messages :
         {std::vector<std::string>{malformed.bytes},
          std::vector<std::string>{metadata, malformed.bytes}}) {
      const absl::Status status = RawClientStream(*channel, kProvide, messages);
      EXPECT_THAT(status, HasStatusCode(absl::StatusCode::kInvalidArgument));
      EXPECT_THAT(status, HasRegistryError("XDSRepositoryError", ""));
    }
    const absl::Status status = RawServerStream(*channel, kRetrieve, malformed.bytes);
    EXPECT_THAT(status, HasStatusCode(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(status, HasRegistryError("XDSRepositoryError", ""));
  }
}

TEST_F(BadInputTest, MessageAboveTheLimit) {
  const std::string large(65 << 20, '\x0a');
  auto registry = stack_->RegistryChannel(kRepositorySystems[0]);
  EXPECT_THAT(RawUnaryCall(*registry, kRegister, large),
              HasStatusCode(absl::StatusCode::kResourceExhausted));
  auto repository = stack_->RepositoryChannel(0, kHospital);
  EXPECT_THAT(RawClientStream(*repository, kProvide, {large}),
              HasStatusCode(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(RawServerStream(*repository, kRetrieve, large),
              HasStatusCode(absl::StatusCode::kResourceExhausted));
}

TEST_F(BadInputTest, ChunksWithoutMetadata) {
  for (const auto& messages :
       {std::vector<ProvideDocumentSetRequest>{Chunk("document-1", "bytes", true)},
        std::vector<ProvideDocumentSetRequest>{}}) {
    EXPECT_THAT(Provide(messages), AllOf(HasStatusCode(absl::StatusCode::kInvalidArgument),
                                         HasRegistryError("XDSRepositoryError", "")));
  }
}

TEST_F(BadInputTest, MessageWithNeitherMetadataNorChunk) {
  EXPECT_THAT(Provide({ProvideDocumentSetRequest()}),
              AllOf(HasStatusCode(absl::StatusCode::kInvalidArgument),
                    HasRegistryError("XDSRepositoryError", "part")));
}

TEST_F(BadInputTest, MalformedMessageAfterACompleteSubmission) {
  const RegisterDocumentSetRequest metadata = TwoDocuments();
  auto channel = stack_->RepositoryChannel(0, kHospital);
  EXPECT_THAT(
      RawClientStream(*channel, kProvide,
                      {Metadata(metadata).SerializeAsString(),
                       Chunk(Uuid(metadata, 0), "one", true).SerializeAsString(),
                       Chunk(Uuid(metadata, 1), "two", true).SerializeAsString(), "\x0a\x7f"}),
      AllOf(HasStatusCode(absl::StatusCode::kInvalidArgument),
            HasRegistryError("XDSRepositoryError", "")));
}

TEST_F(BadInputTest, MetadataTwice) {
  const RegisterDocumentSetRequest metadata = TwoDocuments();
  EXPECT_THAT(Provide({Metadata(metadata), Metadata(metadata)}),
              AllOf(HasStatusCode(absl::StatusCode::kInvalidArgument),
                    HasRegistryError("XDSRepositoryError", "")));
}

TEST_F(BadInputTest, StreamThatEndsInADocument) {
  const RegisterDocumentSetRequest metadata = TwoDocuments();
  for (size_t size : {size_t{10}, size_t{900'000}}) {
    EXPECT_THAT(Provide({Metadata(metadata), Chunk(Uuid(metadata, 0), "one", true),
                         Chunk(Uuid(metadata, 1), PseudoRandomBytes(1, size), false)}),
                AllOf(HasStatusCode(absl::StatusCode::kInvalidArgument),
                      HasRegistryError("XDSRepositoryError", "document_entries[1]")));
  }
}

TEST_F(BadInputTest, DocumentThatNeverComes) {
  const RegisterDocumentSetRequest metadata = TwoDocuments();
  EXPECT_THAT(Provide({Metadata(metadata), Chunk(Uuid(metadata, 0), "one", true)}),
              AllOf(HasStatusCode(absl::StatusCode::kInvalidArgument),
                    HasRegistryError("XDSMissingDocument", "document_entries[1]")));
}

TEST_F(BadInputTest, DocumentNobodyAnnounced) {
  const RegisterDocumentSetRequest metadata = TwoDocuments();
  EXPECT_THAT(Provide({Metadata(metadata), Chunk("document-x", "one", true)}),
              AllOf(HasStatusCode(absl::StatusCode::kInvalidArgument),
                    HasRegistryError("XDSMissingDocumentMetadata", "chunk.entry_uuid")));
}

TEST_F(BadInputTest, DocumentTwice) {
  const RegisterDocumentSetRequest metadata = TwoDocuments();
  EXPECT_THAT(Provide({Metadata(metadata), Chunk(Uuid(metadata, 0), "one", true),
                       Chunk(Uuid(metadata, 0), "one", true)}),
              AllOf(HasStatusCode(absl::StatusCode::kInvalidArgument),
                    HasRegistryError("XDSRepositoryError", "document_entries[0]")));
}

TEST_F(BadInputTest, DocumentsMixed) {
  const RegisterDocumentSetRequest metadata = TwoDocuments();
  EXPECT_THAT(Provide({Metadata(metadata), Chunk(Uuid(metadata, 0), "on", false),
                       Chunk(Uuid(metadata, 1), "two", true)}),
              AllOf(HasStatusCode(absl::StatusCode::kInvalidArgument),
                    HasRegistryError("XDSRepositoryError", "document_entries[0]")));
}

TEST_F(BadInputTest, MoreBytesThanDeclared) {
  RegisterDocumentSetRequest metadata = TwoDocuments();
  metadata.mutable_document_entries(0)->set_size(3);
  // Refused while the document is still on its way: it has no last chunk.
  std::vector<ProvideDocumentSetRequest> messages = {Metadata(metadata)};
  for (int i = 0; i < 20; ++i) {
    messages.push_back(Chunk(Uuid(metadata, 0), PseudoRandomBytes(1, 500'000), false));
  }
  EXPECT_THAT(Provide(messages),
              AllOf(HasStatusCode(absl::StatusCode::kInvalidArgument),
                    HasRegistryError("XDSRepositoryMetadataError", "document_entries[0].size")));
}

TEST_F(BadInputTest, ChunkAboveTheLimit) {
  const RegisterDocumentSetRequest metadata = TwoDocuments();
  const absl::Status status = Provide(
      {Metadata(metadata), Chunk(Uuid(metadata, 0), std::string((1 << 20) + 1, 'x'), true)});
  EXPECT_THAT(status, HasStatusCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(status, HasRegistryError("XDSRepositoryError", "chunk.data"));
}

TEST_F(BadInputTest, StreamsThatAreCancelled) {
  for (int i = 0; i < 20; ++i) {
    const RegisterDocumentSetRequest metadata = TwoDocuments();
    std::vector<ProvideDocumentSetRequest> messages;
    if (i % 4 > 0) messages.push_back(Metadata(metadata));
    if (i % 4 > 1)
      messages.push_back(Chunk(Uuid(metadata, 0), PseudoRandomBytes(2, 400'000), true));
    if (i % 4 > 2)
      messages.push_back(Chunk(Uuid(metadata, 1), PseudoRandomBytes(3, 900'000), false));
    EXPECT_THAT(Provide(messages, /*cancel=*/true), HasStatusCode(absl::StatusCode::kCancelled));
  }
}

TEST_F(BadInputTest, RetrievalOfNothing) {
  auto channel = stack_->RepositoryChannel(0, kHospital);
  EXPECT_THAT(RawServerStream(*channel, kRetrieve, ""),
              AllOf(HasStatusCode(absl::StatusCode::kInvalidArgument),
                    HasRegistryError("XDSRepositoryError", "documents")));
  repository::v1::RetrieveDocumentSetRequest many;
  for (int i = 0; i < 1001; ++i) {
    many.add_documents()->set_repository_unique_id(kRepositoryOids[0]);
    many.mutable_documents(i)->set_document_unique_id(absl::StrCat("2.999.", i));
  }
  EXPECT_THAT(RawServerStream(*channel, kRetrieve, many.SerializeAsString()),
              HasStatusCode(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace docshare::tests
