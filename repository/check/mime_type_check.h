#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "repository/check/content_check.h"

namespace docshare::repository {

// Refuses a document whose first bytes are clearly of another media type than the metadata declare:
// a program declared as a PDF, an image declared as a text. Which types are known, and what fits
// them, is in mime_type_rules.cc; a document of another type is good, and so is an empty one.
//
// It protects those who open documents from surprises, and the archive from mixed-up metadata. It
// does not tell whether a document is complete or valid.
//
// Holds at most kHeadBytes of a document.
class MimeTypeCheck : public ContentCheck {
 public:
  // How many bytes are looked at.
  static constexpr size_t kHeadBytes = size_t{64} * 1024;

  // Returns kUnavailable when the rules of libmagic cannot be loaded.
  static absl::StatusOr<std::unique_ptr<MimeTypeCheck>> Create();

  // Never fails.
  absl::StatusOr<std::unique_ptr<DocumentCheck>> Begin(
      const std::string& declared_mime_type) override;

 private:
  MimeTypeCheck() = default;
};

}  // namespace docshare::repository
