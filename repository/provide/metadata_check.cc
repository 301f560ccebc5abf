#include "repository/provide/metadata_check.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/ids/unique_id.h"
#include "domain/metadata/rules/submission_limits.h"
#include "repository/provide/provide_limits.h"

namespace docshare::repository {
namespace {

using metadata::v1::DocumentEntry;
using registry::v1::RegisterDocumentSetRequest;

bool IsSha1Text(const std::string& text) {
  if (text.size() != 40) return false;
  for (char digit : text) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(digit))) return false;
  }
  return true;
}

void CheckCount(absl::string_view list, int count, int limit, RegistryErrors& errors) {
  if (count <= limit) return;
  errors.Add(
      XdsErrorCode::kRepositoryOutOfResources, list,
      absl::StrCat("the submission has ", count, " ", list, "; at most ", limit, " are accepted"));
}

// A submission that is too large is not worth a closer look.
void CheckSize(const RegisterDocumentSetRequest& metadata, RegistryErrors& errors) {
  CheckCount("document_entries", metadata.document_entries_size(), kMaxDocuments, errors);
  CheckCount("folders", metadata.folders_size(), kMaxFolders, errors);
  CheckCount("associations", metadata.associations_size(), kMaxAssociations, errors);
  const size_t bytes = metadata.ByteSizeLong();
  if (bytes <= kMaxMetadataBytes) return;
  errors.Add(XdsErrorCode::kRepositoryOutOfResources, "",
             absl::StrCat("the submission has ", bytes, " bytes of metadata; at most ",
                          kMaxMetadataBytes, " are accepted"));
}

// Ids seen so far. The views are into the request.
struct SeenIds {
  absl::flat_hash_set<absl::string_view> entry_uuids;
  absl::flat_hash_set<absl::string_view> unique_ids;
};

void CheckIds(const DocumentEntry& entry, const std::string& location, SeenIds& seen,
              RegistryErrors& errors) {
  if (entry.entry_uuid().empty()) {
    errors.Add(XdsErrorCode::kRepositoryMetadataError, absl::StrCat(location, ".entry_uuid"),
               "missing; the chunks of the document name it");
  } else if (!seen.entry_uuids.insert(entry.entry_uuid()).second) {
    errors.Add(XdsErrorCode::kRepositoryMetadataError, absl::StrCat(location, ".entry_uuid"),
               "another document entry of the submission has the same one");
  }
  if (absl::StatusOr<UniqueId> unique_id = UniqueId::Parse(entry.unique_id()); !unique_id.ok()) {
    errors.Add(XdsErrorCode::kRepositoryMetadataError, absl::StrCat(location, ".unique_id"),
               unique_id.status().message());
  } else if (!seen.unique_ids.insert(entry.unique_id()).second) {
    errors.Add(XdsErrorCode::kRepositoryDuplicateUniqueIdInMessage,
               absl::StrCat(location, ".unique_id"),
               absl::StrCat(entry.unique_id(), " is used twice in the submission"));
  }
}

void CheckClaims(const DocumentEntry& entry, const std::string& location, RegistryErrors& errors) {
  if (entry.object_type() == metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND) {
    errors.Add(XdsErrorCode::kRepositoryMetadataError, absl::StrCat(location, ".object_type"),
               "an on-demand entry has no document to store; its source registers it with the "
               "registry");
  }
  if (!entry.hash().empty() && !IsSha1Text(entry.hash())) {
    errors.Add(XdsErrorCode::kRepositoryMetadataError, absl::StrCat(location, ".hash"),
               "must be the SHA-1 of the document, 40 hexadecimal digits, or absent");
  }
  if (entry.has_size() && entry.size() > kMaxDocumentBytes) {
    errors.Add(XdsErrorCode::kRepositoryOutOfResources, absl::StrCat(location, ".size"),
               absl::StrCat("a document of ", entry.size(), " bytes; at most ", kMaxDocumentBytes,
                            " are accepted"));
  }
}

}  // namespace

RegistryErrors CheckProvidedMetadata(const RegisterDocumentSetRequest& metadata) {
  RegistryErrors errors;
  CheckSize(metadata, errors);
  // The registry takes no larger ones: it would refuse them whenever it is asked.
  if (errors.empty()) {
    CheckObjectSizes(metadata, XdsErrorCode::kRepositoryOutOfResources, errors);
  }
  if (!errors.empty()) return errors;
  SeenIds seen;
  const std::string& submission_unique_id = metadata.submission_set().unique_id();
  if (submission_unique_id.empty()) {
    errors.Add(XdsErrorCode::kRepositoryMetadataError, "submission_set.unique_id", "missing");
  } else {
    seen.unique_ids.insert(submission_unique_id);
  }
  for (int i = 0; i < metadata.document_entries_size() && !errors.full(); ++i) {
    const std::string location = absl::StrCat("document_entries[", i, "]");
    CheckIds(metadata.document_entries(i), location, seen, errors);
    CheckClaims(metadata.document_entries(i), location, errors);
  }
  for (int i = 0; i < metadata.folders_size() && !errors.full(); ++i) {
    const std::string& unique_id = metadata.folders(i).unique_id();
    if (unique_id.empty() || seen.unique_ids.insert(unique_id).second) continue;
    errors.Add(XdsErrorCode::kRepositoryDuplicateUniqueIdInMessage,
               absl::StrCat("folders[", i, "].unique_id"),
               absl::StrCat(unique_id, " is used twice in the submission"));
  }
  return errors;
}

}  // namespace docshare::repository
