#include "consumer/client/retrieval_check.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::RegistryError;
using docshare::repository::v1::DocumentData;
using docshare::repository::v1::DocumentHeader;
using docshare::repository::v1::RetrieveDocumentSetResponse;

absl::Status Disagreement(absl::string_view what, absl::string_view one, absl::string_view one_says,
                          absl::string_view other, absl::string_view other_says) {
  return absl::DataLossError(absl::StrCat("the document is damaged: its ", what, " is ", one_says,
                                          " by the ", one, " and ", other_says, " by the ", other));
}

absl::Status StatusOfFault(RegistryError error) {
  // What a repository reports so is damage of what it holds.
  if (error.error_code() == ToString(XdsErrorCode::kRepositoryError)) {
    return XdsErrorWithStatus(absl::StatusCode::kDataLoss, XdsErrorCode::kRepositoryError,
                              error.location(), error.code_context());
  }
  error.set_severity(docshare::metadata::v1::SEVERITY_ERROR);
  RegistryErrors errors;
  errors.Add(error);
  return errors.ToStatus();
}

}  // namespace

RetrievalCheck::RetrievalCheck(ExpectedContent expected) : expected_(std::move(expected)) {}

absl::StatusOr<absl::string_view> RetrievalCheck::Next(const RetrieveDocumentSetResponse& message) {
  switch (message.part_case()) {
    case RetrieveDocumentSetResponse::kHeader: {
      absl::Status status = TakeHeader(message.header());
      if (!status.ok()) return status;
      return absl::string_view();
    }
    case RetrieveDocumentSetResponse::kData:
      return TakeData(message.data());
    case RetrieveDocumentSetResponse::kFault:
      return StatusOfFault(message.fault().error());
    case RetrieveDocumentSetResponse::PART_NOT_SET:
      break;
  }
  return absl::DataLossError("the repository sent a message of an unknown kind");
}

absl::Status RetrievalCheck::TakeHeader(const DocumentHeader& header) {
  if (state_ != State::kBeforeHeader) {
    return absl::DataLossError("the repository announced a document within another");
  }
  if (expected_.size_bytes.has_value() && header.size() != *expected_.size_bytes) {
    return Disagreement("size", "registry", absl::StrCat(*expected_.size_bytes, " bytes"),
                        "repository", absl::StrCat(header.size(), " bytes"));
  }
  if (!expected_.hash.empty() && !absl::EqualsIgnoreCase(header.hash(), expected_.hash)) {
    return Disagreement("SHA-1", "registry", expected_.hash, "repository", header.hash());
  }
  if (resumed_ && (header.size() != header_.size() || header.sha256() != header_.sha256() ||
                   header.hash() != header_.hash())) {
    return absl::DataLossError("the document became another one while it was retrieved");
  }
  // The rest of an on-demand document comes as its snapshot, which has no new name.
  const std::string new_document = header_.new_document_unique_id();
  const std::string new_repository = header_.new_repository_unique_id();
  header_ = header;
  if (resumed_ && header.new_document_unique_id().empty()) {
    header_.set_new_document_unique_id(new_document);
    header_.set_new_repository_unique_id(new_repository);
  }
  state_ = State::kInDocument;
  return absl::OkStatus();
}

absl::StatusOr<absl::string_view> RetrievalCheck::TakeData(const DocumentData& data) {
  if (state_ != State::kInDocument) {
    return absl::DataLossError("the repository sent bytes that belong to no document");
  }
  digest_.Update(data.data());
  if (digest_.size_bytes() > header_.size()) {
    return absl::DataLossError(absl::StrCat(
        "the document is damaged: more bytes came than the announced ", header_.size()));
  }
  if (!data.last()) return absl::string_view(data.data());

  ContentSummary content = digest_.Finish();
  if (content.size_bytes != header_.size()) {
    return Disagreement("size", "repository", absl::StrCat(header_.size(), " bytes"),
                        "bytes received", absl::StrCat(content.size_bytes, " bytes"));
  }
  if (!absl::EqualsIgnoreCase(content.sha1, header_.hash())) {
    return Disagreement("SHA-1", "repository", header_.hash(), "bytes received", content.sha1);
  }
  if (!absl::EqualsIgnoreCase(content.sha256, header_.sha256())) {
    return Disagreement("SHA-256", "repository", header_.sha256(), "bytes received",
                        content.sha256);
  }
  document_ = {header_.mime_type(), std::move(content), header_.new_document_unique_id(),
               header_.new_repository_unique_id()};
  state_ = State::kComplete;
  return absl::string_view(data.data());
}

void RetrievalCheck::Resume() {
  // Without a byte of it any document will do.
  resumed_ = received_bytes() != 0;
  state_ = State::kBeforeHeader;
}

absl::StatusOr<RetrievedDocument> RetrievalCheck::Finish() const {
  if (state_ == State::kComplete) return document_;
  if (state_ == State::kBeforeHeader) {
    return absl::DataLossError("the repository sent no document");
  }
  return absl::DataLossError(absl::StrCat("the document is cut short: ", digest_.size_bytes(),
                                          " of ", header_.size(), " bytes came"));
}

}  // namespace docshare::consumer
