#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "repository/catalogue/stored_document.h"

namespace docshare::repository {

// A submission whose bytes are durable here and whose fate the registry decides.
struct PendingSubmission {
  // What is sent to the registry: complete metadata, ids resolved.
  registry::v1::RegisterDocumentSetRequest registration;
  // One for each DocumentEntry, in the same order.
  std::vector<StoredDocument> documents;
  // When the bytes became durable, whole seconds.
  absl::Time stored;
};

// The value under a pending key: a storage.v1.PendingSubmission.
std::string EncodePendingRow(const PendingSubmission& pending);

// Returns kDataLoss for bytes that EncodePendingRow() cannot have written, also when documents and
// DocumentEntries do not correspond.
absl::StatusOr<PendingSubmission> DecodePendingRow(absl::string_view bytes);

}  // namespace docshare::repository
