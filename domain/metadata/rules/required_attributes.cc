#include "domain/metadata/rules/required_attributes.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

using metadata::v1::DocumentEntry;
using metadata::v1::SubmissionSet;

// Adds faults about the fields of one object.
class ObjectCheck {
 public:
  ObjectCheck(std::string object, RegistryErrors& errors)
      : object_(std::move(object)), errors_(errors) {}

  void Require(absl::string_view field, bool is_present) {
    if (!is_present) Refuse(field, absl::StrCat(field, " is missing"));
  }

  void Refuse(absl::string_view field, absl::string_view context) {
    errors_.Add(XdsErrorCode::kRegistryMetadataError, Member(object_, field), context);
  }

 private:
  const std::string object_;
  RegistryErrors& errors_;
};

constexpr absl::string_view kLimitedMetadataRefusal =
    "metadata marked as limited is not accepted by a registry";

void CheckSubmissionSet(const SubmissionSet& set, RegistryErrors& errors) {
  ObjectCheck check(SubmissionSetLocation(), errors);
  check.Require("unique_id", !set.unique_id().empty());
  check.Require("patient_id", set.has_patient_id());
  check.Require("source_id", !set.source_id().empty());
  check.Require("submission_time", !set.submission_time().empty());
  check.Require("content_type_code", set.has_content_type_code());
  if (set.limited_metadata()) check.Refuse("limited_metadata", kLimitedMetadataRefusal);
}

void CheckLogicalId(const DocumentEntry& entry, ObjectCheck& check) {
  if (entry.logical_id().empty()) return;
  if (!EntryUuid::Parse(entry.logical_id()).ok() || entry.logical_id() != entry.entry_uuid()) {
    check.Refuse("logical_id", absl::StrCat(Quote(entry.logical_id()),
                                            " is not the entry's own UUID; a new entry has no "
                                            "other logical id"));
  }
}

void CheckEntry(const DocumentEntry& entry, int index, RegistryErrors& errors) {
  ObjectCheck check(EntryLocation(index), errors);
  check.Require("unique_id", !entry.unique_id().empty());
  check.Require("patient_id", entry.has_patient_id());
  check.Require("object_type",
                entry.object_type() != metadata::v1::DOCUMENT_ENTRY_TYPE_UNSPECIFIED);
  check.Require("mime_type", !entry.mime_type().empty());
  check.Require("class_code", entry.has_class_code());
  check.Require("type_code", entry.has_type_code());
  check.Require("format_code", entry.has_format_code());
  check.Require("confidentiality_codes", !entry.confidentiality_codes().empty());
  check.Require("healthcare_facility_type_code", entry.has_healthcare_facility_type_code());
  check.Require("practice_setting_code", entry.has_practice_setting_code());
  check.Require("creation_time", !entry.creation_time().empty());
  check.Require("language_code", !entry.language_code().empty());
  check.Require("hash", !entry.hash().empty());
  check.Require("size", entry.has_size());
  check.Require("repository_unique_id", !entry.repository_unique_id().empty());
  check.Require("source_patient_id", entry.has_source_patient_id());
  const bool is_other_type = entry.object_type() != metadata::v1::DOCUMENT_ENTRY_TYPE_UNSPECIFIED &&
                             entry.object_type() != metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE;
  if (is_other_type) {
    check.Refuse("object_type", "only stable document entries are accepted here");
  }
  if (!metadata::v1::DocumentAvailability_IsValid(entry.document_availability())) {
    check.Refuse("document_availability", "it is neither online nor offline");
  }
  if (entry.limited_metadata()) check.Refuse("limited_metadata", kLimitedMetadataRefusal);
  CheckLogicalId(entry, check);
}

}  // namespace

void CheckRequiredAttributes(const registry::v1::RegisterDocumentSetRequest& request,
                             RegistryErrors& errors) {
  if (request.has_submission_set()) CheckSubmissionSet(request.submission_set(), errors);
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    CheckEntry(request.document_entries(i), i, errors);
  }
}

}  // namespace docshare
