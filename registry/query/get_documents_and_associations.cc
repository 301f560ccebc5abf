#include "registry/query/get_documents_and_associations.h"

#include "registry/query/association_scan.h"
#include "registry/query/document_filter.h"
#include "registry/query/object_ids.h"
#include "registry/query/object_selection.h"
#include "registry/query/parameter_reader.h"
#include "registry/query/query_page.h"

namespace docshare::registry {

absl::StatusOr<std::string> GetDocumentsAndAssociations(
    const v1::GetDocumentsAndAssociationsRequest& request, const RegistryStore& store) {
  ParameterReader read;
  auto page = QueryPage::Open(request, store, read);
  if (!page.ok()) return page.status();
  const ObjectIds ids =
      ReadIdLists(request.entry_uuids(), request.unique_ids(), nullptr, "$XDSDocumentEntry", read);
  read.CheckMetadataLevel(request.metadata_level());
  const auto filter =
      DocumentFilter::Compile(EveryDocument(request.metadata_level()), &page->snapshot(), read);
  if (!filter.ok()) return filter.status();
  if (absl::Status faults = read.ToStatus(); !faults.ok()) return faults;

  const AssociationFilter associations(request.association_statuses(), request.metadata_level());
  const auto documents = LocateDocuments(page->snapshot(), ids, *filter);
  if (!documents.ok()) return documents.status();
  ObjectSelection selection;
  for (const LocatedObject& document : *documents) {
    absl::Status status = selection.Add(document.uuid, document.locator);
    if (status.ok()) {
      status = SelectAssociationsOf(page->snapshot(), document.uuid, associations, selection);
    }
    if (!status.ok()) return status;
  }
  return selection.Answer(ObjectSelection::Patients::kOne, *page);
}

}  // namespace docshare::registry
