#include "registry/commit/testing/invariants.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/association_type.h"
#include "registry/index/key_codec.h"
#include "registry/index/key_printer.h"
#include "registry/index/patient.h"
#include "registry/index/row.h"
#include "registry/objects/stored_association.h"
#include "registry/objects/stored_document.h"
#include "registry/objects/stored_folder.h"
#include "registry/objects/stored_submission_set.h"

namespace docshare::registry {
namespace {

using metadata::v1::AvailabilityStatus;
using storage::v1::ObjectKind;

struct Object {
  ObjectKind kind;
  uint64_t patient_number = 0;
  AvailabilityStatus status = metadata::v1::AVAILABILITY_STATUS_APPROVED;
  bool is_newest = true;
  std::string logical_id;
  uint32_t version = 0;

  bool is_approved() const { return status != metadata::v1::AVAILABILITY_STATUS_DEPRECATED; }
};

class InvariantCheck {
 public:
  explicit InvariantCheck(const platform::KvReader& store) : store_(store) {}

  std::vector<std::string> Run() {
    ReadObjects();
    CheckRows();
    CheckVersions();
    for (const auto& [uuid, link] : links_) CheckLink(uuid, link);
    CheckMembership();
    return std::move(broken_);
  }

 private:
  void Report(absl::string_view what, absl::string_view where) {
    broken_.push_back(absl::StrCat(where, ": ", what));
  }

  std::vector<std::pair<std::string, std::string>> RowsOf(KeySpace space) const {
    std::vector<std::pair<std::string, std::string>> rows;
    const std::string prefix(1, static_cast<char>(space));
    for (auto it = store_.Scan(prefix, PrefixEnd(prefix)); it->Valid(); it->Next()) {
      rows.emplace_back(std::string(it->key()), std::string(it->value()));
    }
    return rows;
  }

  // From the locators, which name every object.
  void ReadObjects() {
    for (const auto& [key, value] : RowsOf(KeySpace::kObjectByUuid)) {
      KeyReader reader(KeySpace::kObjectByUuid, key);
      const EntryUuid uuid = EntryUuid::FromBytes(reader.Uuid());
      storage::v1::ObjectLocator locator;
      if (!reader.Finish().ok() || !DecodeRow(value, locator).ok()) {
        Report("malformed", PrintKey(key));
        continue;
      }
      ReadObject(uuid, locator);
    }
  }

  void ReadObject(const EntryUuid& uuid, const storage::v1::ObjectLocator& locator) {
    Object object{locator.kind()};
    object.patient_number = locator.patient_number();
    // The rows that an object of this kind has, as writing it anew would make them.
    platform::KvBatch rows;
    switch (locator.kind()) {
      case storage::v1::OBJECT_KIND_DOCUMENT_ENTRY: {
        auto stored = ReadDocument(store_, uuid);
        if (!stored.ok()) return Report(stored.status().message(), uuid.ToString());
        const auto& entry = (*stored)->entry;
        object.status = (*stored)->filter.status();
        object.is_newest = (*stored)->filter.is_newest_version();
        object.logical_id = entry.logical_id();
        object.version = entry.version();
        if (object.status != entry.availability_status()) {
          Report("filter row and entry differ in status", uuid.ToString());
        }
        CheckPatient(uuid, object.patient_number, entry.patient_id());
        WriteDocumentRows(**stored, rows);
        break;
      }
      case storage::v1::OBJECT_KIND_FOLDER: {
        auto stored = ReadFolder(store_, uuid);
        if (!stored.ok()) return Report(stored.status().message(), uuid.ToString());
        const auto& folder = (*stored)->folder;
        object.status = folder.availability_status();
        object.is_newest = (*stored)->is_newest_version;
        object.logical_id = folder.logical_id();
        object.version = folder.version();
        CheckPatient(uuid, object.patient_number, folder.patient_id());
        WriteFolderRows(**stored, rows);
        break;
      }
      case storage::v1::OBJECT_KIND_SUBMISSION_SET: {
        auto stored = ReadSubmissionSetObject(store_, uuid);
        if (!stored.ok()) return Report(stored.status().message(), uuid.ToString());
        CheckPatient(uuid, object.patient_number, (*stored)->set.patient_id());
        WriteSubmissionSetRows(**stored, rows);
        break;
      }
      case storage::v1::OBJECT_KIND_ASSOCIATION: {
        auto stored = ReadAssociation(store_, uuid);
        if (!stored.ok() || !stored->has_value()) return Report("no row", uuid.ToString());
        object.status = (*stored)->association.availability_status();
        links_.emplace(uuid, **stored);
        WriteAssociationRows(**stored, rows);
        break;
      }
      default:
        return Report("an object of no kind", uuid.ToString());
    }
    objects_.emplace(uuid, object);
    for (size_t i = 0; i < rows.size(); ++i) {
      const platform::KvOperation row = rows.operation(i);
      expected_.emplace(std::string(row.key), std::string(row.value));
    }
  }

  void CheckPatient(const EntryUuid& uuid, uint64_t number,
                    const metadata::v1::PatientIdentifier& shown) {
    auto row = ReadPatient(store_, number);
    if (!row.ok()) return Report("no such patient", uuid.ToString());
    if (row->merged_into() != 0) Report("belongs to a subsumed patient", uuid.ToString());
    if (row->patient_id().id() != shown.id()) {
      Report("shown with another patient than it is stored under", uuid.ToString());
    }
  }

  // Every row of an object is there, with its value, and no other.
  void CheckRows() {
    constexpr KeySpace kSpacesOfObjects[] = {
        KeySpace::kDocumentFilter,   KeySpace::kDocumentEntry,     KeySpace::kObjectByUuid,
        KeySpace::kObjectByUniqueId, KeySpace::kObjectByLogicalId, KeySpace::kSubmissionSet,
        KeySpace::kAssociation,      KeySpace::kAssociationByEnd,  KeySpace::kFolder};
    for (const KeySpace space : kSpacesOfObjects) {
      for (const auto& [key, value] : RowsOf(space)) {
        const auto expected = expected_.find(key);
        if (expected == expected_.end()) {
          Report("a row of no object", PrintKey(key));
          continue;
        }
        if (expected->second != value) Report("another value than the object's", PrintKey(key));
        expected_.erase(expected);
      }
    }
    for (const auto& [key, value] : expected_) Report("the row is missing", PrintKey(key));
  }

  void CheckVersions() {
    std::map<std::string, std::vector<std::pair<EntryUuid, const Object*>>> by_logical_id;
    for (const auto& [uuid, object] : objects_) {
      if (!object.logical_id.empty()) by_logical_id[object.logical_id].push_back({uuid, &object});
    }
    for (const auto& [logical_id, versions] : by_logical_id) {
      uint32_t highest = 0;
      std::set<uint32_t> numbers;
      for (const auto& [uuid, object] : versions) {
        highest = std::max(highest, object->version);
        if (!numbers.insert(object->version).second) Report("a version twice", logical_id);
        if (object->kind != versions.front().second->kind) Report("two kinds", logical_id);
      }
      for (const auto& [uuid, object] : versions) {
        if (object->is_newest != (object->version == highest)) {
          Report("the newest version is another one", uuid.ToString());
        }
        if (object->version != highest && object->is_approved()) {
          Report("an older version is Approved", uuid.ToString());
        }
      }
    }
  }

  void CheckLink(const EntryUuid& uuid, const StoredAssociation& link) {
    const auto source = objects_.find(link.source);
    const auto target = objects_.find(link.target);
    if (source == objects_.end() || target == objects_.end()) {
      return Report("an end is missing", uuid.ToString());
    }
    const bool in_force =
        link.association.availability_status() != metadata::v1::AVAILABILITY_STATUS_DEPRECATED &&
        source->second.is_approved() && target->second.is_approved();
    if (link.association.association_type() == kHasMember &&
        source->second.kind == storage::v1::OBJECT_KIND_SUBMISSION_SET) {
      held_.insert(link.target);
      if (target->second.kind == storage::v1::OBJECT_KIND_ASSOCIATION) return;
    }
    if (!in_force ||
        link.association.submission_set_status() == metadata::v1::SUBMISSION_SET_STATUS_REFERENCE) {
      return;
    }
    if (source->second.patient_number != target->second.patient_number) {
      Report("links two patients", uuid.ToString());
    }
  }

  void CheckMembership() {
    for (const auto& [uuid, object] : objects_) {
      const auto link = links_.find(uuid);
      const bool needs_set =
          object.kind == storage::v1::OBJECT_KIND_DOCUMENT_ENTRY ||
          object.kind == storage::v1::OBJECT_KIND_FOLDER ||
          (link != links_.end() && link->second.association.association_type() == kHasMember &&
           objects_.at(link->second.source).kind == storage::v1::OBJECT_KIND_FOLDER);
      if (needs_set && held_.count(uuid) == 0) Report("in no submission set", uuid.ToString());
    }
  }

  const platform::KvReader& store_;
  std::map<EntryUuid, Object> objects_;
  std::map<EntryUuid, StoredAssociation> links_;
  // Rows that must be there, less those that were found.
  std::map<std::string, std::string> expected_;
  // Members of submission sets.
  std::set<EntryUuid> held_;
  std::vector<std::string> broken_;
};

}  // namespace

std::vector<std::string> BrokenInvariants(const platform::KvReader& store) {
  return InvariantCheck(store).Run();
}

}  // namespace docshare::registry
