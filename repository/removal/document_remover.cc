#include "repository/removal/document_remover.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"

namespace docshare::repository {
namespace {

using metadata::v1::RegistryError;

// What the caller is told; the reason itself may name what is inside the repository.
RegistryError ErrorFor(const absl::Status& status, const std::string& unique_id) {
  if (auto errors = RegistryErrorsOf(status); errors.has_value()) return errors->errors(0);
  return MakeRegistryError(
      XdsErrorCode::kRemoveDocumentsError, unique_id,
      absl::StrCat(unique_id, ": ",
                   absl::IsFailedPrecondition(status) ? status.message()
                                                      : "the document cannot be removed now"));
}

}  // namespace

DocumentRemover::DocumentRemover(RepositoryUniqueId repository_unique_id, Settlement* settlement,
                                 platform::OperationalLog* log)
    : repository_unique_id_(std::move(repository_unique_id)), settlement_(settlement), log_(log) {}

absl::StatusOr<v1::RemoveDocumentsResponse> DocumentRemover::Remove(
    const v1::RemoveDocumentsRequest& request) const {
  if (request.documents().empty() || request.documents_size() > kMaxRemovedDocuments) {
    return XdsErrorWithStatus(
        absl::StatusCode::kInvalidArgument, XdsErrorCode::kRepositoryError, "documents",
        absl::StrCat(request.documents_size(), " documents to remove; send 1 to ",
                     kMaxRemovedDocuments));
  }
  v1::RemoveDocumentsResponse response;
  RegistryErrors errors;
  absl::StatusCode code = absl::StatusCode::kNotFound;
  int removed = 0;
  for (int i = 0; i < request.documents_size(); ++i) {
    const v1::DocumentRequest& document = request.documents(i);
    const absl::Status gone = RemoveOne(document);
    if (gone.ok()) {
      ++removed;
      continue;
    }
    if (!absl::IsNotFound(gone)) {
      if (code == absl::StatusCode::kNotFound) code = gone.code();
      log_->Error("document_not_removed", {{"code", absl::StatusCodeToString(gone.code())}});
    }
    v1::DocumentFault& fault = *response.add_faults();
    fault.set_request_index(static_cast<uint32_t>(i));
    *fault.mutable_error() = ErrorFor(gone, document.document_unique_id());
    errors.Add(fault.error());
  }
  if (removed > 0) log_->Info("documents_removed", {{"documents", removed}});
  // Also when none was removed: an earlier removal may have failed on the way.
  absl::Status destroyed = settlement_->DestroyKeys();
  if (!destroyed.ok()) {
    log_->Warning("keys_not_destroyed", {{"code", absl::StatusCodeToString(destroyed.code())}});
    if (removed > 0) return destroyed;
  }
  if (removed > 0) return response;
  const absl::Status listed = errors.ToStatus();
  absl::Status refusal(code, listed.message());
  listed.ForEachPayload([&refusal](absl::string_view type_url, const absl::Cord& payload) {
    refusal.SetPayload(type_url, payload);
  });
  return refusal;
}

absl::Status DocumentRemover::RemoveOne(const v1::DocumentRequest& document) const {
  const std::string& location = document.document_unique_id();
  if (document.repository_unique_id() != repository_unique_id_.ToString()) {
    return XdsErrorWithStatus(
        absl::StatusCode::kNotFound, XdsErrorCode::kUnknownRepositoryId, location,
        absl::StrCat("this is repository ", repository_unique_id_.ToString()));
  }
  const absl::StatusOr<UniqueId> unique_id = UniqueId::Parse(location);
  absl::Status removed =
      unique_id.ok() ? settlement_->Remove(*unique_id) : absl::NotFoundError("no unique id");
  if (absl::IsNotFound(removed)) {
    return XdsErrorWithStatus(absl::StatusCode::kNotFound, XdsErrorCode::kDocumentUniqueIdError,
                              location, "the repository has no such document");
  }
  return removed;
}

}  // namespace docshare::repository
