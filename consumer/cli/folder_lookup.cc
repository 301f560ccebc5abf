#include "consumer/cli/folder_lookup.h"

#include <algorithm>
#include <utility>

#include "consumer/cli/document_lookup.h"
#include "consumer/cli/next_step.h"

namespace docshare::consumer {

using docshare::metadata::v1::Folder;
using docshare::registry::v1::GetFoldersRequest;
using docshare::registry::v1::GetFoldersResponse;

absl::StatusOr<Folder> LookUpFolder(DocumentConsumer& consumer, const std::string& id) {
  GetFoldersRequest request;
  request.set_return_type(docshare::registry::v1::RETURN_TYPE_LEAF_CLASS);
  // Who names a folder means it, also when it is deprecated.
  request.set_metadata_level(2);
  // The uniqueId of a folder is an OID, never a UUID.
  if (const absl::optional<std::string> urn = EntryUuidUrn(id); urn.has_value()) {
    request.add_entry_uuids(*urn);
  } else {
    request.add_unique_ids(id);
  }
  absl::StatusOr<GetFoldersResponse> response = consumer.queries().GetFolders(request);
  if (!response.ok()) return response.status();
  auto& folders = *response->mutable_folders();
  // Versions share the uniqueId.
  const auto newest =
      std::max_element(folders.begin(), folders.end(),
                       [](const Folder& a, const Folder& b) { return a.version() < b.version(); });
  if (newest != folders.end()) return std::move(*newest);
  return WithNextStep(absl::NotFoundError("--folder: no folder has this id"),
                      "`docshare folders --patient ...` lists the folders of a patient with their "
                      "ids.");
}

}  // namespace docshare::consumer
