#include "domain/metadata/testing/submission_builder.h"

#include <openssl/sha.h>

#include <atomic>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/metadata/association_type.h"

namespace docshare::testing {
namespace {

using metadata::v1::Association;
using metadata::v1::Author;
using metadata::v1::CodedValue;
using metadata::v1::DocumentEntry;
using metadata::v1::Folder;
using metadata::v1::PatientIdentifier;
using metadata::v1::SubmissionSet;

constexpr char kFodselsnummer[] = "2.16.578.1.12.4.1.4.1";
constexpr char kHprNumber[] = "2.16.578.1.12.4.1.4.4";
constexpr char kOrganisasjonsnummer[] = "2.16.578.1.12.4.1.4.101";
constexpr char kDocumentType[] = "2.16.578.1.12.4.1.1.9602";
constexpr char kIndustry[] = "2.16.578.1.12.4.1.1.1303";
constexpr char kClinicalService[] = "2.16.578.1.12.4.1.1.8655";
constexpr char kConfidentiality[] = "2.16.840.1.113883.5.25";
constexpr char kFolderKind[] = "2.999.50.1";
constexpr char kIheFormat[] = "1.3.6.1.4.1.19376.1.2.3";

// Numbers each builder of a kind in this process, from 1.
uint64_t NextNumber(std::atomic<uint64_t>& counter) { return ++counter; }

std::string Sha1Hex(absl::string_view bytes) {
  unsigned char digest[SHA_DIGEST_LENGTH];
  SHA1(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), sizeof(digest)));
}

void SetPatient(DocumentEntry& entry, const PatientIdentifier& patient) {
  *entry.mutable_patient_id() = patient;
  *entry.mutable_source_patient_id() = patient;
  for (auto& field : *entry.mutable_source_patient_info()) {
    if (field.field() != "PID-3") continue;
    field.set_value(absl::StrCat(patient.id(), "^^^&", patient.assigning_authority(), "&ISO"));
  }
}

void AddPidField(DocumentEntry& entry, absl::string_view field, absl::string_view value) {
  auto& added = *entry.add_source_patient_info();
  added.set_field(std::string(field));
  added.set_value(std::string(value));
}

Association Link(absl::string_view type, absl::string_view source, absl::string_view target) {
  Association association;
  association.set_association_type(std::string(type));
  association.set_source_object(std::string(source));
  association.set_target_object(std::string(target));
  return association;
}

Association HasMember(const SubmissionSet& set, absl::string_view target,
                      metadata::v1::SubmissionSetStatus status) {
  Association association = Link(kHasMember, set.entry_uuid(), target);
  association.set_submission_set_status(status);
  return association;
}

}  // namespace

PatientIdentifier APatient(absl::string_view id) {
  PatientIdentifier patient;
  patient.set_id(std::string(id));
  patient.set_assigning_authority(kFodselsnummer);
  return patient;
}

CodedValue ACode(absl::string_view code, absl::string_view code_system,
                 absl::string_view display_name) {
  CodedValue coded;
  coded.set_code(std::string(code));
  coded.set_code_system(std::string(code_system));
  coded.set_display_name(std::string(display_name));
  return coded;
}

Author AnAuthor(absl::string_view family_name, absl::string_view given_name) {
  Author author;
  auto& person = *author.mutable_person();
  person.set_id("9999999");
  person.set_family_name(std::string(family_name));
  person.set_given_name(std::string(given_name));
  person.mutable_assigning_authority()->set_universal_id(kHprNumber);
  person.mutable_assigning_authority()->set_universal_id_type("ISO");
  auto& institution = *author.add_institutions();
  institution.set_name("Testsykehuset HF");
  institution.set_id("999999999");
  institution.mutable_assigning_authority()->set_universal_id(kOrganisasjonsnummer);
  institution.mutable_assigning_authority()->set_universal_id_type("ISO");
  author.add_roles()->set_text("Attending physician");
  author.add_telecoms()->set_xtn("^WPN^PH^^47^^22000000");
  return author;
}

EntryBuilder::EntryBuilder() {
  static std::atomic<uint64_t> counter = 0;
  const uint64_t number = NextNumber(counter);
  entry_.set_entry_uuid(absl::StrCat("document-", number));
  entry_.set_unique_id(absl::StrCat("2.999.10.", number));
  entry_.set_object_type(metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE);
  entry_.set_mime_type("application/pdf");
  *entry_.add_authors() = AnAuthor("Nordmann", "Kari");
  *entry_.mutable_class_code() = ACode("A00-1", kDocumentType, "Epikriser og sammenfatninger");
  *entry_.mutable_type_code() = ACode("A03-2", kDocumentType, "Epikrise");
  *entry_.mutable_format_code() =
      ACode("urn:ihe:iti:xds:2017:mimeTypeSufficient", kIheFormat, "MIME type sufficient");
  *entry_.add_confidentiality_codes() = ACode("N", kConfidentiality, "Normal");
  *entry_.mutable_healthcare_facility_type_code() =
      ACode("86.101", kIndustry, "Alminnelige somatiske sykehus");
  *entry_.mutable_practice_setting_code() = ACode("D01", kClinicalService, "Indremedisin");
  entry_.set_creation_time("20240229113045");
  entry_.set_service_start_time("20240226");
  entry_.set_service_stop_time("20240229");
  entry_.set_language_code("nb-NO");
  entry_.set_repository_unique_id("2.999.30.1");
  entry_.mutable_title()->add_localized()->set_value("Epikrise");
  AddPidField(entry_, "PID-3", "");
  AddPidField(entry_, "PID-5", "Nordmann^Ola");
  AddPidField(entry_, "PID-7", "19380512");
  AddPidField(entry_, "PID-8", "M");
  SetPatient(entry_, APatient());
  OfBytes(absl::StrCat("document number ", number));
}

EntryBuilder& EntryBuilder::OfPatient(absl::string_view id) {
  SetPatient(entry_, APatient(id));
  return *this;
}

EntryBuilder& EntryBuilder::WithEntryUuid(absl::string_view entry_uuid_or_symbolic_id) {
  entry_.set_entry_uuid(std::string(entry_uuid_or_symbolic_id));
  return *this;
}

EntryBuilder& EntryBuilder::WithUniqueId(absl::string_view unique_id) {
  entry_.set_unique_id(std::string(unique_id));
  return *this;
}

EntryBuilder& EntryBuilder::WithHash(absl::string_view hash) {
  entry_.set_hash(std::string(hash));
  return *this;
}

EntryBuilder& EntryBuilder::WithSize(uint64_t size) {
  entry_.set_size(size);
  return *this;
}

EntryBuilder& EntryBuilder::OfBytes(absl::string_view bytes) {
  return WithHash(Sha1Hex(bytes)).WithSize(bytes.size());
}

EntryBuilder& EntryBuilder::AsFromSource() {
  entry_.clear_hash();
  entry_.clear_size();
  entry_.clear_repository_unique_id();
  return *this;
}

EntryBuilder& EntryBuilder::AsOnDemand() {
  entry_.set_object_type(metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
  entry_.clear_creation_time();
  entry_.clear_hash();
  entry_.clear_size();
  return *this;
}

EntryBuilder& EntryBuilder::InRepository(absl::string_view repository_unique_id) {
  entry_.set_repository_unique_id(std::string(repository_unique_id));
  return *this;
}

EntryBuilder& EntryBuilder::WithMimeType(absl::string_view mime_type) {
  entry_.set_mime_type(std::string(mime_type));
  return *this;
}

EntryBuilder& EntryBuilder::CreatedAt(absl::string_view dtm) {
  entry_.set_creation_time(std::string(dtm));
  return *this;
}

EntryBuilder& EntryBuilder::ServiceAt(absl::string_view start_dtm, absl::string_view stop_dtm) {
  entry_.set_service_start_time(std::string(start_dtm));
  entry_.set_service_stop_time(std::string(stop_dtm));
  return *this;
}

EntryBuilder& EntryBuilder::OfClass(absl::string_view code, absl::string_view code_system) {
  *entry_.mutable_class_code() = ACode(code, code_system);
  return *this;
}

EntryBuilder& EntryBuilder::OfType(absl::string_view code, absl::string_view code_system) {
  *entry_.mutable_type_code() = ACode(code, code_system);
  return *this;
}

EntryBuilder& EntryBuilder::ByAuthor(absl::string_view family_name, absl::string_view given_name) {
  entry_.clear_authors();
  *entry_.add_authors() = AnAuthor(family_name, given_name);
  return *this;
}

EntryBuilder& EntryBuilder::WithTitle(absl::string_view title) {
  entry_.clear_title();
  entry_.mutable_title()->add_localized()->set_value(std::string(title));
  return *this;
}

EntryBuilder& EntryBuilder::Also(const std::function<void(DocumentEntry&)>& change) {
  change(entry_);
  return *this;
}

EntryBuilder AnEntry() { return EntryBuilder(); }

FolderBuilder::FolderBuilder() {
  static std::atomic<uint64_t> counter = 0;
  const uint64_t number = NextNumber(counter);
  folder_.set_entry_uuid(absl::StrCat("folder-", number));
  folder_.set_unique_id(absl::StrCat("2.999.15.", number));
  *folder_.mutable_patient_id() = APatient();
  *folder_.add_codes() = ACode("PREG", kFolderKind, "Svangerskap");
  folder_.mutable_title()->add_localized()->set_value("Svangerskap 2024");
}

FolderBuilder& FolderBuilder::OfPatient(absl::string_view id) {
  *folder_.mutable_patient_id() = APatient(id);
  return *this;
}

FolderBuilder& FolderBuilder::WithEntryUuid(absl::string_view entry_uuid_or_symbolic_id) {
  folder_.set_entry_uuid(std::string(entry_uuid_or_symbolic_id));
  return *this;
}

FolderBuilder& FolderBuilder::WithUniqueId(absl::string_view unique_id) {
  folder_.set_unique_id(std::string(unique_id));
  return *this;
}

FolderBuilder& FolderBuilder::OfCode(absl::string_view code, absl::string_view code_system) {
  folder_.clear_codes();
  *folder_.add_codes() = ACode(code, code_system);
  return *this;
}

FolderBuilder& FolderBuilder::WithTitle(absl::string_view title) {
  folder_.clear_title();
  folder_.mutable_title()->add_localized()->set_value(std::string(title));
  return *this;
}

FolderBuilder& FolderBuilder::Also(const std::function<void(Folder&)>& change) {
  change(folder_);
  return *this;
}

FolderBuilder AFolder() { return FolderBuilder(); }

SubmissionBuilder::SubmissionBuilder() {
  static std::atomic<uint64_t> counter = 0;
  SubmissionSet& set = *request_.mutable_submission_set();
  set.set_entry_uuid("submission-set");
  set.set_unique_id(absl::StrCat("2.999.20.", NextNumber(counter)));
  *set.mutable_patient_id() = APatient();
  set.set_source_id("2.999.40.1");
  set.set_submission_time("20240229120000");
  *set.mutable_content_type_code() = ACode("A00-1", kDocumentType, "Epikriser og sammenfatninger");
  *set.add_authors() = AnAuthor("Nordmann", "Kari");
  set.mutable_title()->add_localized()->set_value("Innsending");
}

SubmissionBuilder& SubmissionBuilder::With(const DocumentEntry& entry) {
  DocumentEntry& added = *request_.add_document_entries();
  added = entry;
  if (!patient_of_all_.empty()) SetPatient(added, APatient(patient_of_all_));
  *request_.add_associations() = HasMember(request_.submission_set(), entry.entry_uuid(),
                                           metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL);
  return *this;
}

SubmissionBuilder& SubmissionBuilder::With(const Folder& folder) {
  Folder& added = *request_.add_folders();
  added = folder;
  if (!patient_of_all_.empty()) *added.mutable_patient_id() = APatient(patient_of_all_);
  return WithAssociation(kHasMember, request_.submission_set().entry_uuid(), folder.entry_uuid());
}

SubmissionBuilder& SubmissionBuilder::Referencing(const EntryUuid& entry_uuid) {
  *request_.add_associations() = HasMember(request_.submission_set(), entry_uuid.ToString(),
                                           metadata::v1::SUBMISSION_SET_STATUS_REFERENCE);
  return *this;
}

SubmissionBuilder& SubmissionBuilder::Filing(absl::string_view document, absl::string_view folder) {
  const std::string id = absl::StrCat("member-", ++members_);
  Association member = Link(kHasMember, folder, document);
  member.set_entry_uuid(id);
  *request_.add_associations() = std::move(member);
  return WithAssociation(kHasMember, request_.submission_set().entry_uuid(), id);
}

SubmissionBuilder& SubmissionBuilder::WithAssociation(absl::string_view type,
                                                      absl::string_view source,
                                                      absl::string_view target) {
  *request_.add_associations() = Link(type, source, target);
  return *this;
}

SubmissionBuilder& SubmissionBuilder::WithRelated(const EntryBuilder& entry, absl::string_view type,
                                                  absl::string_view target) {
  const DocumentEntry built = entry.Build();
  return With(built).WithAssociation(type, built.entry_uuid(), target);
}

SubmissionBuilder& SubmissionBuilder::OfPatient(absl::string_view id) {
  patient_of_all_ = std::string(id);
  *request_.mutable_submission_set()->mutable_patient_id() = APatient(id);
  for (DocumentEntry& entry : *request_.mutable_document_entries()) {
    SetPatient(entry, APatient(id));
  }
  for (Folder& folder : *request_.mutable_folders()) {
    *folder.mutable_patient_id() = APatient(id);
  }
  return *this;
}

SubmissionBuilder& SubmissionBuilder::WithUniqueId(absl::string_view unique_id) {
  request_.mutable_submission_set()->set_unique_id(std::string(unique_id));
  return *this;
}

SubmissionBuilder& SubmissionBuilder::SubmittedAt(absl::string_view dtm) {
  request_.mutable_submission_set()->set_submission_time(std::string(dtm));
  return *this;
}

SubmissionBuilder& SubmissionBuilder::Also(
    const std::function<void(registry::v1::RegisterDocumentSetRequest&)>& change) {
  change(request_);
  return *this;
}

SubmissionBuilder ASubmission() { return SubmissionBuilder(); }

}  // namespace docshare::testing
