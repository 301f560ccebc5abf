#include "registry/query/get_folders_for_document.h"

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

absl::Status SelectFoldersOf(const platform::KvReader& snapshot, const EntryUuid& document,
                             const AssociationFilter& memberships, const FolderFilter& folders,
                             ObjectSelection& selection) {
  const auto select = [&](const AssociationScan& scan) -> absl::Status {
    auto locator = FindObject(snapshot, scan.source());
    if (!locator.ok()) return locator.status();
    if (!locator->has_value()) return absl::OkStatus();
    auto shown = folders.MatchesAt(snapshot, scan.source(), **locator);
    if (!shown.ok()) return shown.status();
    if (!*shown) return absl::OkStatus();
    return selection.Add(scan.source(), **locator);
  };
  return ForEachAssociation(snapshot, document, AssociationEnd::kTarget, memberships, select);
}

}  // namespace

absl::StatusOr<std::string> GetFoldersForDocument(const v1::GetFoldersForDocumentRequest& request,
                                                  const RegistryStore& store) {
  ParameterReader read;
  auto page = QueryPage::Open(request, store, read);
  if (!page.ok()) return page.status();
  const ObjectIds ids =
      ReadOneId(request.entry_uuid(), request.unique_id(), "$XDSDocumentEntry", read);
  read.CheckMetadataLevel(request.metadata_level());
  const auto filter =
      DocumentFilter::Compile(EveryDocument(request.metadata_level()), &page->snapshot(), read);
  if (!filter.ok()) return filter.status();
  if (absl::Status faults = read.ToStatus(); !faults.ok()) return faults;

  const FolderFilter folders = FolderFilter::ShownAt(request.metadata_level());
  const AssociationFilter memberships =
      AssociationFilter(request.association_statuses(), request.metadata_level())
          .OfTypes({kHasMember});
  const auto documents = LocateDocuments(page->snapshot(), ids, *filter);
  if (!documents.ok()) return documents.status();
  ObjectSelection selection;
  for (const LocatedObject& document : *documents) {
    absl::Status selected =
        SelectFoldersOf(page->snapshot(), document.uuid, memberships, folders, selection);
    if (!selected.ok()) return selected;
  }
  return selection.Answer(ObjectSelection::Patients::kSeveral, *page);
}

}  // namespace docshare::registry
