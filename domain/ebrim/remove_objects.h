#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/ebrim/ebrim_message.h"
#include "domain/xml/xml_document.h"

namespace docshare {

// Reads an lcm:RemoveObjectsRequest [ITI-62]: the ids of the objects to remove, in order, as sent.
// An AdhocQuery without parameters says nothing and is let through; real senders have it.
//
// Returns kInvalidArgument, naming the line: without an error of the standard for bytes that are
// not XML and for another message; with XDSRegistryError for a request without an ObjectRef, an
// ObjectRef without id, an AdhocQuery with parameters, and a deletionScope other than DeleteAll.
//
// Source: ITI Remove Metadata and Documents supplement 3.62.4.1.2.
absl::StatusOr<std::vector<std::string>> ReadRemoveObjectsRequest(
    absl::string_view xml, const EbrimReadOptions& options = {});
absl::StatusOr<std::vector<std::string>> ReadRemoveObjectsRequest(const XmlNode& element);

std::string WriteRemoveObjectsRequest(const std::vector<std::string>& ids);

}  // namespace docshare
