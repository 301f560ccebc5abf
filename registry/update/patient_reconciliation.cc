#include "registry/update/patient_reconciliation.h"

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "registry/objects/object_facts.h"
#include "registry/objects/stored_association.h"

namespace docshare::registry {
namespace {

class Reconciliation {
 public:
  Reconciliation(const platform::KvReader& now, RegistryErrors& errors)
      : now_(now), errors_(errors) {}

  absl::Status Check(const ObjectToReconcile& object) {
    auto facts = ReadObjectFacts(now_, object.object);
    if (!facts.ok()) return facts.status();
    if (!facts->has_value() || !(*facts)->is_approved()) return absl::OkStatus();
    if ((*facts)->kind == storage::v1::OBJECT_KIND_ASSOCIATION) {
      auto link = ReadAssociation(now_, object.object);
      if (!link.ok()) return link.status();
      if (!link->has_value()) return absl::DataLossError("an indexed association is missing");
      return CheckLink(**link, object.location);
    }
    for (const AssociationEnd end : {AssociationEnd::kSource, AssociationEnd::kTarget}) {
      auto links = AssociationsAt(now_, object.object, end);
      if (!links.ok()) return links.status();
      for (const StoredAssociation& link : *links) {
        if (absl::Status status = CheckLink(link, object.location); !status.ok()) return status;
      }
    }
    return absl::OkStatus();
  }

 private:
  absl::Status CheckLink(const StoredAssociation& link, const std::string& location) {
    const bool is_reference =
        link.association.submission_set_status() == metadata::v1::SUBMISSION_SET_STATUS_REFERENCE;
    if (is_reference || !IsApproved(link.association)) return absl::OkStatus();
    if (!checked_links_.insert(link.uuid).second) return absl::OkStatus();
    auto source = Patient(link.source);
    if (!source.ok()) return source.status();
    auto target = Patient(link.target);
    if (!target.ok()) return target.status();
    Compare(*source, *target, link, location);
    // The submission set that has the link as a member.
    auto members = AssociationsAt(now_, link.uuid, AssociationEnd::kTarget);
    if (!members.ok()) return members.status();
    for (const StoredAssociation& member : *members) {
      auto set = Patient(member.source);
      if (!set.ok()) return set.status();
      Compare(*set, *source, member, location);
      Compare(*set, *target, member, location);
    }
    return absl::OkStatus();
  }

  // The patient of an end, or nullopt when it has none that counts: it is not Approved, or an
  // association.
  absl::StatusOr<absl::optional<uint64_t>> Patient(const EntryUuid& end) const {
    auto facts = ReadObjectFacts(now_, end);
    if (!facts.ok()) return facts.status();
    if (!facts->has_value()) return absl::DataLossError("an association has no other end");
    if (!(*facts)->is_approved() || (*facts)->kind == storage::v1::OBJECT_KIND_ASSOCIATION) {
      return absl::nullopt;
    }
    return (*facts)->patient_number;
  }

  void Compare(const absl::optional<uint64_t>& a, const absl::optional<uint64_t>& b,
               const StoredAssociation& link, const std::string& location) {
    if (!a || !b || *a == *b) return;
    errors_.Add(XdsErrorCode::kPatientIdReconciliation, location,
                absl::StrCat(link.uuid.ToString(), " would link objects of different patients, ",
                             link.source.ToString(), " and ", link.target.ToString()));
  }

  const platform::KvReader& now_;
  RegistryErrors& errors_;
  absl::flat_hash_set<EntryUuid> checked_links_;
};

}  // namespace

absl::Status ReconcilePatients(const platform::KvReader& now,
                               const std::vector<ObjectToReconcile>& objects,
                               RegistryErrors& errors) {
  Reconciliation reconciliation(now, errors);
  for (const ObjectToReconcile& object : objects) {
    if (errors.full()) break;
    if (absl::Status status = reconciliation.Check(object); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace docshare::registry
