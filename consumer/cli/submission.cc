#include "consumer/cli/submission.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "consumer/cli/absent_fields.h"
#include "domain/ids/entry_uuid.h"
#include "domain/ids/uuid_oid.h"
#include "domain/time/dtm.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::Author;
using docshare::metadata::v1::DocumentEntry;
using docshare::metadata::v1::Folder;
using docshare::metadata::v1::PatientIdentifier;
using docshare::metadata::v1::SubmissionSet;
using docshare::registry::v1::RegisterDocumentSetRequest;

// Symbolic id of a new folder.
constexpr char kNewFolder[] = "folder";

// The same for a submission that is repeated, another one for each of its objects.
std::string DerivedOid(const std::string& submission_id, const std::string& symbolic_id) {
  return OidOfUuid(EntryUuid::Derive(submission_id, symbolic_id + " uniqueId").bytes());
}

absl::StatusOr<std::string> DtmOf(absl::Time time) {
  absl::StatusOr<Dtm> dtm = Dtm::FromUnixSeconds(absl::ToUnixSeconds(time));
  if (!dtm.ok()) return dtm.status();
  return dtm->text();
}

// The entry of the metadata file that is for file number `index`; an empty one when it has none.
const DocumentEntry& EntryForFile(const RegisterDocumentSetRequest& metadata_file, int index) {
  if (metadata_file.document_entries().empty()) return DocumentEntry::default_instance();
  return metadata_file.document_entries(metadata_file.document_entries_size() == 1 ? 0 : index);
}

absl::Status CheckNumbers(const SubmissionSources& sources) {
  const size_t files = sources.files.size();
  const size_t entries = static_cast<size_t>(sources.metadata_file.document_entries_size());
  if (entries > 1 && entries != files) {
    return absl::InvalidArgumentError(absl::StrCat("the metadata file has ", entries,
                                                   " entries for ", files,
                                                   " files: give one, or one for each file"));
  }
  if (files == 1) return absl::OkStatus();
  if (!sources.flags.document_entries(0).unique_id().empty()) {
    return absl::InvalidArgumentError("--unique-id names one document, and there are several");
  }
  const DocumentEntry& only = EntryForFile(sources.metadata_file, 0);
  if (entries == 1 && (!only.unique_id().empty() || !only.entry_uuid().empty())) {
    return absl::InvalidArgumentError(
        "the entry of the metadata file has ids of one document, and there are several files");
  }
  return absl::OkStatus();
}

absl::Status FillPatient(const SubmissionSources& sources, const InspectedFile& file,
                         DocumentEntry& entry) {
  const PatientIdentifier& named = file.cda.source_patient_id();
  if (!entry.has_patient_id() && sources.metadata_file.submission_set().has_patient_id()) {
    *entry.mutable_patient_id() = sources.metadata_file.submission_set().patient_id();
  }
  if (!entry.has_patient_id() && file.cda.has_source_patient_id() &&
      named.assigning_authority() == sources.patient_authority) {
    *entry.mutable_patient_id() = named;
  }
  if (!entry.has_patient_id()) {
    return absl::InvalidArgumentError(
        absl::StrCat(file.path, ": whose document is it? Give --patient"));
  }
  if (!sources.allow_other_patient && file.cda.has_source_patient_id() &&
      named.assigning_authority() == entry.patient_id().assigning_authority() &&
      named.id() != entry.patient_id().id()) {
    return absl::InvalidArgumentError(
        absl::StrCat(file.path,
                     ": the document names another patient than --patient; if that is "
                     "right, add --allow-other-patient"));
  }
  if (!entry.has_source_patient_id()) *entry.mutable_source_patient_id() = entry.patient_id();
  return absl::OkStatus();
}

void FillInstitution(const SubmissionSet& defaults, DocumentEntry& entry) {
  if (defaults.authors().empty()) return;
  const auto& authors = entry.authors();
  if (std::any_of(authors.begin(), authors.end(),
                  [](const Author& author) { return !author.institutions().empty(); })) {
    return;
  }
  if (authors.empty()) entry.add_authors();
  for (Author& author : *entry.mutable_authors()) {
    *author.mutable_institutions() = defaults.authors(0).institutions();
  }
}

// Source: ITI TF-3:4.2.3.2 (formatCode); the code is of the IHE format code list.
void FillFormat(DocumentEntry& entry) {
  if (entry.has_format_code()) return;
  entry.mutable_format_code()->set_code("urn:ihe:iti:xds:2017:mimeTypeSufficient");
  entry.mutable_format_code()->set_code_system("1.3.6.1.4.1.19376.1.2.3");
  entry.mutable_format_code()->set_display_name("MimeType Sufficient");
}

absl::StatusOr<DocumentEntry> BuildEntry(const SubmissionSources& sources, int index,
                                         const std::string& submission_id) {
  const InspectedFile& file = sources.files[index];
  DocumentEntry entry = sources.flags.document_entries(0);
  FillAbsentFields(EntryForFile(sources.metadata_file, index), &entry);
  FillAbsentFields(file.cda, &entry);
  FillAbsentFields(sources.defaults.document_entries(0), &entry);
  absl::Status patient = FillPatient(sources, file, entry);
  if (!patient.ok()) return patient;
  FillInstitution(sources.defaults.submission_set(), entry);
  FillFormat(entry);

  absl::StatusOr<std::string> created = DtmOf(file.modified);
  if (!created.ok()) return created.status();
  const std::string name = absl::StrCat("document-", index + 1);
  DocumentEntry rest;
  rest.set_object_type(docshare::metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE);
  rest.set_entry_uuid(name);
  rest.set_unique_id(DerivedOid(submission_id, name));
  rest.set_mime_type(file.mime_type);
  rest.set_creation_time(*created);
  rest.set_size(file.size_bytes);
  FillAbsentFields(rest, &entry);
  return entry;
}

absl::StatusOr<SubmissionSet> BuildSet(const SubmissionSources& sources) {
  SubmissionSet set = sources.flags.submission_set();
  FillAbsentFields(sources.metadata_file.submission_set(), &set);
  FillAbsentFields(sources.defaults.submission_set(), &set);
  absl::Time time = sources.now;
  if (!set.unique_id().empty()) {
    time = absl::InfinitePast();
    for (const InspectedFile& file : sources.files) time = std::max(time, file.modified);
  }
  absl::StatusOr<std::string> submission_time = DtmOf(time);
  if (!submission_time.ok()) return submission_time.status();
  SubmissionSet rest;
  rest.set_entry_uuid("submission");
  rest.set_unique_id(OidOfUuid(sources.fresh_uuid));
  rest.set_submission_time(*submission_time);
  FillAbsentFields(rest, &set);
  if (set.source_id().empty()) {
    return absl::InvalidArgumentError(
        "the source system has no OID: set publish.source_id in the profile");
  }
  return set;
}

// The folders of the metadata file and the new one, and what the documents have to do with others.
void AddLinks(const SubmissionSources& sources, RegisterDocumentSetRequest& request) {
  const SubmissionSet& set = request.submission_set();
  *request.mutable_folders() = sources.metadata_file.folders();
  *request.mutable_associations() = sources.metadata_file.associations();
  const LinksOfDocuments& links = sources.links;
  for (const DocumentRelationship& relationship : links.relationships) {
    AddRelationship(relationship, request);
  }
  if (!links.folder.empty()) AddFolderMembers(links.folder, request);
  if (links.new_folder.has_value()) {
    const auto& folders = request.folders();
    // A submission that was printed has it already.
    if (std::none_of(folders.begin(), folders.end(),
                     [](const Folder& folder) { return folder.entry_uuid() == kNewFolder; })) {
      Folder& folder = *request.add_folders();
      folder = *links.new_folder;
      folder.set_entry_uuid(kNewFolder);
      folder.set_unique_id(DerivedOid(set.unique_id(), kNewFolder));
    }
    AddFolderMembers(kNewFolder, request);
  }
  for (Folder& folder : *request.mutable_folders()) {
    if (!folder.has_patient_id()) *folder.mutable_patient_id() = set.patient_id();
  }
  AddSubmissionSetMembers(request);
}

}  // namespace

absl::StatusOr<RegisterDocumentSetRequest> BuildSubmission(const SubmissionSources& sources) {
  absl::Status numbers = CheckNumbers(sources);
  if (!numbers.ok()) return numbers;
  absl::StatusOr<SubmissionSet> set = BuildSet(sources);
  if (!set.ok()) return set.status();
  RegisterDocumentSetRequest request;
  for (size_t i = 0; i < sources.files.size(); ++i) {
    absl::StatusOr<DocumentEntry> entry =
        BuildEntry(sources, static_cast<int>(i), set->unique_id());
    if (!entry.ok()) return entry.status();
    *request.add_document_entries() = *std::move(entry);
  }
  const DocumentEntry& first = request.document_entries(0);
  if (!set->has_patient_id() || sources.flags.document_entries(0).has_patient_id()) {
    *set->mutable_patient_id() = first.patient_id();
  }
  if (set->authors().empty()) *set->mutable_authors() = first.authors();
  *request.mutable_submission_set() = *std::move(set);
  AddLinks(sources, request);
  return request;
}

}  // namespace docshare::consumer
