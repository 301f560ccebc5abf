#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare::repository {

// Looks at one document while its bytes pass by, in memory that does not grow with the document.
// Must not outlive the check that began it. One thread at a time.
//
// Errors, none of which shows anything of the document's content:
//   kInvalidArgument  the document is refused; the message says what was found
//   kUnavailable      it cannot be told now whether the document is good. It must not be accepted
// After an error every further call returns the same error.
class DocumentCheck {
 public:
  virtual ~DocumentCheck() = default;

  // Takes the next bytes, any number of them, also none. Ok says nothing yet of the document.
  virtual absl::Status Update(absl::string_view bytes) = 0;

  // Says that all bytes have come. The document may be accepted only when this is ok. Call it once.
  virtual absl::Status Finish() = 0;
};

// A reason to refuse documents by their content. Thread-safe.
class ContentCheck {
 public:
  virtual ~ContentCheck() = default;

  // Begins the check of a document whose metadata declare that media type; empty when they declare
  // none. Returns kUnavailable when no document can be checked now.
  virtual absl::StatusOr<std::unique_ptr<DocumentCheck>> Begin(
      const std::string& declared_mime_type) = 0;
};

}  // namespace docshare::repository
