#include "registry/admin/withdrawal_plan.h"

#include <algorithm>
#include <limits>
#include <set>

#include "domain/errors/xds_error.h"
#include "domain/metadata/association_type.h"
#include "registry/admin/entry_uuid_argument.h"
#include "registry/index/object_by_logical_id.h"
#include "registry/index/object_by_uuid.h"
#include "registry/objects/stored_association.h"
#include "registry/objects/stored_document.h"

namespace docshare::registry {
namespace {

constexpr size_t kMaxObjects = 10000;

class Planner {
 public:
  explicit Planner(const platform::KvReader& store) : store_(store) {}

  // Every version of the document, and what hangs on them.
  absl::Status AddDocument(const EntryUuid& uuid) {
    auto locator = FindObject(store_, uuid);
    if (!locator.ok()) return locator.status();
    if (!locator->has_value()) return NoSuchObject();
    if ((*locator)->kind() != storage::v1::OBJECT_KIND_DOCUMENT_ENTRY) {
      return XdsErrorWithStatus(absl::StatusCode::kFailedPrecondition, XdsErrorCode::kRegistryError,
                                "entry_uuid",
                                "this is no document: only documents are withdrawn, and what hangs "
                                "on them goes with them");
    }
    auto document = ReadDocument(store_, uuid);
    if (!document.ok()) return document.status();
    if (!document->has_value()) return NoSuchObject();
    Add({uuid, admin::v1::OBJECT_KIND_DOCUMENT_ENTRY, ""});
    if (auto logical_id = EntryUuid::Parse((*document)->entry.logical_id()); logical_id.ok()) {
      auto versions = FindVersions(store_, *logical_id, std::numeric_limits<size_t>::max());
      if (!versions.ok()) return versions.status();
      for (const ObjectVersion& version : *versions) {
        if (version.locator.kind() != storage::v1::OBJECT_KIND_DOCUMENT_ENTRY) continue;
        Add({version.uuid, admin::v1::OBJECT_KIND_DOCUMENT_ENTRY, ""});
      }
    }
    return Close();
  }

  // Submission sets whose members all go, and what hangs on them, which may empty others.
  absl::Status AddEmptySubmissionSets() {
    // Grows while it is walked.
    for (size_t i = 0; i < holders_.size(); ++i) {
      auto empty = IsEmptySubmissionSet(holders_[i]);
      if (!empty.ok()) return empty.status();
      if (!*empty) continue;
      Add({holders_[i], admin::v1::OBJECT_KIND_SUBMISSION_SET, ""});
      if (absl::Status status = Close(); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  std::vector<PlannedRemoval> TakeObjects() {
    std::stable_sort(objects_.begin(), objects_.end(),
                     [](const PlannedRemoval& a, const PlannedRemoval& b) {
                       return Rank(a.kind) < Rank(b.kind);
                     });
    return std::move(objects_);
  }

 private:
  // Documents, associations, submission sets.
  static int Rank(admin::v1::ObjectKind kind) {
    if (kind == admin::v1::OBJECT_KIND_DOCUMENT_ENTRY) return 0;
    return kind == admin::v1::OBJECT_KIND_ASSOCIATION ? 1 : 2;
  }

  void Add(PlannedRemoval object) {
    if (going_.insert(object.uuid).second) objects_.push_back(std::move(object));
  }

  absl::StatusOr<bool> IsEmptySubmissionSet(const EntryUuid& holder) const {
    auto locator = FindObject(store_, holder);
    if (!locator.ok()) return locator.status();
    if (!locator->has_value() || (*locator)->kind() != storage::v1::OBJECT_KIND_SUBMISSION_SET) {
      return false;
    }
    auto members = AssociationsAt(store_, holder, AssociationEnd::kSource);
    if (!members.ok()) return members.status();
    return std::all_of(members->begin(), members->end(), [this](const StoredAssociation& member) {
      return member.association.association_type() != kHasMember || going_.count(member.uuid) > 0;
    });
  }

  // Adds the associations at everything that goes; an association may itself be an end of one.
  absl::Status Close() {
    for (; closed_ < objects_.size(); ++closed_) {
      if (objects_.size() > kMaxObjects) {
        return XdsErrorWithStatus(absl::StatusCode::kFailedPrecondition,
                                  XdsErrorCode::kTooManyResults, "entry_uuid",
                                  "more than 10 000 objects hang on this document");
      }
      const EntryUuid uuid = objects_[closed_].uuid;
      for (AssociationEnd direction : {AssociationEnd::kSource, AssociationEnd::kTarget}) {
        auto associations = AssociationsAt(store_, uuid, direction);
        if (!associations.ok()) return associations.status();
        for (const StoredAssociation& stored : *associations) {
          if (stored.association.association_type() == kHasMember)
            holders_.push_back(stored.source);
          Add({stored.uuid, admin::v1::OBJECT_KIND_ASSOCIATION,
               stored.association.association_type()});
        }
      }
    }
    return absl::OkStatus();
  }

  const platform::KvReader& store_;
  std::vector<PlannedRemoval> objects_;
  // How many of objects_ have been looked at.
  size_t closed_ = 0;
  std::set<EntryUuid> going_;
  // What something that goes was a member of; one may be there several times.
  std::vector<EntryUuid> holders_;
};

}  // namespace

absl::StatusOr<std::vector<PlannedRemoval>> PlanWithdrawal(const platform::KvReader& store,
                                                           const EntryUuid& document) {
  Planner planner(store);
  if (absl::Status status = planner.AddDocument(document); !status.ok()) return status;
  if (absl::Status status = planner.AddEmptySubmissionSets(); !status.ok()) return status;
  return planner.TakeObjects();
}

}  // namespace docshare::registry
