#include "registry/query/get_submission_set_and_contents.h"

#include "domain/metadata/association_type.h"
#include "registry/index/object_by_uuid.h"
#include "registry/objects/stored_association.h"
#include "registry/query/association_scan.h"
#include "registry/query/document_filter.h"
#include "registry/query/folder_scan.h"
#include "registry/query/object_ids.h"
#include "registry/query/object_selection.h"
#include "registry/query/parameter_reader.h"
#include "registry/query/query_page.h"

namespace docshare::registry {
namespace {

// Selects what one submission set holds.
class Contents {
 public:
  Contents(const platform::KvReader& snapshot, const DocumentFilter& documents,
           uint32_t metadata_level, ObjectSelection& selection)
      : snapshot_(snapshot),
        documents_(documents),
        folders_(FolderFilter::ShownAt(metadata_level)),
        associations_(metadata_level),
        memberships_(associations_.OfTypes({kHasMember})),
        selection_(selection) {}

  absl::Status Select(const EntryUuid& set) {
    absl::Status status = SelectObjects(set);
    // Which associations belong to the answer is known when all objects are.
    return status.ok() ? SelectAssociations(set) : status;
  }

 private:
  absl::Status SelectObjects(const EntryUuid& set) {
    const auto select = [&](const AssociationScan& scan) -> absl::Status {
      auto locator = FindObject(snapshot_, scan.target());
      if (!locator.ok()) return locator.status();
      if (!locator->has_value()) return absl::OkStatus();
      auto shown = documents_.MatchesAt(scan.target(), **locator);
      if (shown.ok() && !*shown) shown = folders_.MatchesAt(snapshot_, scan.target(), **locator);
      if (!shown.ok()) return shown.status();
      if (!*shown) return absl::OkStatus();
      absl::Status added = selection_.Add(scan.target(), **locator);
      if (added.ok()) added = selection_.AddAssociation(scan.uuid());
      return added;
    };
    return ForEachAssociation(snapshot_, set, AssociationEnd::kSource, memberships_, select);
  }

  absl::Status SelectAssociations(const EntryUuid& set) {
    const auto select = [&](const AssociationScan& scan) -> absl::Status {
      auto member = ReadAssociation(snapshot_, scan.target());
      if (!member.ok()) return member.status();
      if (!member->has_value() || !associations_.Matches((*member)->association) ||
          !IsSelected((*member)->source) || !IsSelected((*member)->target)) {
        return absl::OkStatus();
      }
      absl::Status added = selection_.AddAssociation((*member)->uuid);
      if (added.ok()) added = selection_.AddAssociation(scan.uuid());
      return added;
    };
    return ForEachAssociation(snapshot_, set, AssociationEnd::kSource, memberships_, select);
  }

  bool IsSelected(const EntryUuid& uuid) const {
    return selection_.Contains(uuid, storage::v1::OBJECT_KIND_DOCUMENT_ENTRY) ||
           selection_.Contains(uuid, storage::v1::OBJECT_KIND_FOLDER);
  }

  const platform::KvReader& snapshot_;
  const DocumentFilter& documents_;
  const FolderFilter folders_;
  const AssociationFilter associations_;
  const AssociationFilter memberships_;
  ObjectSelection& selection_;
};

}  // namespace

absl::StatusOr<std::string> GetSubmissionSetAndContents(
    const v1::GetSubmissionSetAndContentsRequest& request, const RegistryStore& store) {
  ParameterReader read;
  auto page = QueryPage::Open(request, store, read);
  if (!page.ok()) return page.status();
  const ObjectIds ids =
      ReadOneId(request.entry_uuid(), request.unique_id(), "$XDSSubmissionSet", read);
  read.CheckMetadataLevel(request.metadata_level());
  const auto filter = DocumentFilter::Compile(ContentCriteria(request), &page->snapshot(), read);
  if (!filter.ok()) return filter.status();
  if (absl::Status faults = read.ToStatus(); !faults.ok()) return faults;

  const auto sets = LocateSubmissionSets(page->snapshot(), ids);
  if (!sets.ok()) return sets.status();
  ObjectSelection selection;
  Contents contents(page->snapshot(), *filter, request.metadata_level(), selection);
  for (const LocatedObject& set : *sets) {
    absl::Status status = selection.Add(set.uuid, set.locator);
    if (status.ok()) status = contents.Select(set.uuid);
    if (!status.ok()) return status;
  }
  return selection.Answer(ObjectSelection::Patients::kOne, *page);
}

}  // namespace docshare::registry
