#include "registry/query/get_related_documents.h"

#include <vector>

#include "registry/index/object_by_uuid.h"
#include "registry/query/association_scan.h"
#include "registry/query/document_filter.h"
#include "registry/query/object_ids.h"
#include "registry/query/object_selection.h"
#include "registry/query/parameter_reader.h"
#include "registry/query/query_page.h"

namespace docshare::registry {
namespace {

v1::FindDocumentsRequest Criteria(const v1::GetRelatedDocumentsRequest& request) {
  v1::FindDocumentsRequest criteria = EveryDocument(request.metadata_level());
  // Empty means stable entries only.
  *criteria.mutable_object_types() = request.object_types();
  return criteria;
}

// Selects the relationships of a document in one direction, and both ends of each.
absl::Status SelectRelated(const platform::KvReader& snapshot, const LocatedObject& document,
                           AssociationEnd direction, const AssociationFilter& relationships,
                           const DocumentFilter& documents, ObjectSelection& selection) {
  const auto select = [&](const AssociationScan& scan) -> absl::Status {
    const EntryUuid& other = direction == AssociationEnd::kSource ? scan.target() : scan.source();
    auto locator = FindObject(snapshot, other);
    if (!locator.ok()) return locator.status();
    if (!locator->has_value()) return absl::OkStatus();
    auto shown = documents.MatchesAt(other, **locator);
    if (!shown.ok()) return shown.status();
    if (!*shown) return absl::OkStatus();
    absl::Status added = selection.Add(document.uuid, document.locator);
    if (added.ok()) added = selection.Add(other, **locator);
    if (added.ok()) added = selection.AddAssociation(scan.uuid());
    return added;
  };
  return ForEachAssociation(snapshot, document.uuid, direction, relationships, select);
}

}  // namespace

absl::StatusOr<std::string> GetRelatedDocuments(const v1::GetRelatedDocumentsRequest& request,
                                                const RegistryStore& store) {
  ParameterReader read;
  auto page = QueryPage::Open(request, store, read);
  if (!page.ok()) return page.status();
  const ObjectIds ids =
      ReadOneId(request.entry_uuid(), request.unique_id(), "$XDSDocumentEntry", read);
  if (request.association_types().empty()) {
    read.Missing("association_types", "$AssociationTypes: name at least one type");
  }
  const std::vector<std::string> types =
      read.Values(request.association_types(), "association_types");
  read.CheckMetadataLevel(request.metadata_level());
  const auto filter = DocumentFilter::Compile(Criteria(request), &page->snapshot(), read);
  if (!filter.ok()) return filter.status();
  if (absl::Status faults = read.ToStatus(); !faults.ok()) return faults;

  const AssociationFilter relationships =
      AssociationFilter(request.association_statuses(), request.metadata_level())
          .OfTypes({types.begin(), types.end()});
  const auto documents = LocateDocuments(page->snapshot(), ids, *filter);
  if (!documents.ok()) return documents.status();
  ObjectSelection selection;
  for (const LocatedObject& document : *documents) {
    for (AssociationEnd direction : {AssociationEnd::kSource, AssociationEnd::kTarget}) {
      absl::Status selected =
          SelectRelated(page->snapshot(), document, direction, relationships, *filter, selection);
      if (!selected.ok()) return selected;
    }
  }
  return selection.Answer(ObjectSelection::Patients::kOne, *page);
}

}  // namespace docshare::registry
