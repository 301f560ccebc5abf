#pragma once

#include <variant>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "registry/rebuild/rebuilt_rows.h"

namespace docshare::registry {

// What the caller of a command is told: the reply, or the refusal with its RegistryErrorList.
using Reply = std::variant<v1::FeedPatientResponse, v1::RegisterDocumentSetResponse,
                           v1::UpdateDocumentSetResponse, v1::RestrictedUpdateDocumentSetResponse,
                           v1::RemoveMetadataResponse, v1::MergePatientsResponse,
                           v1::ChangePatientLinkResponse, RebuiltRows>;
using Outcome = absl::StatusOr<Reply>;

}  // namespace docshare::registry
