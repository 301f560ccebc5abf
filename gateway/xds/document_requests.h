#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/repository/v1/repository_service.pb.h"
#include "domain/xml/xml_document.h"

namespace docshare::gateway {

// The xds:DocumentRequests of a message named `name` in `ns`: of ITI-43, 39 and 86. Texts as sent,
// without white space around them.
//
// Returns kInvalidArgument, naming the line: without an error of the standard for another message
// and for something else inside; with XDSRepositoryError for no or more than 1000 requests and for
// one without an id.
absl::StatusOr<std::vector<repository::v1::DocumentRequest>> ReadDocumentRequests(
    const XmlNode& message, absl::string_view ns, absl::string_view name);

}  // namespace docshare::gateway
