#include "registry/query/get_folder_and_contents.h"

#include "domain/metadata/association_type.h"
#include "registry/index/object_by_uuid.h"
#include "registry/query/association_scan.h"
#include "registry/query/document_filter.h"
#include "registry/query/folder_scan.h"
#include "registry/query/object_ids.h"
#include "registry/query/object_selection.h"
#include "registry/query/parameter_reader.h"
#include "registry/query/query_page.h"

namespace docshare::registry {
namespace {

absl::Status SelectContents(const platform::KvReader& snapshot, const EntryUuid& folder,
                            const AssociationFilter& memberships, const DocumentFilter& documents,
                            ObjectSelection& selection) {
  const auto select = [&](const AssociationScan& scan) -> absl::Status {
    auto locator = FindObject(snapshot, scan.target());
    if (!locator.ok()) return locator.status();
    if (!locator->has_value()) return absl::OkStatus();
    auto shown = documents.MatchesAt(scan.target(), **locator);
    if (!shown.ok()) return shown.status();
    if (!*shown) return absl::OkStatus();
    absl::Status added = selection.Add(scan.target(), **locator);
    if (added.ok()) added = selection.AddAssociation(scan.uuid());
    return added;
  };
  return ForEachAssociation(snapshot, folder, AssociationEnd::kSource, memberships, select);
}

}  // namespace

absl::StatusOr<std::string> GetFolderAndContents(const v1::GetFolderAndContentsRequest& request,
                                                 const RegistryStore& store) {
  ParameterReader read;
  auto page = QueryPage::Open(request, store, read);
  if (!page.ok()) return page.status();
  const ObjectIds ids = ReadOneId(request.entry_uuid(), request.unique_id(), "$XDSFolder", read);
  read.CheckMetadataLevel(request.metadata_level());
  const auto filter = DocumentFilter::Compile(ContentCriteria(request), &page->snapshot(), read);
  if (!filter.ok()) return filter.status();
  if (absl::Status faults = read.ToStatus(); !faults.ok()) return faults;

  const FolderFilter shown_folders = FolderFilter::ShownAt(request.metadata_level());
  const AssociationFilter memberships =
      AssociationFilter(request.association_statuses(), request.metadata_level())
          .OfTypes({kHasMember});
  const auto folders = LocateFolders(page->snapshot(), ids, shown_folders);
  if (!folders.ok()) return folders.status();
  ObjectSelection selection;
  for (const LocatedObject& folder : *folders) {
    absl::Status status = selection.Add(folder.uuid, folder.locator);
    if (status.ok()) {
      status = SelectContents(page->snapshot(), folder.uuid, memberships, *filter, selection);
    }
    if (!status.ok()) return status;
  }
  return selection.Answer(ObjectSelection::Patients::kOne, *page);
}

}  // namespace docshare::registry
