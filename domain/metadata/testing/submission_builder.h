#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/metadata/v1/folder.pb.h"
#include "docshare/metadata/v1/identifier.pb.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "domain/ids/entry_uuid.h"

// Builders of valid metadata for tests. Inside namespace docshare, write ::testing:: for
// GoogleTest.
namespace docshare::testing {

// The synthetic patient of every default: 12838520020 of authority 2.16.578.1.12.4.1.4.1.
metadata::v1::PatientIdentifier APatient(absl::string_view id = "12838520020");

metadata::v1::CodedValue ACode(absl::string_view code, absl::string_view code_system,
                               absl::string_view display_name = "A display name");

// A person with an HPR number, its family and given name.
metadata::v1::Author AnAuthor(absl::string_view family_name, absl::string_view given_name);

// A DocumentEntry with every required attribute and many others, valid for RegisterDocumentSet.
// Each builder gets its own symbolic entry_uuid ("document-1", ...), unique_id ("2.999.10.1", ...)
// and hash.
class EntryBuilder {
 public:
  EntryBuilder();

  // patient_id, source_patient_id and PID-3, authority as in APatient().
  EntryBuilder& OfPatient(absl::string_view id);
  EntryBuilder& WithEntryUuid(absl::string_view entry_uuid_or_symbolic_id);
  EntryBuilder& WithUniqueId(absl::string_view unique_id);
  EntryBuilder& WithHash(absl::string_view hash);
  EntryBuilder& WithSize(uint64_t size);
  // hash and size of these bytes.
  EntryBuilder& OfBytes(absl::string_view bytes);
  // Takes away what the repository fills in: hash, size and repository_unique_id.
  EntryBuilder& AsFromSource();
  // Makes it valid for RegisterOnDemandDocumentEntry: without creation time, hash and size.
  EntryBuilder& AsOnDemand();
  EntryBuilder& InRepository(absl::string_view repository_unique_id);
  EntryBuilder& WithMimeType(absl::string_view mime_type);
  EntryBuilder& CreatedAt(absl::string_view dtm);
  EntryBuilder& ServiceAt(absl::string_view start_dtm, absl::string_view stop_dtm);
  EntryBuilder& OfClass(absl::string_view code, absl::string_view code_system);
  EntryBuilder& OfType(absl::string_view code, absl::string_view code_system);
  EntryBuilder& ByAuthor(absl::string_view family_name, absl::string_view given_name);
  EntryBuilder& WithTitle(absl::string_view title);
  // Any other change.
  EntryBuilder& Also(const std::function<void(metadata::v1::DocumentEntry&)>& change);

  metadata::v1::DocumentEntry Build() const { return entry_; }

 private:
  metadata::v1::DocumentEntry entry_;
};

EntryBuilder AnEntry();

// A Folder with every required attribute. Each builder gets its own symbolic entry_uuid
// ("folder-1", ...) and unique_id ("2.999.15.1", ...).
class FolderBuilder {
 public:
  FolderBuilder();

  FolderBuilder& OfPatient(absl::string_view id);
  FolderBuilder& WithEntryUuid(absl::string_view entry_uuid_or_symbolic_id);
  FolderBuilder& WithUniqueId(absl::string_view unique_id);
  // The only code.
  FolderBuilder& OfCode(absl::string_view code, absl::string_view code_system);
  FolderBuilder& WithTitle(absl::string_view title);
  // Any other change.
  FolderBuilder& Also(const std::function<void(metadata::v1::Folder&)>& change);

  metadata::v1::Folder Build() const { return folder_; }

 private:
  metadata::v1::Folder folder_;
};

FolderBuilder AFolder();

// A submission: its set, entries, folders, one HasMember from the set to each, and more
// associations. Each builder gets its own unique_id ("2.999.20.1", ...); the set's symbolic id is
// "submission-set". Ends of associations are symbolic ids or UUID URNs.
class SubmissionBuilder {
 public:
  SubmissionBuilder();

  SubmissionBuilder& With(const EntryBuilder& entry) { return With(entry.Build()); }
  SubmissionBuilder& With(const metadata::v1::DocumentEntry& entry);
  SubmissionBuilder& With(const FolderBuilder& folder) { return With(folder.Build()); }
  SubmissionBuilder& With(const metadata::v1::Folder& folder);
  // HasMember, Reference, to an entry registered before.
  SubmissionBuilder& Referencing(const EntryUuid& entry_uuid);
  // Puts a document into a folder: HasMember from the folder, with a symbolic id of its own
  // ("member-1", ...), and HasMember from the set to that.
  SubmissionBuilder& Filing(absl::string_view document, absl::string_view folder);
  // Any other association: `type` is one of association_type.h.
  SubmissionBuilder& WithAssociation(absl::string_view type, absl::string_view source,
                                     absl::string_view target);
  // An entry, and an association from it to `target`: With() and WithAssociation().
  SubmissionBuilder& WithRelated(const EntryBuilder& entry, absl::string_view type,
                                 absl::string_view target);
  // The patient of the set, of every entry and folder, those added later too.
  SubmissionBuilder& OfPatient(absl::string_view id);
  SubmissionBuilder& WithUniqueId(absl::string_view unique_id);
  SubmissionBuilder& SubmittedAt(absl::string_view dtm);
  // Any other change of what was built so far.
  SubmissionBuilder& Also(
      const std::function<void(registry::v1::RegisterDocumentSetRequest&)>& change);

  // A request without entries, folders and references is not valid.
  registry::v1::RegisterDocumentSetRequest Build() const { return request_; }

 private:
  registry::v1::RegisterDocumentSetRequest request_;
  std::string patient_of_all_;
  int members_ = 0;
};

SubmissionBuilder ASubmission();

}  // namespace docshare::testing
