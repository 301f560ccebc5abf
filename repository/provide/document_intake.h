#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/types/optional.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/repository/v1/repository_service.pb.h"
#include "repository/catalogue/catalogue.h"
#include "repository/catalogue/stored_document.h"
#include "repository/check/content_check.h"
#include "repository/content/content_store.h"

namespace docshare::repository {

// Takes the chunks of one submission and stores them: one document after the other, each hashed
// and written as it comes, in constant memory. The content it stored is unclaimed, and removed when
// the intake is destroyed unless HandOver() was called. One thread at a time.
//
// Errors of the standard, each naming the document's place in the metadata:
//   XDSMissingDocumentMetadata  a chunk that names no document of the metadata
//   XDSMissingDocument          a document that did not come
//   XDSRepositoryMetadataError  size or hash are not what the metadata claims
//   XDSNonIdenticalHash, XDSNonIdenticalSize  the repository has other bytes of that unique id
//   XDSRepositoryOutOfResources a document above 4 GiB
//   XDSRepositoryError          a chunk too large, a document cut short or sent twice
class DocumentIntake {
 public:
  // Requires metadata without faults (CheckProvidedMetadata). `metadata` is as the source sent it;
  // it is read now only. The others must outlive this object.
  DocumentIntake(const registry::v1::RegisterDocumentSetRequest& metadata,
                 const Catalogue* catalogue, ContentStore* content, ContentCheck* check = nullptr);
  ~DocumentIntake();

  DocumentIntake(const DocumentIntake&) = delete;
  DocumentIntake& operator=(const DocumentIntake&) = delete;

  // After an error the submission is lost; do not call again.
  absl::Status TakeChunk(const v1::DocumentChunk& chunk);

  // The stream has ended. Ok when every document came to its end.
  absl::Status CheckComplete() const;

  // The documents in the order of the metadata. Requires that CheckComplete() is ok.
  std::vector<StoredDocument> documents() const;

  // From now on somebody else claims or removes the content.
  void HandOver() { handed_over_ = true; }

  size_t document_count() const { return documents_.size(); }
  uint64_t received_bytes() const { return received_bytes_; }

 private:
  // What the metadata says of a document, and what came of it.
  struct Expected {
    UniqueId unique_id;
    std::string mime_type;
    std::string class_code;
    absl::optional<uint64_t> claimed_size;
    // Lower-case; empty when there is none.
    std::string claimed_hash;
    absl::optional<StoredDocument> stored;
  };

  // A chunk comes for the document of that id and none is at hand.
  absl::Status Begin(const std::string& entry_uuid);

  // The document at hand has all its bytes.
  absl::Status End();

  // A document that its check does not let in, as the source is told.
  absl::Status Refused(const absl::Status& verdict) const;

  absl::Status CheckClaims(const StoredContent& content) const;
  absl::Status CheckAgainstAvailable(const StoredContent& content, const StoredContent& available);

  // "document_entries[i]", with the attribute when given, of the document at hand.
  std::string Location(absl::string_view attribute = "") const;

  const Catalogue* const catalogue_;
  ContentStore* const content_;
  ContentCheck* const check_;
  std::vector<Expected> documents_;
  // By entry_uuid as sent.
  absl::flat_hash_map<std::string, size_t> index_;
  // The document at hand; its writer is there until its last chunk.
  size_t current_ = 0;
  std::string current_entry_uuid_;
  uint64_t current_bytes_ = 0;
  std::unique_ptr<ContentWriter> writer_;
  std::unique_ptr<DocumentCheck> document_check_;
  uint64_t received_bytes_ = 0;
  bool handed_over_ = false;
};

}  // namespace docshare::repository
