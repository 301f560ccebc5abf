#pragma once

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/repository/v1/repository_service.pb.h"
#include "domain/ids/repository_unique_id.h"
#include "platform/clock/clock.h"
#include "platform/operations/operational_log.h"
#include "platform/random/uuid_source.h"
#include "repository/catalogue/catalogue.h"
#include "repository/check/content_check.h"
#include "repository/content/content_store.h"
#include "repository/provide/document_intake.h"
#include "repository/provide/pending_ledger.h"
#include "repository/provide/settlement.h"
#include "repository/registry_client/registry_client.h"

namespace docshare::repository {

// The work of one ProvideDocumentSet call [ITI-41]: metadata first, then chunks, then Finish().
//
// Bytes and metadata are made durable as pending before the registry is asked, so that from then on
// the submission ends in "registered and available" or "never was", whatever dies. What a session
// leaves behind when it is destroyed before that is removed.
//
// After an error the session is over. One thread at a time.
class ProvideSession {
 public:
  // What sessions share; all must outlive them.
  struct Collaborators {
    RepositoryUniqueId repository_unique_id;
    Catalogue* catalogue;
    ContentStore* content;
    RegistryClient* registry;
    Settlement* settlement;
    PendingLedger* ledger;
    const platform::Clock* clock;
    platform::UuidSource* uuids;
    platform::OperationalLog* log;
    // Null accepts documents whatever is in them.
    ContentCheck* check = nullptr;
  };

  explicit ProvideSession(const Collaborators* with) : with_(*with) {}

  // Returns the faults of CheckProvidedMetadata(), and kInvalidArgument when it is called twice.
  absl::Status TakeMetadata(registry::v1::RegisterDocumentSetRequest metadata);

  // Returns the errors of DocumentIntake, and kInvalidArgument before TakeMetadata().
  absl::Status TakeChunk(const v1::DocumentChunk& chunk);

  // The stream has ended: registers the submission, waiting for the registry until `deadline`.
  //
  // Returns the errors of DocumentIntake for a submission that is not complete; the registry's
  // refusal as it is; kUnavailable (XDSRegistryNotAvailable) when the registry has not decided, in
  // which case recovery goes on asking it.
  absl::StatusOr<registry::v1::RegisterDocumentSetResponse> Finish(absl::Time deadline);

  size_t document_count() const;
  uint64_t received_bytes() const;

 private:
  // Fills in what the repository knows better than the source.
  PendingSubmission Complete();

  // Makes the submission pending: under a key of its own, or as the one that waits already, after
  // an earlier call of the same content. Then `earlier_attempt_unclear_` is set.
  absl::Status MakePending(PendingSubmission pending);
  absl::Status MakePendingAs(const SubmissionKey& submission);

  absl::StatusOr<registry::v1::RegisterDocumentSetResponse> Register(absl::Time deadline);

  const Collaborators& with_;
  bool has_metadata_ = false;
  // Ids resolved; hash, size and repository_unique_id as sent until Complete().
  registry::v1::RegisterDocumentSetRequest registration_;
  std::vector<registry::v1::AssignedId> assigned_ids_;
  std::unique_ptr<DocumentIntake> intake_;
  SubmissionKey submission_ = {};
  PendingSubmission pending_;
  bool earlier_attempt_unclear_ = false;
};

}  // namespace docshare::repository
