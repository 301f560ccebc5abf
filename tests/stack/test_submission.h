#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "consumer/client/document_consumer.h"
#include "consumer/client/document_source.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare::tests {

// A valid submission with the bytes of its documents, as a source sends it: without hashes, sizes
// and repository.
struct TestSubmission {
  registry::v1::RegisterDocumentSetRequest metadata;
  // One for each of metadata.document_entries, in their order.
  std::vector<std::string> contents;

  // For DocumentSource::Provide().
  std::vector<consumer::DocumentToProvide> Documents() const;
};

// The default patient of submission_builder.h.
inline constexpr char kPatient[] = "12838520020";
// Another one.
inline constexpr char kOtherPatient[] = "30916130186";

// Every call uses unique ids of its own.
TestSubmission ASubmissionOf(std::vector<std::string> contents,
                             const std::string& patient = kPatient);

// So many bytes that do not compress, the same for the same seed.
std::string PseudoRandomBytes(uint64_t seed, size_t size);

// All approved documents of the patient APatient(id).
absl::StatusOr<std::vector<metadata::v1::DocumentEntry>> FindAll(
    consumer::DocumentConsumer& consumer, const std::string& patient);

// The registry's entries with these unique ids, in no particular order.
absl::StatusOr<std::vector<metadata::v1::DocumentEntry>> GetByUniqueIds(
    consumer::DocumentConsumer& consumer, const std::vector<std::string>& unique_ids);

// The bytes of a document, checked by the consumer library.
absl::StatusOr<std::string> Fetch(consumer::DocumentConsumer& consumer,
                                  const metadata::v1::DocumentEntry& entry);

// The bytes a repository has under a unique id.
absl::StatusOr<std::string> FetchFrom(consumer::DocumentConsumer& consumer,
                                      const std::string& repository_unique_id,
                                      const std::string& document_unique_id);

}  // namespace docshare::tests
