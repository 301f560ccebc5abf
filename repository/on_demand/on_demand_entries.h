#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/metadata/v1/identifier.pb.h"
#include "domain/ids/repository_unique_id.h"
#include "domain/ids/unique_id.h"
#include "repository/registry_client/registry_client.h"

namespace docshare::repository {

// The on-demand entries of this repository, and their snapshots, as the registry knows them.
// Thread-safe; calls block until `deadline` at most.
//
// Errors are those of the registry, and kAborted when something changed between two questions.
class OnDemandEntries {
 public:
  using Entries = std::vector<metadata::v1::DocumentEntry>;
  using Uuids = absl::flat_hash_set<std::string>;

  // Entries of other media types than `mime_type` are not ours to make. `registry` must outlive
  // this object.
  OnDemandEntries(RegistryClient* registry, RepositoryUniqueId repository_unique_id,
                  std::string mime_type)
      : registry_(registry),
        repository_unique_id_(std::move(repository_unique_id)),
        mime_type_(std::move(mime_type)) {}

  // The approved entry of that unique id. Returns kNotFound (XDSDocumentUniqueIdError) when there
  // is none of this repository, or more than one.
  absl::StatusOr<metadata::v1::DocumentEntry> Find(const UniqueId& unique_id,
                                                   absl::Time deadline) const;

  // Those of a patient, approved.
  absl::StatusOr<Entries> OfPatient(const metadata::v1::PatientIdentifier& patient_id,
                                    absl::Time deadline) const;

  struct Snapshots {
    // entryUUIDs of those of any on-demand entry of the patient, of any status.
    Uuids of_all;
    // Those of the entry that are approved.
    Entries approved;
  };
  absl::StatusOr<Snapshots> SnapshotsOf(const metadata::v1::DocumentEntry& entry,
                                        absl::Time deadline) const;

 private:
  absl::StatusOr<metadata::v1::DocumentEntry> Get(const std::string& entry_uuid,
                                                  absl::Time deadline) const;

  // The patient's entries of a type: whole ones to `entries`, or their entryUUIDs to `entry_uuids`;
  // the other one is null.
  absl::Status FindOfType(const metadata::v1::PatientIdentifier& patient_id,
                          metadata::v1::DocumentEntryType type, bool deprecated_too,
                          absl::Time deadline, Entries* entries, Uuids* entry_uuids) const;

  bool IsOurs(const metadata::v1::DocumentEntry& entry) const;

  RegistryClient* const registry_;
  const RepositoryUniqueId repository_unique_id_;
  const std::string mime_type_;
};

}  // namespace docshare::repository
