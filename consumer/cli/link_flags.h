#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "consumer/cli/command.h"
#include "consumer/cli/submission.h"
#include "consumer/client/document_consumer.h"

namespace docshare::consumer {

// What the documents of `docshare publish` have to do with documents and folders that are
// registered; empty where a flag is not there.
struct LinkFlags {
  std::vector<std::string> replaces;
  std::vector<std::string> appends_to;
  std::vector<std::string> transforms;
  std::string folder;
  std::vector<std::string> folder_codes;

  // The flags that fill this object in.
  std::vector<Flag> Describe();
};

// Returns kInvalidArgument, naming the flag, for flags that cannot go together, or not with so many
// files, and for a code that is none.
absl::Status CheckLinkFlags(const LinkFlags& flags, size_t files);

// Whether ResolveLinks() has to ask the registry.
bool NamesRegistered(const LinkFlags& flags);

// Looks up what the flags name. A document that is named as replaced and as transformed gets one
// relationship that says both. Requires flags that CheckLinkFlags() accepts; `consumer` is null
// only when NamesRegistered() is false.
//
// Returns kNotFound and kInvalidArgument, naming the flag, for an id that names nothing, or several
// documents; and the errors of the queries.
absl::StatusOr<LinksOfDocuments> ResolveLinks(const LinkFlags& flags, DocumentConsumer* consumer);

}  // namespace docshare::consumer
