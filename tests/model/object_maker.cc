#include "tests/model/object_maker.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace docshare::tests {
namespace {

using metadata::v1::Author;
using metadata::v1::CodedValue;
using metadata::v1::DocumentEntry;
using metadata::v1::Folder;
using metadata::v1::PatientIdentifier;
using metadata::v1::Person;
using metadata::v1::ReferenceId;
using metadata::v1::SubmissionSet;

PatientIdentifier Patient(const std::string& id, const std::string& authority) {
  PatientIdentifier patient;
  patient.set_id(id);
  patient.set_assigning_authority(authority);
  return patient;
}

Person APerson(const std::string& id, const std::string& family, const std::string& given) {
  Person person;
  person.set_id(id);
  person.set_family_name(family);
  person.set_given_name(given);
  if (!id.empty()) {
    person.mutable_assigning_authority()->set_universal_id("2.16.578.1.12.4.1.4.4");
    person.mutable_assigning_authority()->set_universal_id_type("ISO");
  }
  return person;
}

ReferenceId Order(const std::string& id) {
  ReferenceId reference;
  reference.set_id(id);
  reference.mutable_assigning_authority()->set_universal_id("2.999.9");
  reference.mutable_assigning_authority()->set_universal_id_type("ISO");
  reference.set_identifier_type_code("urn:ihe:iti:xds:2013:order");
  return reference;
}

}  // namespace

const std::vector<PatientIdentifier>& PatientPool() {
  static const auto& pool = *new std::vector<PatientIdentifier>{
      Patient("12838520020", "2.16.578.1.12.4.1.4.1"),
      Patient("30916130186", "2.16.578.1.12.4.1.4.1"),
      Patient("05861860053", "2.16.578.1.12.4.1.4.1"),
      Patient("20891270128", "2.16.578.1.12.4.1.4.1"),
      Patient("15810980092", "2.16.578.1.12.4.1.4.1"),
  };
  return pool;
}

const std::vector<PatientIdentifier>& LocalPatientPool() {
  static const auto& pool = *new std::vector<PatientIdentifier>{
      Patient("L1", "2.999.77"), Patient("L2", "2.999.77"), Patient("L1", "2.999.78")};
  return pool;
}

const std::vector<Code>& CodePool() {
  static const auto& pool =
      *new std::vector<Code>{{"A", "2.999.7"}, {"B", "2.999.7"}, {"A", "2.999.8"}};
  return pool;
}

const std::vector<std::string>& TimePool() {
  static const auto& pool = *new std::vector<std::string>{
      "2022", "202301", "20230615", "2023061512", "20230615120000", "20240229113045"};
  return pool;
}

const std::vector<std::string>& SourceIdPool() {
  static const auto& pool = *new std::vector<std::string>{"2.999.40.1", "2.999.40.2"};
  return pool;
}

const std::vector<Person>& PersonPool() {
  static const auto& pool =
      *new std::vector<Person>{APerson("9999999", "NORDMANN", "KARI"),
                               APerson("8888888", "ØDEGÅRD", "OLE"), APerson("", "ČÁPPA", "BIRET")};
  return pool;
}

const std::vector<ReferenceId>& ReferenceIdPool() {
  static const auto& pool = *new std::vector<ReferenceId>{Order("R1"), Order("R2"), Order("R%")};
  return pool;
}

std::string ObjectMaker::NewUuid(char kind) {
  return absl::StrFormat("urn:uuid:00000000-0000-4000-8000-%c%011x", kind, ++uuids_);
}

std::string ObjectMaker::NewUniqueId(int arc) {
  return absl::StrCat("2.999.", arc, ".", ++unique_ids_);
}

CodedValue ObjectMaker::AnyCode() {
  const Code& code = dice_.Pick(CodePool());
  CodedValue value;
  value.set_code(code.code);
  value.set_code_system(code.system);
  value.set_display_name(dice_.Chance(50) ? "Navn" : "Nåvnnáđus");
  return value;
}

Author ObjectMaker::AnyAuthor() {
  Author author;
  if (dice_.Chance(80)) *author.mutable_person() = dice_.Pick(PersonPool());
  if (!author.has_person() || dice_.Chance(20)) author.add_institutions()->set_name("Sykehuset");
  return author;
}

DocumentEntry ObjectMaker::NewEntry(const PatientIdentifier& patient, bool stable) {
  DocumentEntry entry;
  entry.set_entry_uuid(NewUuid('d'));
  entry.set_unique_id(NewUniqueId(10));
  *entry.mutable_patient_id() = patient;
  *entry.mutable_source_patient_id() = dice_.Pick(LocalPatientPool());
  entry.set_mime_type("application/pdf");
  entry.set_language_code("nb-NO");
  entry.set_repository_unique_id(dice_.Chance(50) ? "2.999.30.1" : "2.999.30.2");
  entry.set_object_type(stable ? metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE
                               : metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
  if (stable) {
    entry.set_creation_time(dice_.Pick(TimePool()));
    const char digit = "0123456789abcdefABCDEF"[dice_.Below(22)];
    entry.set_hash(std::string(40, digit));
    entry.set_size(dice_.Below(3) * 1000);
  }
  if (dice_.Chance(50)) entry.set_service_start_time(dice_.Chance(50) ? "20220101" : "20230101");
  if (dice_.Chance(50)) entry.set_service_stop_time(dice_.Chance(50) ? "20230601" : "20240101");
  for (size_t i = dice_.Below(3); i > 0; --i) *entry.add_authors() = AnyAuthor();
  for (const ReferenceId& reference : dice_.Some(ReferenceIdPool(), 25)) {
    *entry.add_reference_ids() = reference;
  }
  Vary(entry);
  return entry;
}

void ObjectMaker::Vary(DocumentEntry& entry) {
  *entry.mutable_class_code() = AnyCode();
  *entry.mutable_type_code() = AnyCode();
  *entry.mutable_format_code() = AnyCode();
  *entry.mutable_healthcare_facility_type_code() = AnyCode();
  *entry.mutable_practice_setting_code() = AnyCode();
  entry.clear_confidentiality_codes();
  for (size_t i = 1 + dice_.Below(2); i > 0; --i) *entry.add_confidentiality_codes() = AnyCode();
  entry.clear_event_codes();
  for (size_t i = dice_.Below(3); i > 0; --i) *entry.add_event_codes() = AnyCode();
  entry.clear_title();
  if (dice_.Chance(70)) {
    entry.mutable_title()->add_localized()->set_value(
        absl::StrCat("Epikrise čáhppes ", dice_.Below(1000)));
  }
  entry.clear_extra_slots();
  if (dice_.Chance(10)) {
    auto* slot = entry.add_extra_slots();
    slot->set_name("urn:example:note");
    slot->add_values("beholdes");
  }
}

Folder ObjectMaker::NewFolder(const PatientIdentifier& patient) {
  Folder folder;
  folder.set_entry_uuid(NewUuid('f'));
  folder.set_unique_id(NewUniqueId(50));
  *folder.mutable_patient_id() = patient;
  Vary(folder);
  return folder;
}

void ObjectMaker::Vary(Folder& folder) {
  folder.clear_codes();
  for (size_t i = 1 + dice_.Below(2); i > 0; --i) *folder.add_codes() = AnyCode();
  folder.clear_title();
  folder.mutable_title()->add_localized()->set_value(absl::StrCat("Mappe ", dice_.Below(1000)));
}

SubmissionSet ObjectMaker::NewSet(const PatientIdentifier& patient) {
  SubmissionSet set;
  set.set_entry_uuid(NewUuid('5'));
  set.set_unique_id(NewUniqueId(20));
  *set.mutable_patient_id() = patient;
  set.set_source_id(dice_.Pick(SourceIdPool()));
  set.set_submission_time(dice_.Pick(TimePool()));
  *set.mutable_content_type_code() = AnyCode();
  for (size_t i = dice_.Below(2); i > 0; --i) *set.add_authors() = AnyAuthor();
  return set;
}

}  // namespace docshare::tests
