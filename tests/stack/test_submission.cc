#include "tests/stack/test_submission.h"

#include <algorithm>
#include <cstring>
#include <random>
#include <utility>

#include "domain/metadata/testing/submission_builder.h"

namespace docshare::tests {
namespace {

using metadata::v1::DocumentEntry;

consumer::DocumentSink Into(std::string& bytes) {
  return [&bytes](absl::string_view piece) {
    bytes.append(piece.data(), piece.size());
    return absl::OkStatus();
  };
}

}  // namespace

std::vector<consumer::DocumentToProvide> TestSubmission::Documents() const {
  std::vector<consumer::DocumentToProvide> documents;
  for (size_t i = 0; i < contents.size(); ++i) {
    documents.push_back(consumer::DocumentFromBytes(
        metadata.document_entries(static_cast<int>(i)).entry_uuid(), contents[i]));
  }
  return documents;
}

TestSubmission ASubmissionOf(std::vector<std::string> contents, const std::string& patient) {
  testing::SubmissionBuilder builder = testing::ASubmission().OfPatient(patient);
  for (size_t i = 0; i < contents.size(); ++i) builder.With(testing::AnEntry().AsFromSource());
  return {.metadata = builder.Build(), .contents = std::move(contents)};
}

std::string PseudoRandomBytes(uint64_t seed, size_t size) {
  std::mt19937_64 random(seed);
  std::string bytes(size, '\0');
  for (size_t begin = 0; begin < size; begin += sizeof(uint64_t)) {
    const uint64_t word = random();
    std::memcpy(bytes.data() + begin, &word, std::min(sizeof(word), size - begin));
  }
  return bytes;
}

absl::StatusOr<std::vector<DocumentEntry>> FindAll(consumer::DocumentConsumer& consumer,
                                                   const std::string& patient) {
  registry::v1::FindDocumentsRequest request;
  *request.mutable_patient_id() = testing::APatient(patient);
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.set_return_type(registry::v1::RETURN_TYPE_LEAF_CLASS);
  std::vector<DocumentEntry> found;
  absl::Status status =
      consumer.FindAllDocuments(request, [&found](const registry::v1::FindDocumentsResponse& page) {
        found.insert(found.end(), page.document_entries().begin(), page.document_entries().end());
        return true;
      });
  if (!status.ok()) return status;
  return found;
}

absl::StatusOr<std::vector<DocumentEntry>> GetByUniqueIds(
    consumer::DocumentConsumer& consumer, const std::vector<std::string>& unique_ids) {
  registry::v1::GetDocumentsRequest request;
  request.set_return_type(registry::v1::RETURN_TYPE_LEAF_CLASS);
  for (const std::string& unique_id : unique_ids) request.add_unique_ids(unique_id);
  absl::StatusOr<registry::v1::GetDocumentsResponse> response = consumer.GetDocuments(request);
  if (!response.ok()) return response.status();
  return std::vector<DocumentEntry>(response->document_entries().begin(),
                                    response->document_entries().end());
}

absl::StatusOr<std::string> Fetch(consumer::DocumentConsumer& consumer,
                                  const DocumentEntry& entry) {
  std::string bytes;
  absl::StatusOr<consumer::RetrievedDocument> document = consumer.Retrieve(entry, Into(bytes));
  if (!document.ok()) return document.status();
  return bytes;
}

absl::StatusOr<std::string> FetchFrom(consumer::DocumentConsumer& consumer,
                                      const std::string& repository_unique_id,
                                      const std::string& document_unique_id) {
  std::string bytes;
  absl::StatusOr<consumer::RetrievedDocument> document =
      consumer.Retrieve(consumer::DocumentLocation{.repository_unique_id = repository_unique_id,
                                                   .document_unique_id = document_unique_id,
                                                   .home_community_id = ""},
                        Into(bytes));
  if (!document.ok()) return document.status();
  return bytes;
}

}  // namespace docshare::tests
