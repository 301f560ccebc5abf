// Many random changes, good and bad ones, against what must hold of a registry after each.

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "domain/metadata/association_type.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/commit/testing/changing_registry.h"
#include "registry/commit/testing/invariants.h"
#include "registry/commit/testing/update_builder.h"
#include "registry/index/key_codec.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/row.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;
using docshare::testing::SubmissionBuilder;
using metadata::v1::AssociationPropagation;
using ::testing::IsEmpty;

constexpr int kSteps = 250;
// Looking at every row takes longer than a step.
constexpr int kStepsBetweenChecks = 10;
// Of each kind of change.
constexpr int kLeastAccepted = 1;
const char* const kPatients[] = {"12838520020", "30916130186", "05861860053", "20891270128",
                                 "15810980092"};
const char* const kLocalNumbers[] = {"43827910156", "07729040066"};
const char* const kRelationships[] = {kReplace, kTransform, kAppend, kTransformAndReplace, kSigns};

class RandomChanges {
 public:
  explicit RandomChanges(uint32_t seed)
      : random_(seed), registry_({kPatients, kPatients + std::size(kPatients)}) {}

  // What kind of change it was, and how it ended.
  std::pair<std::string, absl::Status> Step() {
    ReadObjects();
    const int kind = Number(100);
    if (kind < 35) return {"register", Register()};
    if (kind < 60) return {"update", Update()};
    if (kind < 70) return {"change status", ChangeStatus()};
    if (kind < 81) return {"submit", Submit()};
    if (kind < 91) return {"remove", Remove()};
    if (kind < 99) return {"change link", ChangeLink()};
    return {"merge", registry_.Merge(Patient(), Patient()).status()};
  }

  const ChangingRegistry& registry() const { return registry_; }

 private:
  int Number(int below) { return static_cast<int>(random_() % static_cast<uint32_t>(below)); }
  bool Chance(int percent) { return Number(100) < percent; }
  std::string Patient() { return kPatients[Number(std::size(kPatients))]; }
  const std::string& Any(const std::vector<std::string>& from) {
    return from[Number(static_cast<int>(from.size()))];
  }

  void ReadObjects() {
    documents_.clear();
    folders_.clear();
    others_.clear();
    const std::string prefix(1, static_cast<char>(KeySpace::kObjectByUuid));
    for (auto it = registry_.store().Scan(prefix, PrefixEnd(prefix)); it->Valid(); it->Next()) {
      KeyReader reader(KeySpace::kObjectByUuid, it->key());
      const std::string urn = EntryUuid::FromBytes(reader.Uuid()).ToString();
      storage::v1::ObjectLocator locator;
      ASSERT_TRUE(DecodeRow(it->value(), locator).ok());
      (locator.kind() == storage::v1::OBJECT_KIND_DOCUMENT_ENTRY ? documents_
       : locator.kind() == storage::v1::OBJECT_KIND_FOLDER       ? folders_
                                                                 : others_)
          .push_back(urn);
    }
  }

  // A document or folder that is registered.
  std::string AnObject() {
    std::vector<std::string> all = documents_;
    all.insert(all.end(), folders_.begin(), folders_.end());
    return all.empty() ? "urn:uuid:00000000-0000-4000-8000-000000000000" : Any(all);
  }

  // Mostly the patient of something that is there, so that much is accepted.
  std::string PatientOfADocument() {
    if (documents_.empty() || Chance(20)) return Patient();
    return registry_.Entry(Any(documents_)).patient_id().id();
  }

  absl::Status Register() {
    const std::string patient = PatientOfADocument();
    SubmissionBuilder submission = ASubmission().OfPatient(patient);
    const int entries = 1 + Number(3);
    for (int i = 0; i < entries; ++i) {
      auto entry = AnEntry().WithEntryUuid(absl::StrCat("d", i)).Build();
      *entry.mutable_patient_id() = APatient(patient);
      submission.With(entry);
    }
    submission.Also([&](v1::RegisterDocumentSetRequest& request) {
      for (auto& entry : *request.mutable_document_entries()) {
        *entry.mutable_source_patient_id() = APatient(kLocalNumbers[Number(2)]);
      }
    });
    if (Chance(40)) {
      submission.With(AFolder().WithEntryUuid("f"));
      for (int i = 0; i < entries; ++i) {
        if (Chance(70)) submission.Filing(absl::StrCat("d", i), "f");
      }
    }
    if (!folders_.empty() && Chance(30)) submission.Filing("d0", Any(folders_));
    if (!documents_.empty() && Chance(40)) {
      submission.WithAssociation(kRelationships[Number(std::size(kRelationships))], "d0",
                                 Any(documents_));
    }
    if (!documents_.empty() && Chance(20)) {
      submission.Referencing(*EntryUuid::Parse(Any(documents_)));
    }
    return registry_.Register(submission.Build()).status();
  }

  AssociationPropagation Propagation() {
    return Chance(75) ? metadata::v1::ASSOCIATION_PROPAGATION_UNSPECIFIED
                      : metadata::v1::ASSOCIATION_PROPAGATION_NO;
  }

  // The versions that may be followed, or whatever comes up.
  void AddVersion(UpdateBuilder& update, const std::string& patient) {
    if (folders_.empty() || (!documents_.empty() && Chance(65))) {
      if (documents_.empty()) return;
      const auto versions = registry_.Versions(registry_.Entry(Any(documents_)).logical_id());
      auto entry = NextVersion(registry_.Entry(versions.back()));
      const uint32_t version = registry_.Entry(versions.back()).version();
      if (Chance(15)) *entry.mutable_patient_id() = APatient(patient);
      update.NewVersion(entry, Chance(95) ? version : version + 1, Propagation());
    } else {
      const auto versions = registry_.Versions(registry_.Folder(Any(folders_)).logical_id());
      auto folder = NextVersion(registry_.Folder(versions.back()));
      const uint32_t version = registry_.Folder(versions.back()).version();
      if (Chance(15)) *folder.mutable_patient_id() = APatient(patient);
      update.NewVersion(folder, version, Propagation());
    }
  }

  absl::Status Update() {
    const std::string patient = PatientOfADocument();
    UpdateBuilder update = AnUpdate().OfPatient(patient);
    const int versions = 1 + Number(3);
    for (int i = 0; i < versions; ++i) AddVersion(update, patient);
    // One patient for the first object at least.
    update.Also([&](v1::RegisterDocumentSetRequest& request) {
      if (request.document_entries_size() > 0 && Chance(80)) {
        *request.mutable_submission_set()->mutable_patient_id() =
            request.document_entries(0).patient_id();
      }
    });
    return registry_.Update(update.Build()).status();
  }

  absl::Status ChangeStatus() {
    if (documents_.empty()) return absl::OkStatus();
    const auto entry = registry_.Entry(Any(documents_));
    UpdateBuilder update = AnUpdate().OfPatient(entry.patient_id().id());
    entry.availability_status() == metadata::v1::AVAILABILITY_STATUS_APPROVED
        ? update.Deprecate(entry.entry_uuid())
        : update.Approve(entry.entry_uuid());
    if (Chance(50)) {
      const std::string target = !others_.empty() && Chance(40) ? Any(others_) : AnObject();
      Chance(50) ? update.Deprecate(target) : update.Approve(target);
    }
    return registry_.Update(update.Build()).status();
  }

  absl::Status Submit() {
    if (documents_.empty()) return absl::OkStatus();
    const bool is_of_folder = !folders_.empty() && Chance(50);
    const std::string source = is_of_folder ? Any(folders_) : Any(documents_);
    const std::string patient = is_of_folder ? registry_.Folder(source).patient_id().id()
                                             : registry_.Entry(source).patient_id().id();
    const char* type =
        is_of_folder ? kHasMember : kRelationships[Number(std::size(kRelationships))];
    std::string target = Any(documents_);
    for (int i = 0; i < 5 && registry_.Entry(target).patient_id().id() != patient; ++i) {
      target = Any(documents_);
    }
    return registry_
        .Update(AnUpdate().OfPatient(patient).Submit("link", type, source, target).Build())
        .status();
  }

  // An object, mostly with all that hangs on it.
  absl::Status Remove() {
    std::vector<std::string> removed = {others_.empty() || Chance(60) ? AnObject() : Any(others_)};
    if (Chance(85)) {
      // What refers to it, to that, and so on; then what would be left alone.
      for (size_t i = 0; i < removed.size() && removed.size() < 200; ++i) {
        for (const std::string& other : others_) {
          auto association = ReadLink(other);
          const bool refers = association.source_object() == removed[i] ||
                              association.target_object() == removed[i];
          if (refers && std::find(removed.begin(), removed.end(), other) == removed.end()) {
            removed.push_back(other);
          }
        }
      }
    }
    return registry_.Remove(removed).status();
  }

  metadata::v1::Association ReadLink(const std::string& urn) {
    auto locator = FindObject(registry_.store(), *EntryUuid::Parse(urn));
    if (!locator.ok() || !locator->has_value() ||
        (*locator)->kind() != storage::v1::OBJECT_KIND_ASSOCIATION) {
      return {};
    }
    return registry_.Association(urn);
  }

  absl::Status ChangeLink() {
    const std::string previous = PatientOfADocument();
    std::string current = PatientOfADocument();
    if (current == previous && Chance(80)) current = Patient();
    return registry_.ChangeLink(kLocalNumbers[Number(2)], previous, current).status();
  }

  std::mt19937 random_;
  ChangingRegistry registry_;
  std::vector<std::string> documents_;
  std::vector<std::string> folders_;
  // Submission sets and associations.
  std::vector<std::string> others_;
};

class RandomChangesTest : public ::testing::TestWithParam<uint32_t> {};

TEST_P(RandomChangesTest, LeaveARegistryWhole) {
  RandomChanges changes(GetParam());
  std::map<std::string, int> accepted;
  for (int step = 1; step <= kSteps; ++step) {
    const auto [kind, status] = changes.Step();
    SCOPED_TRACE(
        absl::StrCat("seed ", GetParam(), ", step ", step, ", ", kind, ": ", status.ToString()));
    if (status.ok()) ++accepted[kind];
    // A refusal names the standard's reasons; nothing else may go wrong.
    ASSERT_TRUE(status.ok() || RegistryErrorsOf(status).has_value());
    if (step % kStepsBetweenChecks != 0 && step != kSteps) continue;
    ASSERT_THAT(BrokenInvariants(changes.registry().store()), IsEmpty());
  }
  for (const auto& [kind, count] : accepted) RecordProperty(kind, count);
  // The test is of use only when much is accepted.
  for (const char* kind :
       {"register", "update", "change status", "submit", "remove", "change link"}) {
    EXPECT_GE(accepted[kind], kLeastAccepted) << kind;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomChangesTest, ::testing::Range<uint32_t>(1, 5));

}  // namespace
}  // namespace docshare::registry
