#include "registry/commit/testing/every_command.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/association_type.h"
#include "domain/metadata/testing/submission_builder.h"
#include "platform/kv/memory_kv_store.h"
#include "registry/commit/state_machine.h"
#include "registry/commit/testing/update_builder.h"
#include "registry/patients/change_patient_link.h"
#include "registry/patients/merge_patients.h"
#include "registry/rebuild/rebuild_step.h"
#include "registry/register/feed_patient.h"
#include "registry/register/register_document_set.h"
#include "registry/remove/remove_metadata.h"
#include "registry/update/update_document_set.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;
using docshare::testing::EntryBuilder;
using docshare::testing::FolderBuilder;
using docshare::testing::SubmissionBuilder;
using storage::v1::Command;

constexpr char kFirst[] = "12838520020";
constexpr char kSecond[] = "30916130186";
constexpr char kStranger[] = "20891270128";

// "urn:uuid:" of the n-th object.
std::string Urn(int number) {
  return absl::StrCat("urn:uuid:00000000-0000-4000-8000-", 100000000000 + number);
}

[[noreturn]] void Fail(const std::string& what, const absl::Status& status) {
  std::fprintf(stderr, "%s: %s\n", what.c_str(), status.ToString().c_str());
  std::abort();
}

template <typename Prepared>
Prepared Require(absl::StatusOr<Prepared> prepared, const char* what) {
  if (!prepared.ok()) Fail(what, prepared.status());
  return *std::move(prepared);
}

// Fixes what the builders count.
EntryBuilder Entry(int number) {
  return AnEntry()
      .WithEntryUuid(Urn(number))
      .WithUniqueId(absl::StrCat("2.999.10.", number))
      .OfBytes(absl::StrCat("document ", number));
}
FolderBuilder Folder(int number) {
  return AFolder().WithEntryUuid(Urn(number)).WithUniqueId(absl::StrCat("2.999.15.", number));
}
SubmissionBuilder Submission(int number) {
  return ASubmission().WithUniqueId(absl::StrCat("2.999.20.", number));
}
v1::RegisterDocumentSetRequest Update(int number, const UpdateBuilder& update) {
  v1::RegisterDocumentSetRequest request = update.Build();
  request.mutable_submission_set()->set_unique_id(absl::StrCat("2.999.20.", number));
  return request;
}

// The entry as a later version with a UUID of its own.
metadata::v1::DocumentEntry Version(const EntryBuilder& entry, int number) {
  metadata::v1::DocumentEntry version = entry.Build();
  version.set_logical_id(version.entry_uuid());
  version.set_entry_uuid(Urn(number));
  version.mutable_title()->mutable_localized(0)->set_value("Epikrise, rettet");
  return version;
}

// Writes the log; each command is applied at once, so that a wrong one is noticed here.
class LogWriter {
 public:
  void Add(const std::string& name, Command command, bool accepted = true) {
    const int number = static_cast<int>(log_.size()) + 1;
    command.set_rule_version(kRuleVersion);
    command.set_command_id(absl::StrCat("command-", number));
    command.set_accepted_s(1700000000 + number);
    command.set_caller("a source");
    platform::KvBatch rows;
    const Outcome outcome = Apply(command, number, store_, rows);
    if (outcome.ok() != accepted) Fail(name, outcome.status());
    if (!store_.Write(rows, platform::Durability::kSynced).ok()) std::abort();
    log_.push_back({name, std::move(command), accepted});
  }

  void Feed(const std::string& patient) {
    v1::FeedPatientRequest request;
    *request.mutable_patient_id() = APatient(patient);
    Command command;
    *command.mutable_feed_patient() = Require(PrepareFeedPatient(request), "feed");
    Add(absl::StrCat("feed ", log_.size()), command);
  }

  void Register(const std::string& name, const v1::RegisterDocumentSetRequest& request,
                bool accepted = true) {
    Command command;
    *command.mutable_register_document_set() =
        Require(PrepareRegisterDocumentSet(request), name.c_str());
    Add(name, command, accepted);
  }

  void Change(const std::string& name, const v1::RegisterDocumentSetRequest& submission,
              UpdateScope scope, bool accepted = true) {
    Command command;
    *command.mutable_update_document_set() =
        Require(PrepareUpdateDocumentSet(submission, scope), name.c_str());
    Add(name, command, accepted);
  }

  std::vector<LoggedCommand> Take() { return std::move(log_); }

 private:
  platform::MemoryKvStore store_;
  std::vector<LoggedCommand> log_;
};

void AddRegistrations(LogWriter& log) {
  log.Feed(kFirst);
  log.Feed(kSecond);
  const auto filed = Submission(1)
                         .With(Entry(1))
                         .With(Entry(2).ByAuthor("ØDEGÅRD", "OLE"))
                         .With(Folder(3))
                         .Filing(Urn(1), Urn(3))
                         .Filing(Urn(2), Urn(3))
                         .Build();
  log.Register("documents in a folder", filed);
  log.Register("the same again", filed);
  log.Register("an addendum", Submission(2).WithRelated(Entry(4), kAppend, Urn(1)).Build());
  log.Register("a replacement", Submission(3).WithRelated(Entry(5), kReplace, Urn(1)).Build());
  log.Register("a replacement of what is replaced",
               Submission(4).WithRelated(Entry(6), kReplace, Urn(1)).Build(), false);
  log.Register("a reference across patients", Submission(5)
                                                  .OfPatient(kSecond)
                                                  .With(Entry(7))
                                                  .Referencing(*EntryUuid::Parse(Urn(2)))
                                                  .Build());
  log.Register("an unknown patient", Submission(6).OfPatient(kStranger).With(Entry(8)).Build(),
               false);

  v1::RegisterOnDemandDocumentEntryRequest on_demand;
  const auto entries = Submission(7).With(Entry(9).AsOnDemand()).Build();
  *on_demand.mutable_submission_set() = entries.submission_set();
  *on_demand.mutable_document_entries() = entries.document_entries();
  *on_demand.mutable_associations() = entries.associations();
  Command command;
  *command.mutable_register_on_demand_document_entry() =
      Require(PrepareRegisterOnDemandDocumentEntry(on_demand), "on-demand");
  log.Add("an on-demand entry", command);
  log.Register("a snapshot", Submission(8).WithRelated(Entry(10), kIsSnapshotOf, Urn(9)).Build());
}

void AddUpdates(LogWriter& log) {
  log.Change("a new version", Update(11, AnUpdate().NewVersion(Version(Entry(5), 11), 1)),
             UpdateScope::kAll);
  log.Change("a version of the past", Update(12, AnUpdate().NewVersion(Version(Entry(5), 12), 1)),
             UpdateScope::kAll, false);
  metadata::v1::Folder folder = Folder(3).Build();
  folder.set_logical_id(folder.entry_uuid());
  folder.set_entry_uuid(Urn(13));
  log.Change("a new version of a folder", Update(13, AnUpdate().NewVersion(folder, 1)),
             UpdateScope::kAll);
  log.Change("a status", Update(14, AnUpdate().Deprecate(Urn(2))), UpdateScope::kAll);
  log.Change("a submitted association",
             Update(15, AnUpdate().Submit("link", kSigns, Urn(10), Urn(11))), UpdateScope::kAll);
  log.Change("a restricted update", Update(16, AnUpdate().NewVersion(Version(Entry(10), 16), 1)),
             UpdateScope::kRestricted);
}

void AddPatientChanges(LogWriter& log) {
  v1::ChangePatientLinkRequest link;
  *link.mutable_local() = APatient(kSecond);
  *link.mutable_previous() = APatient(kSecond);
  *link.mutable_current() = APatient(kFirst);
  Command change;
  *change.mutable_change_patient_link() = Require(PrepareChangePatientLink(link), "link");
  log.Add("another patient", change);
  log.Add("another patient again", change);

  v1::MergePatientsRequest merge;
  *merge.mutable_surviving() = APatient(kSecond);
  *merge.mutable_subsumed() = APatient(kFirst);
  Command merging;
  *merging.mutable_merge_patients() = Require(PrepareMergePatients(merge), "merge");
  log.Add("a merge", merging);
  log.Add("the same merge again", merging);
}

}  // namespace

std::vector<LoggedCommand> EveryCommand() {
  LogWriter log;
  AddRegistrations(log);
  AddUpdates(log);
  AddPatientChanges(log);

  const auto gone = Submission(21)
                        .OfPatient(kSecond)
                        .With(Entry(21))
                        .Also([](v1::RegisterDocumentSetRequest& request) {
                          request.mutable_submission_set()->set_entry_uuid(Urn(22));
                          request.mutable_associations(0)->set_source_object(Urn(22));
                          request.mutable_associations(0)->set_entry_uuid(Urn(23));
                        })
                        .Build();
  log.Register("what is to go", gone);
  v1::RemoveMetadataRequest removal;
  removal.add_entry_uuids(Urn(21));
  Command removing;
  *removing.mutable_remove_metadata() = Require(PrepareRemoveMetadata(removal), "removal");
  log.Add("a removal that leaves a reference", removing, false);
  removal.add_entry_uuids(Urn(22));
  removal.add_entry_uuids(Urn(23));
  *removing.mutable_remove_metadata() = Require(PrepareRemoveMetadata(removal), "removal");
  log.Add("a removal", removing);

  Command rebuild;
  rebuild.mutable_rebuild_indexes()->set_step(static_cast<uint32_t>(RebuildStep::kDocuments));
  rebuild.mutable_rebuild_indexes()->set_max_rows(10);
  log.Add("a piece of a rebuild", rebuild);
  return log.Take();
}

}  // namespace docshare::registry
