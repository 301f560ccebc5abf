#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/registry/v1/stored_query.pb.h"
#include "domain/ebrim/adhoc_query_request.h"
#include "domain/errors/xds_error.h"
#include "domain/query/stored_query_catalogue.h"

namespace docshare {

// A stored query with its parameters read, before their values are understood. Only parameters the
// query has, each once and with at least one value.
struct StoredQueryRequest {
  struct Parameter {
    // Of the catalogue; never null.
    const StoredQueryParameter* definition;
    // One list for each slot (AND) with its values (OR), unquoted. Several lists only where the
    // parameter may be repeated; several values only where it may have them.
    std::vector<std::vector<std::string>> groups;

    friend bool operator==(const Parameter&, const Parameter&) = default;
  };

  StoredQuery query = StoredQuery::kFindDocuments;
  registry::v1::ReturnType return_type = registry::v1::RETURN_TYPE_UNSPECIFIED;
  // Whom a gateway asks; a registry ignores it.
  std::string home_community_id;
  // In the order sent.
  std::vector<Parameter> parameters;

  // Null when the parameter was not given.
  const Parameter* Find(absl::string_view name) const;

  friend bool operator==(const StoredQueryRequest&, const StoredQueryRequest&) = default;
};

// Reads the query of a message that arrived through `transaction`. Returns kInvalidArgument with
// all faults, each with the parameter's name as location:
//
//   XDSUnknownStoredQuery       no such query in this transaction; nothing else is looked at
//   XDSStoredQueryMissingParam  a required parameter, or all of a group of which one must be there
//   XDSStoredQueryParamNumber   several values or slots where one is allowed, several of a group of
//                               which one is allowed
//   XDSRegistryError            malformed quotes, parentheses or lists; a string without quotes; a
//                               returnType other than LeafClass and ObjectRef. Also when there is
//                               none: the default of the schema is none the standard has.
//
// Parameters the query does not have are ignored, and an empty list is as good as no parameter.
// Parentheses around a single value are accepted everywhere, and a single value without them too.
//
// Source: ITI TF-2:3.18.4.1.2.3.4, 3.18.4.1.2.3.5 and 3.18.4.1.3.
absl::StatusOr<StoredQueryRequest> ParseStoredQueryRequest(const AdhocQueryRequest& request,
                                                           QueryTransaction transaction);

// The message of a query, which ParseStoredQueryRequest() reads the same again.
AdhocQueryRequest FormatStoredQueryRequest(const StoredQueryRequest& request);

// The refusal of a query with these faults, kInvalidArgument; OK when there is none.
absl::Status QueryRefusal(const RegistryErrors& faults);

}  // namespace docshare
