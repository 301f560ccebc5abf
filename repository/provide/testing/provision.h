#pragma once

#include <string>
#include <vector>

#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/repository/v1/repository_service.pb.h"
#include "domain/metadata/testing/submission_builder.h"

namespace docshare::repository {

// A submission with its documents, as a source provides it.
struct Provision {
  registry::v1::RegisterDocumentSetRequest metadata;
  // The bytes of each document entry, in their order.
  std::vector<std::string> documents;
};

// New unique ids; the metadata has neither hash nor size. With no argument: one small document.
Provision AProvision(std::vector<std::string> documents = {"a document"});

// One document that is already described.
Provision AProvisionOf(const docshare::testing::EntryBuilder& entry, const std::string& bytes);

// The stream of a call: metadata, then the chunks of each document, at most `chunk_bytes` each.
std::vector<v1::ProvideDocumentSetRequest> StreamOf(const Provision& provision,
                                                    size_t chunk_bytes = 1 << 20);

v1::DocumentChunk AChunk(const std::string& entry_uuid, const std::string& data, bool last);

}  // namespace docshare::repository
