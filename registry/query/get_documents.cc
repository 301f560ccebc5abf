#include "registry/query/get_documents.h"

#include "docshare/registry/v1/registry_service.pb.h"
#include "registry/query/document_filter.h"
#include "registry/query/object_ids.h"
#include "registry/query/object_selection.h"
#include "registry/query/parameter_reader.h"
#include "registry/query/query_page.h"

namespace docshare::registry {

absl::StatusOr<std::string> GetDocuments(const v1::GetDocumentsRequest& request,
                                         const RegistryStore& store) {
  using Response = v1::GetDocumentsResponse;
  ParameterReader read;
  auto page = QueryPage::Open(request, store, read,
                              {.next_page_token = Response::kNextPageTokenFieldNumber,
                               .commit_position = Response::kCommitPositionFieldNumber,
                               .default_page_size = 1000});
  if (!page.ok()) return page.status();
  const ObjectIds ids = ReadIdLists(request.entry_uuids(), request.unique_ids(),
                                    &request.logical_ids(), "$XDSDocumentEntry", read);
  read.CheckMetadataLevel(request.metadata_level());
  const auto filter =
      DocumentFilter::Compile(EveryDocument(request.metadata_level()), &page->snapshot(), read);
  if (!filter.ok()) return filter.status();
  if (absl::Status faults = read.ToStatus(); !faults.ok()) return faults;

  const auto documents = LocateDocuments(page->snapshot(), ids, *filter);
  if (!documents.ok()) return documents.status();
  ObjectSelection selection;
  for (const LocatedObject& document : *documents) {
    absl::Status added = selection.Add(document.uuid, document.locator);
    if (!added.ok()) return added;
  }
  return selection.Answer(ObjectSelection::Patients::kOne, *page);
}

}  // namespace docshare::registry
