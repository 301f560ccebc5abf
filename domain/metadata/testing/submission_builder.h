#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/document_entry.pb.h"
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

// A submission: its set, the entries, and one HasMember from the set to each. Each builder gets its
// own unique_id ("2.999.20.1", ...); the set's symbolic id is "submission-set".
class SubmissionBuilder {
 public:
  SubmissionBuilder();

  SubmissionBuilder& With(const EntryBuilder& entry) { return With(entry.Build()); }
  SubmissionBuilder& With(const metadata::v1::DocumentEntry& entry);
  // HasMember, Reference, to an entry registered before.
  SubmissionBuilder& Referencing(const EntryUuid& entry_uuid);
  // The patient of the set and of every entry, those added later too.
  SubmissionBuilder& OfPatient(absl::string_view id);
  SubmissionBuilder& WithUniqueId(absl::string_view unique_id);
  SubmissionBuilder& SubmittedAt(absl::string_view dtm);
  // Any other change of what was built so far.
  SubmissionBuilder& Also(
      const std::function<void(registry::v1::RegisterDocumentSetRequest&)>& change);

  // A request without entries and references is not valid.
  registry::v1::RegisterDocumentSetRequest Build() const { return request_; }

 private:
  registry::v1::RegisterDocumentSetRequest request_;
  std::string patient_of_all_;
};

SubmissionBuilder ASubmission();

}  // namespace docshare::testing
