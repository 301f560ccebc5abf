#include "domain/metadata/rules/required_attributes.h"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using metadata::v1::DocumentEntry;
using registry::v1::RegisterDocumentSetRequest;

void ExpectFaults(const std::vector<testing::RuleCase>& cases,
                  Transaction transaction = Transaction::kRegisterDocumentSet) {
  testing::ExpectFaults(&CheckRequiredAttributes, transaction, cases);
}

void ExpectEntryFault(const char* field, const std::function<void(DocumentEntry&)>& change) {
  ExpectFaults(
      {{field, [&](RegisterDocumentSetRequest& r) { change(*r.mutable_document_entries(1)); },
        absl::StrCat("XDSRegistryMetadataError at document_entries[1].", field)}});
}

TEST(RequiredAttributesTest, Check20AsksEntriesForTheirAttributes) {
  ExpectFaults({{"all", [](RegisterDocumentSetRequest&) {}, ""}});
  ExpectEntryFault("unique_id", [](auto& e) { e.clear_unique_id(); });
  ExpectEntryFault("patient_id", [](auto& e) { e.clear_patient_id(); });
  ExpectEntryFault("object_type", [](auto& e) { e.clear_object_type(); });
  ExpectEntryFault("mime_type", [](auto& e) { e.clear_mime_type(); });
  ExpectEntryFault("class_code", [](auto& e) { e.clear_class_code(); });
  ExpectEntryFault("type_code", [](auto& e) { e.clear_type_code(); });
  ExpectEntryFault("format_code", [](auto& e) { e.clear_format_code(); });
  ExpectEntryFault("confidentiality_codes", [](auto& e) { e.clear_confidentiality_codes(); });
  ExpectEntryFault("healthcare_facility_type_code",
                   [](auto& e) { e.clear_healthcare_facility_type_code(); });
  ExpectEntryFault("practice_setting_code", [](auto& e) { e.clear_practice_setting_code(); });
  ExpectEntryFault("creation_time", [](auto& e) { e.clear_creation_time(); });
  ExpectEntryFault("language_code", [](auto& e) { e.clear_language_code(); });
  ExpectEntryFault("hash", [](auto& e) { e.clear_hash(); });
  ExpectEntryFault("size", [](auto& e) { e.clear_size(); });
  ExpectEntryFault("repository_unique_id", [](auto& e) { e.clear_repository_unique_id(); });
  ExpectEntryFault("source_patient_id", [](auto& e) { e.clear_source_patient_id(); });
}

TEST(RequiredAttributesTest, Check20AsksTheSubmissionSetForItsAttributes) {
  ExpectFaults(
      {{"unique_id",
        [](RegisterDocumentSetRequest& r) { r.mutable_submission_set()->clear_unique_id(); },
        "XDSRegistryMetadataError at submission_set.unique_id"},
       {"patient_id",
        [](RegisterDocumentSetRequest& r) { r.mutable_submission_set()->clear_patient_id(); },
        "XDSRegistryMetadataError at submission_set.patient_id"},
       {"source_id",
        [](RegisterDocumentSetRequest& r) { r.mutable_submission_set()->clear_source_id(); },
        "XDSRegistryMetadataError at submission_set.source_id"},
       {"submission_time",
        [](RegisterDocumentSetRequest& r) { r.mutable_submission_set()->clear_submission_time(); },
        "XDSRegistryMetadataError at submission_set.submission_time"},
       {"content_type_code",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_submission_set()->clear_content_type_code();
        },
        "XDSRegistryMetadataError at submission_set.content_type_code"}});
}

TEST(RequiredAttributesTest, Check20LetsTheRestBeAbsent) {
  ExpectFaults({{"optional attributes",
                 [](RegisterDocumentSetRequest& r) {
                   r.mutable_submission_set()->clear_authors();
                   r.mutable_submission_set()->clear_title();
                   auto& entry = *r.mutable_document_entries(0);
                   entry.clear_authors();
                   entry.clear_title();
                   entry.clear_source_patient_info();
                   entry.clear_service_start_time();
                   entry.clear_service_stop_time();
                   entry.set_size(0);
                 },
                 ""}});
}

TEST(RequiredAttributesTest, Check21AcceptsStableEntriesOnly) {
  ExpectEntryFault("object_type", [](DocumentEntry& e) {
    e.set_object_type(metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
    e.clear_creation_time();
    e.clear_hash();
    e.clear_size();
  });
  ExpectEntryFault("object_type", [](DocumentEntry& e) {
    e.set_object_type(static_cast<metadata::v1::DocumentEntryType>(77));
  });
}

TEST(RequiredAttributesTest, Check20RefusesUnknownAvailability) {
  ExpectEntryFault("document_availability", [](DocumentEntry& e) {
    e.set_document_availability(static_cast<metadata::v1::DocumentAvailability>(77));
  });
}

TEST(RequiredAttributesTest, Check31RefusesLimitedMetadata) {
  ExpectEntryFault("limited_metadata", [](DocumentEntry& e) { e.set_limited_metadata(true); });
  ExpectFaults({{"submission set",
                 [](RegisterDocumentSetRequest& r) {
                   r.mutable_submission_set()->set_limited_metadata(true);
                 },
                 "XDSRegistryMetadataError at submission_set.limited_metadata"}});
}

TEST(RequiredAttributesTest, Check20AsksFoldersForTheirAttributes) {
  const auto with = [](const char* field,
                       const std::function<void(metadata::v1::Folder&)>& change) {
    return testing::RuleCase{
        field, [change](RegisterDocumentSetRequest& r) { change(*r.mutable_folders(0)); },
        absl::StrCat("XDSRegistryMetadataError at folders[0].", field)};
  };
  ExpectFaults({with("unique_id", [](auto& f) { f.clear_unique_id(); }),
                with("patient_id", [](auto& f) { f.clear_patient_id(); }),
                with("codes", [](auto& f) { f.clear_codes(); }),
                with("title", [](auto& f) { f.clear_title(); }),
                with("title", [](auto& f) { f.mutable_title()->mutable_localized(0)->Clear(); }),
                with("limited_metadata", [](auto& f) { f.set_limited_metadata(true); })});
}

TEST(RequiredAttributesTest, Check21And22WantOnDemandEntriesInTheirTransaction) {
  const auto with = [](const char* field, const std::function<void(DocumentEntry&)>& change) {
    return testing::RuleCase{
        field, [change](RegisterDocumentSetRequest& r) { change(*r.mutable_document_entries(1)); },
        absl::StrCat("XDSRegistryMetadataError at document_entries[1].", field)};
  };
  ExpectFaults(
      {{"as built", [](RegisterDocumentSetRequest&) {}, ""},
       with("creation_time", [](auto& e) { e.set_creation_time("2024"); }),
       with("hash", [](auto& e) { e.set_hash("da39a3ee5e6b4b0d3255bfef95601890afd80709"); }),
       with("size", [](auto& e) { e.set_size(0); }),
       with("document_availability",
            [](auto& e) {
              e.set_document_availability(metadata::v1::DOCUMENT_AVAILABILITY_ONLINE);
            }),
       with("repository_unique_id", [](auto& e) { e.clear_repository_unique_id(); }),
       with("class_code", [](auto& e) { e.clear_class_code(); }),
       with("object_type", [](auto& e) { e.clear_object_type(); }),
       with("object_type",
            [](auto& e) {
              e = testing::AGoodSubmission().document_entries(0);
              e.set_entry_uuid("document-b");
            })},
      Transaction::kRegisterOnDemandDocumentEntry);
}

TEST(RequiredAttributesTest, UpdatesBringEntriesOfBothTypes) {
  ExpectFaults({{"stable", [](RegisterDocumentSetRequest&) {}, ""},
                {"on-demand",
                 [](RegisterDocumentSetRequest& r) {
                   auto& entry = *r.mutable_document_entries(0);
                   entry.set_object_type(metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
                   entry.clear_creation_time();
                   entry.clear_hash();
                   entry.clear_size();
                 },
                 ""},
                {"stable without a hash",
                 [](RegisterDocumentSetRequest& r) { r.mutable_document_entries(0)->clear_hash(); },
                 "XDSRegistryMetadataError at document_entries[0].hash"},
                {"unknown type",
                 [](RegisterDocumentSetRequest& r) {
                   r.mutable_document_entries(0)->set_object_type(
                       static_cast<metadata::v1::DocumentEntryType>(77));
                 },
                 "XDSRegistryMetadataError at document_entries[0].object_type"}},
               Transaction::kUpdateDocumentSet);
}

TEST(RequiredAttributesTest, Check33IgnoresWhatTheRegistrySets) {
  ExpectFaults({{"status and version",
                 [](RegisterDocumentSetRequest& r) {
                   auto& entry = *r.mutable_document_entries(0);
                   entry.set_availability_status(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
                   entry.set_version(9);
                   r.mutable_submission_set()->set_availability_status(
                       static_cast<metadata::v1::AvailabilityStatus>(77));
                 },
                 ""}});
}

}  // namespace
}  // namespace docshare
