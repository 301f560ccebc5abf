#include "repository/provide/testing/provision.h"

#include <algorithm>
#include <utility>

namespace docshare::repository {

using docshare::testing::AnEntry;
using docshare::testing::ASubmission;
using docshare::testing::EntryBuilder;
using docshare::testing::SubmissionBuilder;

Provision AProvision(std::vector<std::string> documents) {
  SubmissionBuilder submission = ASubmission();
  for (size_t i = 0; i < documents.size(); ++i) submission.With(AnEntry().AsFromSource());
  return Provision{submission.Build(), std::move(documents)};
}

Provision AProvisionOf(const EntryBuilder& entry, const std::string& bytes) {
  return Provision{ASubmission().With(entry).Build(), {bytes}};
}

std::vector<v1::ProvideDocumentSetRequest> StreamOf(const Provision& provision,
                                                    size_t chunk_bytes) {
  std::vector<v1::ProvideDocumentSetRequest> stream(1);
  *stream[0].mutable_metadata() = provision.metadata;
  for (size_t i = 0; i < provision.documents.size(); ++i) {
    const std::string& bytes = provision.documents[i];
    const std::string& entry_uuid =
        provision.metadata.document_entries(static_cast<int>(i)).entry_uuid();
    size_t sent = 0;
    do {
      const size_t count = std::min(chunk_bytes, bytes.size() - sent);
      *stream.emplace_back().mutable_chunk() = AChunk(
          sent == 0 ? entry_uuid : "", bytes.substr(sent, count), sent + count == bytes.size());
      sent += count;
    } while (sent < bytes.size());
  }
  return stream;
}

v1::DocumentChunk AChunk(const std::string& entry_uuid, const std::string& data, bool last) {
  v1::DocumentChunk chunk;
  chunk.set_entry_uuid(entry_uuid);
  chunk.set_data(data);
  chunk.set_last(last);
  return chunk;
}

}  // namespace docshare::repository
