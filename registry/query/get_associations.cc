#include "registry/query/get_associations.h"

#include <vector>

#include "registry/query/association_scan.h"
#include "registry/query/object_selection.h"
#include "registry/query/parameter_reader.h"
#include "registry/query/query_page.h"

namespace docshare::registry {

absl::StatusOr<std::string> GetAssociations(const v1::GetAssociationsRequest& request,
                                            const RegistryStore& store) {
  ParameterReader read;
  auto page = QueryPage::Open(request, store, read);
  if (!page.ok()) return page.status();
  if (request.uuids().empty()) read.Missing("uuids", "$uuid: name at least one object");
  const std::vector<EntryUuid> uuids = read.Uuids(request.uuids(), "uuids");
  read.CheckMetadataLevel(request.metadata_level());
  if (absl::Status faults = read.ToStatus(); !faults.ok()) return faults;

  const AssociationFilter filter(request.association_statuses(), request.metadata_level());
  ObjectSelection selection;
  for (const EntryUuid& uuid : uuids) {
    absl::Status selected = SelectAssociationsOf(page->snapshot(), uuid, filter, selection);
    if (!selected.ok()) return selected;
  }
  return selection.Answer(ObjectSelection::Patients::kSeveral, *page);
}

}  // namespace docshare::registry
