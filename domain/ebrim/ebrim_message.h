#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/errors/xds_error_code.h"
#include "domain/xml/xml_document.h"

namespace docshare {

// How the readers of ebRIM messages read.
struct EbrimReadOptions {
  // Of the XML. A submission of 5000 entries has about 30 MiB and 600 000 elements.
  XmlLimits limits = {.max_bytes = size_t{64} << 20};
  // What a fault of the metadata is called: XDSRegistryMetadataError where a registry reads it,
  // XDSRepositoryMetadataError where a repository does.
  XdsErrorCode metadata_error = XdsErrorCode::kRegistryMetadataError;
};

// Refuses an element that is not the message asked for: kInvalidArgument, naming line and element.
// It carries no error of the standard: over SOAP this is a fault.
absl::Status ExpectMessage(const XmlNode& element, absl::string_view ns, absl::string_view name);

}  // namespace docshare
