#include "tests/model/submission_form.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <string>

#include "tests/model/registry_model.h"

namespace docshare::tests {
namespace {

using metadata::v1::DocumentEntry;
using metadata::v1::Folder;
using metadata::v1::SubmissionSet;
using registry::v1::RegisterDocumentSetRequest;

constexpr char kMetadataError[] = "XDSRegistryMetadataError";

bool IsUpdate(const Step& step) {
  return step.kind == StepKind::kUpdate || step.kind == StepKind::kRestrictedUpdate;
}

void Require(bool present, const std::string& attribute, Faults& faults) {
  if (!present) faults.Add({kMetadataError}, attribute + " is missing or malformed");
}

bool IsSha1(const std::string& hash) {
  return hash.size() == 40 && std::all_of(hash.begin(), hash.end(),
                                          [](unsigned char c) { return std::isxdigit(c) != 0; });
}

void JudgeEntry(const Step& step, const DocumentEntry& entry, Faults& faults) {
  Require(!entry.unique_id().empty(), "uniqueId", faults);
  Require(entry.has_patient_id(), "patientId", faults);
  Require(entry.has_source_patient_id(), "sourcePatientId", faults);
  Require(!entry.mime_type().empty(), "mimeType", faults);
  Require(!entry.class_code().code().empty(), "classCode", faults);
  Require(!entry.type_code().code().empty(), "typeCode", faults);
  Require(!entry.format_code().code().empty(), "formatCode", faults);
  Require(!entry.confidentiality_codes().empty(), "confidentialityCode", faults);
  Require(!entry.healthcare_facility_type_code().code().empty(), "facility type", faults);
  Require(!entry.practice_setting_code().code().empty(), "practiceSettingCode", faults);
  Require(!entry.language_code().empty(), "languageCode", faults);
  Require(!entry.repository_unique_id().empty(), "repositoryUniqueId", faults);
  Require(!entry.limited_metadata(), "limitedMetadata absent:", faults);

  const bool stable = entry.object_type() == metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE;
  const bool on_demand = entry.object_type() == metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND;
  if (step.kind == StepKind::kRegister) Require(stable, "objectType Stable", faults);
  if (step.kind == StepKind::kRegisterOnDemand) Require(on_demand, "objectType On-Demand", faults);
  if (stable) {
    Require(!entry.creation_time().empty(), "creationTime", faults);
    Require(IsSha1(entry.hash()), "hash", faults);
    Require(entry.has_size(), "size", faults);
  }
  if (on_demand) {
    Require(entry.creation_time().empty(), "absence of creationTime", faults);
    Require(entry.hash().empty(), "absence of hash", faults);
    Require(!entry.has_size(), "absence of size", faults);
  }
  if (!entry.service_start_time().empty() && !entry.service_stop_time().empty()) {
    Require(EarliestSecond(entry.service_start_time()) <= EarliestSecond(entry.service_stop_time()),
            "order of service times", faults);
  }
  const bool first_version = entry.logical_id().empty() || entry.logical_id() == entry.entry_uuid();
  if (!IsUpdate(step)) Require(first_version, "logicalID of a first version", faults);
}

void JudgeFolder(const Step& step, const Folder& folder, Faults& faults) {
  Require(!folder.unique_id().empty(), "folder uniqueId", faults);
  Require(folder.has_patient_id(), "folder patientId", faults);
  Require(!folder.title().localized().empty(), "folder title", faults);
  Require(!folder.codes().empty(), "folder codeList", faults);
  Require(!folder.limited_metadata(), "folder limitedMetadata absent:", faults);
  const bool first_version =
      folder.logical_id().empty() || folder.logical_id() == folder.entry_uuid();
  if (!IsUpdate(step)) Require(first_version, "folder logicalID of a first version", faults);
}

void JudgeSet(const SubmissionSet& set, Faults& faults) {
  Require(!set.unique_id().empty(), "submission set uniqueId", faults);
  Require(set.has_patient_id(), "submission set patientId", faults);
  Require(!set.source_id().empty(), "sourceId", faults);
  Require(!set.submission_time().empty(), "submissionTime", faults);
  Require(!set.content_type_code().code().empty(), "contentTypeCode", faults);
  Require(!set.limited_metadata(), "submission set limitedMetadata absent:", faults);
}

void JudgeIds(const RegisterDocumentSetRequest& request, Faults& faults) {
  std::map<std::string, int> ids;
  std::map<std::string, int> unique_ids;
  ++ids[request.submission_set().entry_uuid()];
  ++unique_ids[request.submission_set().unique_id()];
  for (const auto& entry : request.document_entries()) {
    ++ids[entry.entry_uuid()];
    ++unique_ids[entry.unique_id()];
  }
  for (const auto& folder : request.folders()) {
    ++ids[folder.entry_uuid()];
    ++unique_ids[folder.unique_id()];
  }
  for (const auto& association : request.associations()) {
    if (!association.entry_uuid().empty()) ++ids[association.entry_uuid()];
  }
  for (const auto& [id, count] : ids) {
    if (count > 1) faults.Add({kMetadataError}, "id " + id + " is there twice");
  }
  for (const auto& [id, count] : unique_ids) {
    if (count > 1) {
      faults.Add({"XDSRegistryDuplicateUniqueIdInMessage"}, "uniqueId " + id + " is there twice");
    }
  }
}

void JudgePatients(const RegisterDocumentSetRequest& request, Faults& faults) {
  const auto& patient = request.submission_set().patient_id();
  bool differs = false;
  for (const auto& entry : request.document_entries()) {
    if (!SamePatient(entry.patient_id(), patient)) differs = true;
  }
  for (const auto& folder : request.folders()) {
    if (!SamePatient(folder.patient_id(), patient)) differs = true;
  }
  if (differs) faults.Add({"XDSPatientIdDoesNotMatch"}, "patientIds of the request differ");
}

}  // namespace

void JudgeSubmissionForm(const Step& step, Faults& faults) {
  const RegisterDocumentSetRequest& request = step.submission;
  JudgeSet(request.submission_set(), faults);
  for (const auto& entry : request.document_entries()) JudgeEntry(step, entry, faults);
  for (const auto& folder : request.folders()) JudgeFolder(step, folder, faults);
  JudgeIds(request, faults);
  JudgePatients(request, faults);
}

}  // namespace docshare::tests
