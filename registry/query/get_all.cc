#include "registry/query/get_all.h"

#include <memory>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/types/optional.h"
#include "registry/index/folder.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/patient.h"
#include "registry/query/association_scan.h"
#include "registry/query/document_filter.h"
#include "registry/query/document_scan.h"
#include "registry/query/folder_scan.h"
#include "registry/query/get_all_position.h"
#include "registry/query/object_scan.h"
#include "registry/query/parameter_reader.h"
#include "registry/query/query_page.h"
#include "registry/query/submission_set_scan.h"

namespace docshare::registry {
namespace {

using storage::v1::ObjectKind;

// In the order of the answer.
constexpr ObjectKind kKinds[] = {storage::v1::OBJECT_KIND_SUBMISSION_SET,
                                 storage::v1::OBJECT_KIND_DOCUMENT_ENTRY,
                                 storage::v1::OBJECT_KIND_FOLDER};

struct Filters {
  SubmissionSetFilter submission_sets;
  DocumentFilter documents;
  FolderFilter folders;
  AssociationFilter associations;
};

// Writes one page for one patient.
class PageOfAll {
 public:
  PageOfAll(uint64_t patient_number, const Filters* filters, QueryPage* page)
      : patient_number_(patient_number),
        filters_(filters),
        page_(page),
        associations_(page->snapshot(), filters->associations) {
    associations_.LeaveOut(&written_with_source_);
  }

  PageOfAll(const PageOfAll&) = delete;

  absl::Status Write(absl::optional<GetAllPosition> resume) {
    bool has_room = true;
    if (!resume || !resume->association) {
      for (ObjectKind kind : kKinds) {
        if (resume && resume->kind != kind) continue;
        absl::Status written = WriteObjects(kind, resume, has_room);
        if (!written.ok() || !has_room) return written;
        resume.reset();
      }
    }
    if (filters_->associations.matches_nothing()) return absl::OkStatus();
    for (ObjectKind kind : kKinds) {
      if (resume && resume->kind != kind) continue;
      absl::Status written = WriteAssociationsOf(kind, resume, has_room);
      if (!written.ok() || !has_room) return written;
      resume.reset();
    }
    return absl::OkStatus();
  }

 private:
  std::unique_ptr<ObjectScan> ScanOf(ObjectKind kind) const {
    const platform::KvReader& snapshot = page_->snapshot();
    switch (kind) {
      case storage::v1::OBJECT_KIND_SUBMISSION_SET:
        return std::make_unique<SubmissionSetScan>(
            snapshot, SubmissionSetScan::RowsOf(patient_number_, TimeRange()),
            filters_->submission_sets);
      case storage::v1::OBJECT_KIND_FOLDER:
        return std::make_unique<FolderScan>(snapshot, RowRange::Of(FolderPrefix(patient_number_)),
                                            filters_->folders);
      default:
        return std::make_unique<DocumentScan>(
            snapshot, DocumentScan::RowsOf(patient_number_, TimeRange()), filters_->documents);
    }
  }

  // Whether there was room for the next thing. If not, the page ends after the last one.
  bool HasRoom() {
    if (!page_->full()) return true;
    page_->ContinueAfter(Encode(*last_));
    return false;
  }

  absl::Status WriteObjects(ObjectKind kind, const absl::optional<GetAllPosition>& resume,
                            bool& has_room) {
    const std::unique_ptr<ObjectScan> scan = ScanOf(kind);
    if (resume) scan->SkipPast(resume->row);
    while (true) {
      auto step = scan->Next();
      if (!step.ok()) return step.status();
      if (*step != ObjectScan::Step::kHit) return absl::OkStatus();
      has_room = HasRoom();
      if (!has_room) return absl::OkStatus();
      if (absl::Status added = AddHit(*scan, *page_); !added.ok()) return added;
      last_ = GetAllPosition{kind, std::string(scan->position()), absl::nullopt};
    }
  }

  absl::Status WriteAssociationsOf(ObjectKind kind, const absl::optional<GetAllPosition>& resume,
                                   bool& has_room) {
    const std::unique_ptr<ObjectScan> scan = ScanOf(kind);
    if (resume) scan->SkipTo(resume->row);
    while (true) {
      auto step = scan->Next();
      if (!step.ok()) return step.status();
      if (*step != ObjectScan::Step::kHit) return absl::OkStatus();
      // The object where the page before ended may be gone meanwhile.
      absl::optional<GetAllPosition::OfAssociation> after;
      if (resume && scan->position() == resume->row) after = resume->association;
      for (AssociationEnd direction : {AssociationEnd::kSource, AssociationEnd::kTarget}) {
        if (after && after->direction > direction) continue;
        absl::Status written = WriteAssociations(*scan, direction, after, has_room);
        if (!written.ok() || !has_room) return written;
        after.reset();
      }
    }
  }

  absl::Status WriteAssociations(const ObjectScan& object, AssociationEnd direction,
                                 const absl::optional<GetAllPosition::OfAssociation>& after,
                                 bool& has_room) {
    associations_.Begin(object.uuid(), direction,
                        after ? absl::make_optional(after->uuid) : absl::nullopt);
    while (true) {
      auto found = associations_.Next();
      if (!found.ok()) return found.status();
      if (!*found) return absl::OkStatus();
      if (direction == AssociationEnd::kTarget) {
        auto comes_with_source = IsInAnswer(associations_.source());
        if (!comes_with_source.ok()) return comes_with_source.status();
        if (*comes_with_source) continue;
      }
      has_room = HasRoom();
      if (!has_room) return absl::OkStatus();
      if (page_->wants_objects()) {
        page_->AddObject(storage::v1::OBJECT_KIND_ASSOCIATION, associations_.bytes());
      } else {
        page_->AddReference(associations_.uuid());
      }
      if (direction == AssociationEnd::kSource) written_with_source_.insert(associations_.uuid());
      last_ = GetAllPosition{object.kind(), std::string(object.position()),
                             GetAllPosition::OfAssociation{direction, associations_.uuid()}};
    }
  }

  absl::StatusOr<bool> IsInAnswer(const EntryUuid& uuid) {
    // The documents of one submission come one after the other.
    if (last_asked_ && last_asked_->first == uuid) return last_asked_->second;
    auto locator = FindObject(page_->snapshot(), uuid);
    if (!locator.ok()) return locator.status();
    absl::StatusOr<bool> selected = false;
    if (locator->has_value() && (*locator)->patient_number() == patient_number_) {
      selected = IsSelected(uuid, **locator);
      if (!selected.ok()) return selected;
    }
    last_asked_.emplace(uuid, *selected);
    return selected;
  }

  absl::StatusOr<bool> IsSelected(const EntryUuid& uuid,
                                  const storage::v1::ObjectLocator& locator) const {
    switch (locator.kind()) {
      case storage::v1::OBJECT_KIND_SUBMISSION_SET:
        return filters_->submission_sets.MatchesAt(page_->snapshot(), uuid, locator);
      case storage::v1::OBJECT_KIND_FOLDER:
        return filters_->folders.MatchesAt(page_->snapshot(), uuid, locator);
      default:
        return filters_->documents.MatchesAt(uuid, locator);
    }
  }

  const uint64_t patient_number_;
  const Filters* const filters_;
  QueryPage* const page_;
  AssociationScan associations_;
  // Those of this page; their targets need not look at them again.
  absl::flat_hash_set<EntryUuid> written_with_source_;
  // What the page ends with so far.
  absl::optional<GetAllPosition> last_;
  absl::optional<std::pair<EntryUuid, bool>> last_asked_;
};

// Statuses have parameters of their own.
v1::FindDocumentsRequest DocumentCriteriaOf(const v1::GetAllRequest& request) {
  v1::FindDocumentsRequest criteria = ContentCriteria(request);
  // A list without a known status was found to be missing.
  if (ParameterReader::Statuses(request.document_statuses()) != 0) {
    *criteria.mutable_statuses() = request.document_statuses();
  }
  return criteria;
}

}  // namespace

absl::StatusOr<std::string> GetAll(const v1::GetAllRequest& request, const RegistryStore& store) {
  ParameterReader read;
  auto page = QueryPage::Open(request, store, read);
  if (!page.ok()) return page.status();
  const auto patient =
      read.Patient(request.has_patient_id(), request.patient_id(), "patient_id", "$patientId");
  read.RequiredStatuses(request.document_statuses(), "document_statuses",
                        "$XDSDocumentEntryStatus");
  const uint32_t set_statuses = read.RequiredStatuses(
      request.submission_set_statuses(), "submission_set_statuses", "$XDSSubmissionSetStatus");
  const uint32_t folder_statuses =
      read.RequiredStatuses(request.folder_statuses(), "folder_statuses", "$XDSFolderStatus");
  read.CheckMetadataLevel(request.metadata_level());
  auto documents = DocumentFilter::Compile(DocumentCriteriaOf(request), &page->snapshot(), read);
  if (!documents.ok()) return documents.status();
  absl::optional<GetAllPosition> resume;
  if (!page->resume_after().empty()) {
    auto position = DecodeGetAllPosition(page->resume_after());
    if (position.ok()) {
      resume = *std::move(position);
    } else {
      read.Malformed("page_token", position.status().message());
    }
  }
  if (absl::Status faults = read.ToStatus(); !faults.ok()) return faults;

  const Filters filters{
      SubmissionSetFilter(set_statuses), *std::move(documents),
      FolderFilter(folder_statuses, request.metadata_level()),
      AssociationFilter(request.association_statuses(), request.metadata_level())};
  auto number = FindPatientNumber(page->snapshot(), *patient);
  if (!number.ok()) return number.status();
  if (number->has_value()) {
    absl::Status written = PageOfAll(**number, &filters, &*page).Write(std::move(resume));
    if (!written.ok()) return written;
  }
  return page->Finish();
}

}  // namespace docshare::registry
