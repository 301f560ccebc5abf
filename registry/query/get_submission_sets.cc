#include "registry/query/get_submission_sets.h"

#include <vector>

#include "domain/metadata/association_type.h"
#include "registry/index/object_by_uuid.h"
#include "registry/query/association_scan.h"
#include "registry/query/object_selection.h"
#include "registry/query/parameter_reader.h"
#include "registry/query/query_page.h"

namespace docshare::registry {
namespace {

absl::Status SelectSetsOf(const platform::KvReader& snapshot, const EntryUuid& member,
                          const AssociationFilter& memberships, ObjectSelection& selection) {
  const auto select = [&](const AssociationScan& scan) -> absl::Status {
    auto locator = FindObject(snapshot, scan.source());
    if (!locator.ok()) return locator.status();
    // A folder has members, too.
    if (!locator->has_value() || (*locator)->kind() != storage::v1::OBJECT_KIND_SUBMISSION_SET) {
      return absl::OkStatus();
    }
    absl::Status added = selection.Add(scan.source(), **locator);
    if (added.ok()) added = selection.AddAssociation(scan.uuid());
    return added;
  };
  return ForEachAssociation(snapshot, member, AssociationEnd::kTarget, memberships, select);
}

}  // namespace

absl::StatusOr<std::string> GetSubmissionSets(const v1::GetSubmissionSetsRequest& request,
                                              const RegistryStore& store) {
  ParameterReader read;
  auto page = QueryPage::Open(request, store, read);
  if (!page.ok()) return page.status();
  if (request.uuids().empty()) read.Missing("uuids", "$uuid: name at least one object");
  const std::vector<EntryUuid> uuids = read.Uuids(request.uuids(), "uuids");
  read.CheckMetadataLevel(request.metadata_level());
  if (absl::Status faults = read.ToStatus(); !faults.ok()) return faults;

  const AssociationFilter memberships =
      AssociationFilter(request.metadata_level()).OfTypes({kHasMember});
  ObjectSelection selection;
  for (const EntryUuid& uuid : uuids) {
    absl::Status selected = SelectSetsOf(page->snapshot(), uuid, memberships, selection);
    if (!selected.ok()) return selected;
  }
  return selection.Answer(ObjectSelection::Patients::kOne, *page);
}

}  // namespace docshare::registry
