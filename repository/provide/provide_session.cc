#include "repository/provide/provide_session.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "domain/metadata/content_digest.h"
#include "domain/metadata/submission_ids.h"
#include "repository/provide/metadata_check.h"
#include "repository/provide/provide_limits.h"
#include "repository/provide/registration_verdict.h"

namespace docshare::repository {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using registry::v1::RegisterDocumentSetResponse;

absl::Status Malformed(absl::string_view context) {
  return XdsErrorWithStatus(absl::StatusCode::kInvalidArgument, XdsErrorCode::kRepositoryError, "",
                            context);
}

absl::Status RegistryUndecided() {
  return XdsErrorWithStatus(
      absl::StatusCode::kUnavailable, XdsErrorCode::kRegistryNotAvailable, "",
      "the registry has not answered; the submission is stored, and registered as soon as the "
      "registry takes it; repeat the call to learn what became of it");
}

// The source gets the registry's answer as it is, except one that is about this repository and not
// about the source.
absl::Status AnswerFor(const absl::Status& registry_status) {
  switch (registry_status.code()) {
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kUnimplemented:
      return XdsErrorWithStatus(
          absl::StatusCode::kUnavailable, XdsErrorCode::kRegistryNotAvailable, "",
          absl::StrCat("the registry does not let this repository register documents (",
                       absl::StatusCodeToString(registry_status.code()),
                       "); nothing was stored; its administrator has to grant ROLE_REGISTER"));
    default:
      return registry_status;
  }
}

// The same submission has the same key, so that a repeated call finds the one that waits.
SubmissionKey KeyOf(const RegisterDocumentSetRequest& registration) {
  const std::string digest = ContentDigest(registration);
  SubmissionKey key;
  std::copy_n(digest.begin(), key.size(), key.begin());
  return key;
}

bool SameSubmission(const PendingSubmission& a, const PendingSubmission& b) {
  return ContentDigest(a.registration) == ContentDigest(b.registration) &&
         std::equal(a.documents.begin(), a.documents.end(), b.documents.begin(), b.documents.end(),
                    [](const StoredDocument& left, const StoredDocument& right) {
                      return left.content.sha256 == right.content.sha256;
                    });
}

}  // namespace

absl::Status ProvideSession::TakeMetadata(RegisterDocumentSetRequest metadata) {
  if (has_metadata_) return Malformed("metadata has been sent already; chunks are expected");
  has_metadata_ = true;
  absl::Status checked = CheckProvidedMetadata(metadata).ToStatus();
  if (!checked.ok()) return checked;
  // Before ids are resolved: chunks name documents as the source does.
  intake_ = std::make_unique<DocumentIntake>(metadata, with_.catalogue, with_.content, with_.check);
  registration_ = std::move(metadata);
  assigned_ids_ = ResolveSubmissionIds(registration_);
  return absl::OkStatus();
}

absl::Status ProvideSession::TakeChunk(const v1::DocumentChunk& chunk) {
  if (!has_metadata_) return Malformed("a chunk before the metadata");
  return intake_->TakeChunk(chunk);
}

absl::StatusOr<RegisterDocumentSetResponse> ProvideSession::Finish(absl::Time deadline) {
  if (!has_metadata_) return Malformed("the stream ended before the metadata");
  if (absl::Status complete = intake_->CheckComplete(); !complete.ok()) return complete;
  PendingSubmission pending = Complete();
  if (const size_t bytes = pending.registration.ByteSizeLong(); bytes > kMaxMetadataBytes) {
    return XdsError(XdsErrorCode::kRepositoryOutOfResources, "document_entries",
                    absl::StrCat("with hash, size and repository the metadata has ", bytes,
                                 " bytes; at most ", kMaxMetadataBytes, " are accepted"));
  }
  if (absl::Status stored = MakePending(std::move(pending)); !stored.ok()) return stored;
  return Register(deadline);
}

PendingSubmission ProvideSession::Complete() {
  PendingSubmission pending;
  pending.registration = std::move(registration_);
  pending.documents = intake_->documents();
  pending.stored = with_.clock->Now();
  for (size_t i = 0; i < pending.documents.size(); ++i) {
    const StoredContent& content = pending.documents[i].content;
    auto& entry = *pending.registration.mutable_document_entries(static_cast<int>(i));
    entry.set_hash(content.Sha1Hex());
    entry.set_size(content.size_bytes);
    entry.set_repository_unique_id(with_.repository_unique_id.ToString());
  }
  return pending;
}

absl::Status ProvideSession::MakePending(PendingSubmission pending) {
  pending_ = std::move(pending);
  const SubmissionKey shared = KeyOf(pending_.registration);
  switch (with_.ledger->TakeForCall(shared)) {
    case PendingLedger::Claim::kNew:
      return MakePendingAs(shared);
    case PendingLedger::Claim::kBusy:
      break;
    case PendingLedger::Claim::kTakenOver: {
      absl::StatusOr<absl::optional<PendingSubmission>> waiting =
          with_.catalogue->FindPending(shared);
      if (waiting.ok() && waiting->has_value() && SameSubmission(**waiting, pending_)) {
        // The bytes of this call go with the intake.
        submission_ = shared;
        pending_ = **std::move(waiting);
        earlier_attempt_unclear_ = true;
        return absl::OkStatus();
      }
      with_.ledger->LeaveToRecovery(shared, false);
      break;
    }
  }
  const SubmissionKey own = with_.uuids->Next();
  with_.ledger->TakeForCall(own);
  return MakePendingAs(own);
}

absl::Status ProvideSession::MakePendingAs(const SubmissionKey& submission) {
  submission_ = submission;
  absl::Status made = with_.settlement->MakePending(submission, pending_);
  intake_->HandOver();
  if (made.ok()) return made;
  // It may be pending all the same.
  if (with_.settlement->Discard(submission, pending_).ok()) {
    with_.ledger->Settled(submission);
  } else {
    with_.ledger->LeaveToRecovery(submission, false);
  }
  return made;
}

absl::StatusOr<RegisterDocumentSetResponse> ProvideSession::Register(absl::Time deadline) {
  RegistrationResult result = with_.registry->RegisterDocumentSet(pending_.registration, deadline);
  const RegistrationVerdict verdict = VerdictOf(result);
  earlier_attempt_unclear_ |= result.earlier_attempt_unclear;
  absl::Status settled;
  bool decided = true;
  if (verdict == RegistrationVerdict::kRegistered) {
    settled = with_.settlement->MakeAvailable(submission_, pending_);
  } else if (verdict == RegistrationVerdict::kUnclear || earlier_attempt_unclear_) {
    decided = false;
  } else {
    settled = with_.settlement->Discard(submission_, pending_);
  }
  if (decided && settled.ok()) {
    with_.ledger->Settled(submission_);
  } else {
    with_.ledger->LeaveToRecovery(
        submission_, verdict == RegistrationVerdict::kUnclear || result.earlier_attempt_unclear);
  }
  if (verdict == RegistrationVerdict::kUnclear) {
    with_.log->Warning("registration_undecided",
                       {{"code", absl::StatusCodeToString(result.response.status().code())}});
    return RegistryUndecided();
  }
  if (verdict != RegistrationVerdict::kRegistered) return AnswerFor(result.response.status());
  if (!settled.ok()) return settled;

  // The ids as the source wrote them; the registry saw the resolved ones only.
  result.response->clear_assigned_ids();
  for (registry::v1::AssignedId& assigned : assigned_ids_) {
    *result.response->add_assigned_ids() = std::move(assigned);
  }
  return std::move(result.response);
}

size_t ProvideSession::document_count() const {
  return intake_ == nullptr ? 0 : intake_->document_count();
}

uint64_t ProvideSession::received_bytes() const {
  return intake_ == nullptr ? 0 : intake_->received_bytes();
}

}  // namespace docshare::repository
