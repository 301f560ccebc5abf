#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "docshare/registry/v1/document_queries.pb.h"
#include "registry/query/parameter_reader.h"

namespace docshare::registry {

// The CXi texts of each group of $XDSDocumentEntryReferenceIdList. Faults go to `read`.
std::vector<std::vector<std::string>> ReferenceIdGroups(
    const google::protobuf::RepeatedPtrField<v1::ReferenceIdGroup>& groups,
    absl::string_view location, ParameterReader& read);

}  // namespace docshare::registry
