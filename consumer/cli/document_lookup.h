#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "consumer/cli/command.h"
#include "consumer/client/document_consumer.h"
#include "docshare/metadata/v1/document_entry.pb.h"

namespace docshare::consumer {

// Finds the entry that `id` names: an entryUUID, with or without "urn:uuid:" and in any case, else
// a uniqueId. Of several entries with one uniqueId the newest Approved one; the context hears about
// the others.
//
// Returns kNotFound when there is none, and the errors of GetDocuments.
absl::StatusOr<docshare::metadata::v1::DocumentEntry> LookUpDocument(const CommandContext& context,
                                                                     DocumentConsumer& consumer,
                                                                     const std::string& id);

// Finds the entry that `id`, the value of `flag`, names, for a new document to refer to: the
// Approved one, else one that was deprecated.
//
// Returns kNotFound when there is none, kInvalidArgument when there are several, and the errors of
// GetDocuments.
absl::StatusOr<docshare::metadata::v1::DocumentEntry> LookUpRelatedDocument(
    DocumentConsumer& consumer, const std::string& flag, const std::string& id);

// The URN of an entryUUID, given with or without "urn:uuid:" and in any case; nullopt for any other
// text.
absl::optional<std::string> EntryUuidUrn(absl::string_view id);

// An entryUUID as tables show it: without "urn:uuid:".
std::string ShortUuid(absl::string_view entry_uuid);

}  // namespace docshare::consumer
