#pragma once

#include "docshare/registry/v1/registry_service.pb.h"
#include "domain/errors/findings.h"
#include "registry/validation/submission_validator.h"

// What the community's rules say of each message that changes the registry, before it becomes a
// command. One function a message, so that a new one cannot be forgotten.
namespace docshare::registry {

Findings CheckRequest(const SubmissionValidator& validator,
                      const v1::RegisterDocumentSetRequest& request);
Findings CheckRequest(const SubmissionValidator& validator,
                      const v1::RegisterOnDemandDocumentEntryRequest& request);
Findings CheckRequest(const SubmissionValidator& validator,
                      const v1::UpdateDocumentSetRequest& request);
Findings CheckRequest(const SubmissionValidator& validator,
                      const v1::RestrictedUpdateDocumentSetRequest& request);

// The personal number of the patient who stays; one that goes may be as wrong as it likes.
Findings CheckRequest(const SubmissionValidator& validator, const v1::FeedPatientRequest& request);
Findings CheckRequest(const SubmissionValidator& validator,
                      const v1::MergePatientsRequest& request);
Findings CheckRequest(const SubmissionValidator& validator,
                      const v1::ChangePatientLinkRequest& request);

// Nothing: it names objects only.
Findings CheckRequest(const SubmissionValidator& validator,
                      const v1::RemoveMetadataRequest& request);

}  // namespace docshare::registry
