#pragma once

#include "docshare/registry/v1/registry_service.pb.h"
#include "domain/errors/xds_error.h"

namespace docshare::repository {

// Checks the metadata of a provided submission as far as a repository has to: names that connect
// bytes with metadata, and what the bytes will be compared with. Returns every fault; empty when
// the repository can work with the metadata. A submission over the limits gets such faults only.
//
//   XDSRepositoryOutOfResources            too many objects or bytes, a document above 4 GiB
//   XDSRepositoryMetadataError             no unique_id of the submission set; an entry without
//                                          entry_uuid, with the entry_uuid of another one, with an
//                                          unusable unique_id, with a hash that is no SHA-1; an
//                                          on-demand entry
//   XDSRepositoryDuplicateUniqueIdInMessage  a unique id twice
//
// Everything else is the registry's to judge. Source: ITI TF-2:3.41.4.1.3.
RegistryErrors CheckProvidedMetadata(const registry::v1::RegisterDocumentSetRequest& metadata);

}  // namespace docshare::repository
