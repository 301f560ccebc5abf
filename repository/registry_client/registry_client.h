#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare::repository {

// What came of asking the registry to register a submission.
struct RegistrationResult {
  // The registry's answer, or a failure on the way; a refusal carries the registry's own errors.
  absl::StatusOr<registry::v1::RegisterDocumentSetResponse> response;
  // True when an attempt of the same call before the one that gave `response` ended without an
  // answer: it may still take effect, whatever `response` says.
  bool earlier_attempt_unclear = false;
};

// The registry as the repository sees it. Thread-safe.
class RegistryClient {
 public:
  virtual ~RegistryClient() = default;

  // Registers one submission [ITI-42]. Blocks until an answer or `deadline`; while the registry
  // cannot be reached the call is repeated, which is safe: registering twice is registering once.
  virtual RegistrationResult RegisterDocumentSet(
      const registry::v1::RegisterDocumentSetRequest& request, absl::Time deadline) = 0;

  // What the source of on-demand documents asks: registers entries [ITI-61], and queries [ITI-18].
  // Repeated as above. Return what the registry answers, or the failure on the way.
  virtual absl::StatusOr<registry::v1::RegisterOnDemandDocumentEntryResponse>
  RegisterOnDemandDocumentEntry(const registry::v1::RegisterOnDemandDocumentEntryRequest& request,
                                absl::Time deadline) = 0;
  virtual absl::StatusOr<registry::v1::FindDocumentsResponse> FindDocuments(
      const registry::v1::FindDocumentsRequest& request, absl::Time deadline) = 0;
  virtual absl::StatusOr<registry::v1::GetDocumentsResponse> GetDocuments(
      const registry::v1::GetDocumentsRequest& request, absl::Time deadline) = 0;
  virtual absl::StatusOr<registry::v1::GetAssociationsResponse> GetAssociations(
      const registry::v1::GetAssociationsRequest& request, absl::Time deadline) = 0;
};

}  // namespace docshare::repository
