#include "consumer/cli/folder_lookup.h"

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
  // The uniqueId of a folder is an OID, never a UUID.
  if (const absl::optional<std::string> urn = EntryUuidUrn(id); urn.has_value()) {
    request.add_entry_uuids(*urn);
  } else {
    request.add_unique_ids(id);
  }
  absl::StatusOr<GetFoldersResponse> response = consumer.queries().GetFolders(request);
  if (!response.ok()) return response.status();
  if (!response->folders().empty()) return std::move(*response->mutable_folders(0));
  return WithNextStep(absl::NotFoundError("--folder: no folder has this id"),
                      "`docshare folders --patient ...` lists the folders of a patient with their "
                      "ids.");
}

}  // namespace docshare::consumer
