#include "registry/query/get_folders.h"

#include "registry/query/folder_scan.h"
#include "registry/query/object_ids.h"
#include "registry/query/object_selection.h"
#include "registry/query/parameter_reader.h"
#include "registry/query/query_page.h"

namespace docshare::registry {

absl::StatusOr<std::string> GetFolders(const v1::GetFoldersRequest& request,
                                       const RegistryStore& store) {
  ParameterReader read;
  auto page = QueryPage::Open(request, store, read);
  if (!page.ok()) return page.status();
  const ObjectIds ids = ReadIdLists(request.entry_uuids(), request.unique_ids(),
                                    &request.logical_ids(), "$XDSFolder", read);
  read.CheckMetadataLevel(request.metadata_level());
  if (absl::Status faults = read.ToStatus(); !faults.ok()) return faults;

  const FolderFilter filter = FolderFilter::ShownAt(request.metadata_level());
  const auto folders = LocateFolders(page->snapshot(), ids, filter);
  if (!folders.ok()) return folders.status();
  ObjectSelection selection;
  for (const LocatedObject& folder : *folders) {
    absl::Status added = selection.Add(folder.uuid, folder.locator);
    if (!added.ok()) return added;
  }
  return selection.Answer(ObjectSelection::Patients::kOne, *page);
}

}  // namespace docshare::registry
