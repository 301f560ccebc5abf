#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare::platform {

// One element of an XML answer of an S3 server.
struct S3Element {
  // Without its namespace: servers do not agree on that.
  std::string name;
  // All text directly in it.
  std::string text;
  // In document order.
  std::vector<S3Element> children;

  // The text of the first child of that name; empty when there is none.
  absl::string_view ChildText(absl::string_view child) const;
};

// The root of an answer. Attributes are left out: no answer has any that matter.
// Returns kInternal for anything that is not well-formed XML, that has a document type, is larger
// than 4 MiB, has more than 32768 elements or nests them deeper than 16.
absl::StatusOr<S3Element> ParseS3Xml(absl::string_view bytes);

// `text` as it may stand between two tags.
std::string S3XmlEscape(absl::string_view text);

}  // namespace docshare::platform
