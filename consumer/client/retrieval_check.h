#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "consumer/client/document_digest.h"
#include "docshare/repository/v1/repository_service.pb.h"

namespace docshare::consumer {

// What the registry says about a document's bytes.
struct ExpectedContent {
  // SHA-1, 40 hexadecimal digits in any case; empty when not known.
  std::string hash;
  absl::optional<uint64_t> size_bytes;
};

// A document that was retrieved whole and is what registry and repository say it is.
struct RetrievedDocument {
  std::string mime_type;
  ContentSummary content;
  // What was made for an on-demand entry has a unique id of its own; empty for other documents.
  std::string new_document_unique_id;
  // Where it can be retrieved again by that id; empty when it was not kept.
  std::string new_repository_unique_id;
};

// Judges the messages of one document's retrieval while they arrive: their order, and the bytes
// against the header of the repository and the entry of the registry. The last piece of a document
// is given out only when the whole is right, so damage never passes as a complete document.
//
// Not thread-safe. After an error, throw the object and the bytes given out away.
//
// Source: ITI TF-3:4.2.3.2.10 (hash), ITI TF-3:4.2.3.2.23 (size).
class RetrievalCheck {
 public:
  explicit RetrievalCheck(ExpectedContent expected);

  // Takes the next message. Returns the bytes to hand on, empty for a header; they live as long as
  // `message`.
  //
  // Returns kDataLoss for messages out of order, for more bytes than announced, for a size or a
  // hash that does not agree, and for the fault XDSRepositoryError. Another fault has the status
  // code of its error. A fault's status carries it (RegistryErrorsOf()).
  absl::StatusOr<absl::string_view> Next(
      const docshare::repository::v1::RetrieveDocumentSetResponse& message);

  // The stream broke, and another one goes on after the bytes received so far: a header comes first
  // again, which has to announce the same document. Returns kDataLoss from Next() when it does not.
  void Resume();
  uint64_t received_bytes() const { return digest_.size_bytes(); }
  // The last header; empty before the first.
  const docshare::repository::v1::DocumentHeader& header() const { return header_; }

  // Says that the stream ended well. Returns kDataLoss when it ended before the document did.
  absl::StatusOr<RetrievedDocument> Finish() const;

 private:
  absl::Status TakeHeader(const docshare::repository::v1::DocumentHeader& header);
  absl::StatusOr<absl::string_view> TakeData(const docshare::repository::v1::DocumentData& data);

  enum class State { kBeforeHeader, kInDocument, kComplete };

  const ExpectedContent expected_;
  State state_ = State::kBeforeHeader;
  // A header came before.
  bool resumed_ = false;
  docshare::repository::v1::DocumentHeader header_;
  DocumentDigest digest_;
  RetrievedDocument document_;
};

}  // namespace docshare::consumer
