#pragma once

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare {

// The objects of one request by the id they have in it, symbolic or not. Points into the request.
class SubmissionObjects {
 public:
  enum class Kind { kSubmissionSet, kDocumentEntry, kFolder, kAssociation };

  struct Object {
    Kind kind;
    // Position in its list; 0 for the submission set.
    int index;
  };

  // Of several objects with one id the first counts; empty ids do not count.
  explicit SubmissionObjects(const registry::v1::RegisterDocumentSetRequest& request);

  absl::optional<Object> Find(absl::string_view id) const;

 private:
  absl::flat_hash_map<absl::string_view, Object> objects_;
};

}  // namespace docshare
