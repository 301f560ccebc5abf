#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "consumer/publish/media_type.h"
#include "docshare/metadata/v1/document_entry.pb.h"

namespace docshare::consumer {

// What a file to publish tells about itself.
struct InspectedFile {
  std::string path;
  uint64_t size_bytes = 0;
  absl::Time modified;
  // By its content.
  std::string mime_type;
  // What the header of a CDA document says; empty for other files.
  docshare::metadata::v1::DocumentEntry cda;
  // For the person who publishes, about the CDA header.
  std::vector<std::string> notes;
};

// Looks into a file. `read_cda` tells whether to read the header of a CDA document.
//
// Returns kFailedPrecondition for a file that cannot be read or is no plain file (documents are
// read again when a submission is repeated), and kInvalidArgument with line and column for XML that
// is broken or not allowed (see domain/xml/strict_xml.h).
absl::StatusOr<InspectedFile> InspectFile(const std::string& path,
                                          const MediaTypeDetector& detector, bool read_cda);

}  // namespace docshare::consumer
