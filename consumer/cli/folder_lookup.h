#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "consumer/client/document_consumer.h"
#include "docshare/metadata/v1/folder.pb.h"

namespace docshare::consumer {

// Finds the folder that `id`, the value of --folder, names: an entryUUID, with or without
// "urn:uuid:" and in any case, else a uniqueId.
//
// Returns kNotFound when there is none, or it is deprecated, and the errors of GetFolders.
absl::StatusOr<docshare::metadata::v1::Folder> LookUpFolder(DocumentConsumer& consumer,
                                                            const std::string& id);

}  // namespace docshare::consumer
