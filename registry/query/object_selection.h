#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_store.h"
#include "registry/query/association_scan.h"
#include "registry/query/query_page.h"

namespace docshare::registry {

// XDSTooManyResults: more than ObjectSelection::kMaxObjects.
absl::Status TooManyResults();

// The objects a Get... query answers with, each once, as references: submission sets, documents,
// folders, associations, each kind in the order of UUIDs. Every page of the answer selects them
// anew and writes its part. Not thread-safe.
class ObjectSelection {
 public:
  static constexpr size_t kMaxObjects = 20'000;

  // Returns XDSTooManyResults for an object too many.
  absl::Status Add(const EntryUuid& uuid, const storage::v1::ObjectLocator& locator);
  absl::Status AddAssociation(const EntryUuid& uuid);

  bool Contains(const EntryUuid& uuid, storage::v1::ObjectKind kind) const;

  // Whether an answer of whole objects may have objects of several patients. Associations have no
  // patient.
  enum class Patients { kOne, kSeveral };

  // The reply with this page of the objects. Returns XDSResultNotSinglePatient where the patients
  // are more than allowed; references are exempt.
  // Source: ITI TF-2:3.18.4.1.2.3.7 (footnote of the Get queries).
  absl::StatusOr<std::string> Answer(Patients patients, QueryPage& page) const;

 private:
  bool HasOnePatient() const;
  // The place of its kind in an answer, then the UUID.
  using Key = std::pair<uint8_t, EntryUuid>;
  struct Place {
    uint64_t patient_number;
    int64_t sort_s;
  };

  absl::btree_map<Key, Place> objects_;
};

// Selects every association of `filter` that begins or ends at an object.
absl::Status SelectAssociationsOf(const platform::KvReader& snapshot, const EntryUuid& object,
                                  const AssociationFilter& filter, ObjectSelection& selection);

}  // namespace docshare::registry
