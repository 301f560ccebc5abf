#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace docshare {

// The stored queries of the standard that there is an RPC for.
enum class StoredQuery {
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
  kFindDocumentsExclude,
  kFindDocumentsForMultiplePatients,
  kFindFoldersForMultiplePatients,
};

// The transaction a query belongs to.
enum class QueryTransaction {
  kRegistryStoredQuery,      // ITI-18
  kMultiPatientStoredQuery,  // ITI-51
};

// What a parameter's values are.
enum class ParameterForm {
  kPatient,           // CX
  kStatus,            // URN of an availabilityStatus; unknown ones are dropped
  kAvailability,      // URN of a documentAvailability
  kObjectType,        // UUID of a DocumentEntry type
  kText,              // a string
  kCode,              // code^^codingScheme
  kCodeGroup,         // as kCode; the parameter may be repeated, which means AND
  kReferenceIdGroup,  // CXi; the parameter may be repeated, which means AND
  kTime,              // DTM, quoted or not
  kNumber             // an unsigned number, quoted or not
};

// A parameter of a query, with the field of the query's request message that takes it: a name, or
// "range.from" and "range.to" for the ends of a TimeRange. The field has the type that belongs to
// the form; it is repeated when the parameter may have several values.
struct StoredQueryParameter {
  absl::string_view name;
  ParameterForm form;
  absl::string_view field;
  // Exactly one value, or any number.
  bool is_multiple = false;
  bool is_required = false;
};

// How many parameters of a group must be there.
enum class GroupRule { kNone, kExactlyOne, kAtLeastOne };

struct StoredQueryDefinition {
  StoredQuery query;
  absl::string_view name;
  // "urn:uuid:..."
  absl::string_view id;
  QueryTransaction transaction;
  absl::Span<const StoredQueryParameter> parameters;
  GroupRule group_rule = GroupRule::kNone;
  // Names of the group's parameters.
  absl::Span<const absl::string_view> group = {};

  // Null for a parameter this query does not have.
  const StoredQueryParameter* Find(absl::string_view parameter) const;
};

// In the order of StoredQuery.
//
// Source: ITI TF-2:3.18.4.1.2.3.7 and 3.18.4.1.2.4, ITI TF-2:3.51.4.1.2; $MetadataLevel, logicalID
// and association status from the XDS Metadata Update supplement; FindDocumentsExclude from
// CP-ITI-1323.
absl::Span<const StoredQueryDefinition> AllStoredQueries();

// The query with that id, "urn:uuid:..."; null when there is none.
const StoredQueryDefinition* FindStoredQuery(absl::string_view id);

// Whether the parameter may be repeated.
constexpr bool IsGroup(ParameterForm form) {
  return form == ParameterForm::kCodeGroup || form == ParameterForm::kReferenceIdGroup;
}

}  // namespace docshare
