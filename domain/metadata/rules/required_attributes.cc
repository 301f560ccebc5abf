#include "domain/metadata/rules/required_attributes.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/metadata/rules/location.h"

namespace docshare {
namespace {

using metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND;
using metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE;
using metadata::v1::DOCUMENT_ENTRY_TYPE_UNSPECIFIED;
using metadata::v1::DocumentEntry;
using metadata::v1::Folder;
using metadata::v1::SubmissionSet;

// Adds faults about the fields of one object.
class ObjectCheck {
 public:
  ObjectCheck(const Location& object, RegistryErrors& errors) : object_(object), errors_(errors) {}

  void Require(absl::string_view field, bool is_present) {
    if (!is_present) Refuse(field, absl::StrCat(field, " is missing"));
  }

  void Prohibit(absl::string_view field, bool is_present) {
    if (is_present) Refuse(field, absl::StrCat("an on-demand document entry has no ", field));
  }

  void RefuseLimited(bool is_limited) {
    if (!is_limited) return;
    Refuse("limited_metadata", "metadata marked as limited is not accepted by a registry");
  }

  void Refuse(absl::string_view field, absl::string_view context) {
    errors_.Add(XdsErrorCode::kRegistryMetadataError, object_.Field(field).ToString(), context);
  }

 private:
  const Location object_;
  RegistryErrors& errors_;
};

void CheckSubmissionSet(const SubmissionSet& set, RegistryErrors& errors) {
  ObjectCheck check(SubmissionSetLocation(), errors);
  check.Require("unique_id", !set.unique_id().empty());
  check.Require("patient_id", set.has_patient_id());
  check.Require("source_id", !set.source_id().empty());
  check.Require("submission_time", !set.submission_time().empty());
  check.Require("content_type_code", set.has_content_type_code());
  check.RefuseLimited(set.limited_metadata());
}

void CheckFolder(const Folder& folder, int index, RegistryErrors& errors) {
  ObjectCheck check(FolderLocation(index), errors);
  check.Require("unique_id", !folder.unique_id().empty());
  check.Require("patient_id", folder.has_patient_id());
  check.Require("codes", !folder.codes().empty());
  const auto& titles = folder.title().localized();
  check.Require("title", std::any_of(titles.begin(), titles.end(),
                                     [](const auto& title) { return !title.value().empty(); }));
  check.RefuseLimited(folder.limited_metadata());
}

void CheckObjectType(const DocumentEntry& entry, Transaction transaction, ObjectCheck& check) {
  const auto type = entry.object_type();
  if (type == DOCUMENT_ENTRY_TYPE_UNSPECIFIED) {
    check.Require("object_type", false);
  } else if (transaction == Transaction::kRegisterOnDemandDocumentEntry) {
    if (type == DOCUMENT_ENTRY_TYPE_ON_DEMAND) return;
    check.Refuse("object_type", "only on-demand document entries are accepted here");
  } else if (transaction == Transaction::kRegisterDocumentSet) {
    if (type == DOCUMENT_ENTRY_TYPE_STABLE) return;
    check.Refuse("object_type",
                 "only stable document entries are accepted here; on-demand ones come with "
                 "Register On-Demand Document Entry (ITI-61)");
  } else if (type != DOCUMENT_ENTRY_TYPE_STABLE && type != DOCUMENT_ENTRY_TYPE_ON_DEMAND) {
    check.Refuse("object_type", "it is neither stable nor on-demand");
  }
}

// Whether the entry is to have the attributes of an on-demand one: as it says itself, so that an
// entry that came by the wrong transaction is told that and no more.
bool IsOnDemand(const DocumentEntry& entry, Transaction transaction) {
  if (entry.object_type() == DOCUMENT_ENTRY_TYPE_UNSPECIFIED) {
    return transaction == Transaction::kRegisterOnDemandDocumentEntry;
  }
  return entry.object_type() == DOCUMENT_ENTRY_TYPE_ON_DEMAND;
}

void CheckEntry(const DocumentEntry& entry, int index, Transaction transaction,
                RegistryErrors& errors) {
  ObjectCheck check(EntryLocation(index), errors);
  check.Require("unique_id", !entry.unique_id().empty());
  check.Require("patient_id", entry.has_patient_id());
  CheckObjectType(entry, transaction, check);
  check.Require("mime_type", !entry.mime_type().empty());
  check.Require("class_code", entry.has_class_code());
  check.Require("type_code", entry.has_type_code());
  check.Require("format_code", entry.has_format_code());
  check.Require("confidentiality_codes", !entry.confidentiality_codes().empty());
  check.Require("healthcare_facility_type_code", entry.has_healthcare_facility_type_code());
  check.Require("practice_setting_code", entry.has_practice_setting_code());
  check.Require("language_code", !entry.language_code().empty());
  check.Require("repository_unique_id", !entry.repository_unique_id().empty());
  check.Require("source_patient_id", entry.has_source_patient_id());
  if (IsOnDemand(entry, transaction)) {
    check.Prohibit("creation_time", !entry.creation_time().empty());
    check.Prohibit("hash", !entry.hash().empty());
    check.Prohibit("size", entry.has_size());
    check.Prohibit("document_availability", entry.document_availability() !=
                                                metadata::v1::DOCUMENT_AVAILABILITY_UNSPECIFIED);
  } else {
    check.Require("creation_time", !entry.creation_time().empty());
    check.Require("hash", !entry.hash().empty());
    check.Require("size", entry.has_size());
    if (!metadata::v1::DocumentAvailability_IsValid(entry.document_availability())) {
      check.Refuse("document_availability", "it is neither online nor offline");
    }
  }
  check.RefuseLimited(entry.limited_metadata());
}

}  // namespace

void CheckRequiredAttributes(const registry::v1::RegisterDocumentSetRequest& request,
                             Transaction transaction, RegistryErrors& errors) {
  if (request.has_submission_set()) CheckSubmissionSet(request.submission_set(), errors);
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    CheckEntry(request.document_entries(i), i, transaction, errors);
  }
  for (int i = 0; i < request.folders_size() && !errors.full(); ++i) {
    CheckFolder(request.folders(i), i, errors);
  }
}

}  // namespace docshare
