#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "docshare/admin/v1/repository_admin_service.pb.h"
#include "docshare/metadata/v1/coded_value.pb.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "domain/ids/unique_id.h"
#include "repository/on_demand/document_generator.h"
#include "repository/on_demand/on_demand_entries.h"
#include "repository/provide/provide_session.h"

namespace docshare::repository {

// What was made for an on-demand entry.
struct MadeDocument {
  // Its own unique id, not the entry's.
  std::string unique_id;
  std::string mime_type;
  std::string bytes;
  // There is a registered snapshot with this unique id and these bytes.
  bool kept = false;
};

// The On-Demand Document Source: registers on-demand entries, and makes their documents when they
// are retrieved. Which entries there are the registry knows; nothing of them is kept here but
// snapshots, which are documents like all others. Thread-safe; calls block on the registry.
//
// Source: ITI TF-1:10.1.1.7; ITI TF-2:3.61; ITI TF-2:3.43.4.2.3 (on-demand entries).
class OnDemandDocuments {
 public:
  struct Options {
    // What a new entry says; the rest is filled in.
    metadata::v1::DocumentEntry entry;
    metadata::v1::CodedValue content_type_code;
    bool keep_snapshots = false;
    // Documents made at once; more are refused, so that a slow registry does not take every call.
    int most_at_once = 32;
    // How long one document, or a registration, may take.
    absl::Duration limit = absl::Seconds(20);
  };

  // The pointers, and what they point to, must outlive this object.
  OnDemandDocuments(const ProvideSession::Collaborators* with, DocumentGenerator* generator,
                    Options options);

  // Makes the document of the approved on-demand entry of that unique id. With snapshots: gives the
  // one that is current while it still says the same; else stores and registers another one, in the
  // place of those before, and then returns. What changes meanwhile makes it begin again.
  //
  // Errors are those of a retrieval, with the unique id as location: kNotFound
  // (XDSDocumentUniqueIdError) when there is no such entry of this repository, or it is deprecated;
  // kUnavailable (XDSRegistryNotAvailable); kResourceExhausted (XDSRepositoryOutOfResources, and
  // XDSRepositoryBusy for too many at once); kDataLoss and kInternal (XDSRepositoryError).
  absl::StatusOr<MadeDocument> Make(const UniqueId& unique_id);

  // Registers an entry for the patient, or tells of the one that is there. Returns kInvalidArgument
  // without a patient, kUnavailable (XDSRegistryNotAvailable), and the registry's refusals.
  absl::StatusOr<admin::v1::RegisterDocumentListResponse> Register(
      const metadata::v1::PatientIdentifier& patient_id);

 private:
  absl::StatusOr<MadeDocument> TryToMake(const UniqueId& unique_id, absl::Time deadline);

  // What there is when `snapshot` is what `draft` would write; nullopt when it is outdated.
  absl::StatusOr<absl::optional<MadeDocument>> Unchanged(
      const DocumentDraft& draft, const metadata::v1::DocumentEntry& snapshot) const;

  // Stores `made` and registers it as a snapshot of `entry` that replaces `previous`.
  absl::Status Keep(const metadata::v1::DocumentEntry& entry, const Dtm& creation_time,
                    const std::vector<metadata::v1::DocumentEntry>& previous, absl::Time deadline,
                    MadeDocument* made);

  metadata::v1::SubmissionSet NewSubmissionSet(const metadata::v1::DocumentEntry& entry,
                                               const Dtm& now);
  std::string NewOid();

  const ProvideSession::Collaborators& with_;
  DocumentGenerator* const generator_;
  const OnDemandEntries entries_;
  const Options options_;
  // By the hash of the entry's unique id: two retrievals of one document do not make two snapshots.
  std::array<std::timed_mutex, 64> making_;
  std::atomic<int> making_now_ = 0;
  std::mutex registering_;
};

}  // namespace docshare::repository
