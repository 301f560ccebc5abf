#include "registry/admin/registered_documents.h"

#include <limits>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "domain/ids/repository_unique_id.h"
#include "registry/index/key_codec.h"
#include "registry/index/key_space.h"
#include "registry/index/object_by_unique_id.h"
#include "registry/index/row.h"
#include "registry/objects/stored_document.h"

namespace docshare::registry {
namespace {

constexpr int kMostAtOnce = 1000;
// Entries read from one snapshot: it must not live long.
constexpr int kEntriesOfAStep = 10'000;

absl::Status CheckRepository(const std::string& repository_unique_id) {
  auto repository = RepositoryUniqueId::Parse(repository_unique_id);
  if (repository.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("repository_unique_id: ", repository.status().message()));
}

bool IsStoredIn(const metadata::v1::DocumentEntry& entry, const std::string& repository) {
  return entry.repository_unique_id() == repository &&
         entry.object_type() != metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND;
}

void Fill(const metadata::v1::DocumentEntry& entry, admin::v1::RegisteredDocument& document) {
  document.set_unique_id(entry.unique_id());
  document.set_entry_uuid(entry.entry_uuid());
  document.set_size(entry.size());
  document.set_hash(entry.hash());
}

// Looks at some entries from `begin` on. Returns where to go on; empty at the end.
absl::StatusOr<std::string> ListStep(const RegistryStore& store, const std::string& begin,
                                     const std::string& end, const std::string& repository,
                                     admin::v1::ListRegisteredDocumentsResponse& response) {
  const auto snapshot = store.Snapshot();
  const auto rows = snapshot->Scan(begin, end);
  for (uint64_t i = 0; rows->Valid(); rows->Next()) {
    if (i == kEntriesOfAStep || response.documents_size() == kMostAtOnce) {
      return std::string(rows->key());
    }
    response.set_entries(++i);
    metadata::v1::DocumentEntry entry;
    if (absl::Status read = DecodeRow(rows->value(), entry); !read.ok()) return read;
    if (IsStoredIn(entry, repository)) Fill(entry, *response.add_documents());
  }
  if (!rows->status().ok()) return rows->status();
  return std::string();
}

}  // namespace

absl::Status ListRegisteredDocuments(
    const RegistryStore& store, const admin::v1::ListRegisteredDocumentsRequest& request,
    absl::FunctionRef<absl::Status(const admin::v1::ListRegisteredDocumentsResponse&)> take) {
  if (absl::Status valid = CheckRepository(request.repository_unique_id()); !valid.ok()) {
    return valid;
  }
  const std::string space = KeyWriter(KeySpace::kDocumentEntry).Take();
  std::string next = space;
  uint64_t entries = 0;
  while (!next.empty()) {
    admin::v1::ListRegisteredDocumentsResponse response;
    absl::StatusOr<std::string> step =
        ListStep(store, next, PrefixEnd(space), request.repository_unique_id(), response);
    if (!step.ok()) return step.status();
    next = *std::move(step);
    entries += response.entries();
    response.set_entries(entries);
    if (absl::Status taken = take(response); !taken.ok()) return taken;
  }
  return absl::OkStatus();
}

absl::StatusOr<admin::v1::LookUpRegisteredDocumentsResponse> LookUpRegisteredDocuments(
    const RegistryStore& store, const admin::v1::LookUpRegisteredDocumentsRequest& request) {
  if (absl::Status valid = CheckRepository(request.repository_unique_id()); !valid.ok()) {
    return valid;
  }
  if (request.unique_ids_size() > kMostAtOnce) {
    return absl::InvalidArgumentError(
        absl::StrCat("unique_ids: at most ", kMostAtOnce, " at once"));
  }
  const auto snapshot = store.Snapshot();
  admin::v1::LookUpRegisteredDocumentsResponse response;
  for (const std::string& unique_id : request.unique_ids()) {
    const auto uses = FindUniqueIdUses(*snapshot, unique_id, std::numeric_limits<size_t>::max());
    if (!uses.ok()) return uses.status();
    for (const UniqueIdUse& use : *uses) {
      const auto document = ReadDocument(*snapshot, use.uuid);
      if (!document.ok()) return document.status();
      if (!document->has_value() ||
          !IsStoredIn((*document)->entry, request.repository_unique_id())) {
        continue;
      }
      Fill((*document)->entry, *response.add_documents());
      break;  // Versions share the document.
    }
  }
  return response;
}

}  // namespace docshare::registry
