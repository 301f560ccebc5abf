#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "docshare/metadata/v1/availability.pb.h"
#include "docshare/metadata/v1/identifier.pb.h"

namespace docshare::tests {

enum class QueryKind {
  kFindDocuments,
  kFindSubmissionSets,
  kFindFolders,
  kGetAll,
  kGetDocuments,
  kGetFolders,
  kGetAssociations,
  kGetDocumentsAndAssociations,
  kGetSubmissionSets,
  kGetSubmissionSetAndContents,
  kGetFolderAndContents,
  kGetFoldersForDocument,
  kGetRelatedDocuments,
  kFindDocumentsByReferenceId,
  kFindDocumentsForMultiplePatients,
  kFindFoldersForMultiplePatients,
  kFindDocumentsExclude,
};

inline constexpr QueryKind kAllQueryKinds[] = {
    QueryKind::kFindDocuments,
    QueryKind::kFindSubmissionSets,
    QueryKind::kFindFolders,
    QueryKind::kGetAll,
    QueryKind::kGetDocuments,
    QueryKind::kGetFolders,
    QueryKind::kGetAssociations,
    QueryKind::kGetDocumentsAndAssociations,
    QueryKind::kGetSubmissionSets,
    QueryKind::kGetSubmissionSetAndContents,
    QueryKind::kGetFolderAndContents,
    QueryKind::kGetFoldersForDocument,
    QueryKind::kGetRelatedDocuments,
    QueryKind::kFindDocumentsByReferenceId,
    QueryKind::kFindDocumentsForMultiplePatients,
    QueryKind::kFindFoldersForMultiplePatients,
    QueryKind::kFindDocumentsExclude,
};

struct Code {
  std::string code;
  std::string system;
};

// Any of the codes.
using CodeList = std::vector<Code>;

// From <= t < to, HL7 DTM; an empty end is open.
struct Times {
  std::string from;
  std::string to;
};

// Parameters by which a DocumentEntry is found. Empty ones do not restrict.
struct DocumentParameters {
  CodeList class_codes;
  CodeList type_codes;
  CodeList practice_setting_codes;
  CodeList facility_type_codes;
  CodeList format_codes;
  // Each list must have a code in common with the entry.
  std::vector<CodeList> event_codes;
  std::vector<CodeList> confidentiality_codes;
  Times creation_time;
  Times service_start_time;
  Times service_stop_time;
  std::vector<std::string> author_patterns;
  std::vector<metadata::v1::DocumentAvailability> availabilities;
};

// A stored query in the words of the standard, apart from how the API spells it. A kind reads the
// parameters that the standard gives it and no other.
struct StoredQuery {
  QueryKind kind = QueryKind::kFindDocuments;
  // ObjectRef instead of LeafClass.
  bool object_refs = false;
  // 0 means that it is not given.
  uint32_t metadata_level = 0;
  // Objects a page; 0 means that it is not given. Kinds that do not page ignore it.
  uint32_t page_size = 0;

  // One, or any number for the multi-patient kinds.
  std::vector<metadata::v1::PatientIdentifier> patients;
  std::vector<metadata::v1::AvailabilityStatus> document_statuses;
  std::vector<metadata::v1::AvailabilityStatus> submission_set_statuses;
  std::vector<metadata::v1::AvailabilityStatus> folder_statuses;
  std::vector<metadata::v1::AvailabilityStatus> association_statuses;
  std::vector<metadata::v1::DocumentEntryType> types;

  DocumentParameters documents;
  // kFindDocumentsExclude: what an entry must not have.
  DocumentParameters excluded;
  std::vector<metadata::v1::DocumentEntryType> excluded_types;
  // kFindDocumentsByReferenceId: CXi texts; each list must have one in common with the entry.
  std::vector<std::vector<std::string>> reference_ids;

  // kFindSubmissionSets.
  std::vector<std::string> source_ids;
  Times submission_time;
  std::string author_pattern;
  CodeList content_type_codes;

  // kFindFolders and kFindFoldersForMultiplePatients.
  Times last_update_time;
  std::vector<CodeList> folder_codes;

  // One of the three, for the kinds that name objects.
  std::vector<std::string> uuids;
  std::vector<std::string> unique_ids;
  std::vector<std::string> logical_ids;

  // kGetRelatedDocuments.
  std::vector<std::string> association_types;
};

}  // namespace docshare::tests
