#pragma once

#include <map>
#include <set>
#include <string>

#include "docshare/metadata/v1/association.pb.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/metadata/v1/folder.pb.h"
#include "docshare/metadata/v1/submission_set.pb.h"

namespace docshare::tests {

// Objects by entryUUID.
template <typename Object>
using ById = std::map<std::string, Object>;

// What a stored query selects.
struct Answer {
  ById<metadata::v1::DocumentEntry> documents;
  ById<metadata::v1::SubmissionSet> submission_sets;
  ById<metadata::v1::Folder> folders;
  ById<metadata::v1::Association> associations;
  // The only code the query may be refused with; empty when it must be answered.
  std::string refusal;
};

// What may become of a command.
struct Verdict {
  enum class Kind {
    kAccept,
    kRefuse,
    // The standard leaves it open: the model follows the registry.
    kEither,
  };
  Kind kind = Kind::kAccept;
  // The codes a refusal may carry; empty when it may carry any.
  std::set<std::string> codes;
  // Why, for people.
  std::string reason;
};

}  // namespace docshare::tests
