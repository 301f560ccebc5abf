#include "registry/query/get_documents.h"

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/entry_uuid.h"
#include "registry/index/document.h"
#include "registry/index/document_by_logical_id.h"
#include "registry/index/object_by_unique_id.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/row.h"
#include "registry/query/document_filter.h"
#include "registry/query/query_parameters.h"
#include "registry/query/reply_writer.h"

namespace docshare::registry {
namespace {

constexpr int kMaxIds = 1000;
constexpr size_t kMaxEntries = 1000;

// Every document asked for, each once, in the order of their UUIDs.
using Found = std::map<EntryUuid, storage::v1::ObjectLocator>;

absl::Status CheckLists(const v1::GetDocumentsRequest& request) {
  const std::pair<absl::string_view, int> lists[] = {
      {"entry_uuids", request.entry_uuids_size()},
      {"unique_ids", request.unique_ids_size()},
      {"logical_ids", request.logical_ids_size()},
  };
  int given = 0;
  for (const auto& [name, size] : lists) {
    if (size > 0) ++given;
    if (size > kMaxIds) {
      return MalformedParameter(name, absl::StrCat(size, " ids; at most ", kMaxIds));
    }
  }
  if (given == 0) {
    return XdsError(XdsErrorCode::kStoredQueryMissingParam, "",
                    "give one of entry_uuids ($XDSDocumentEntryEntryUUID), unique_ids "
                    "($XDSDocumentEntryUniqueId) and logical_ids ($XDSDocumentEntryLogicalID)");
  }
  if (given > 1) {
    return XdsError(XdsErrorCode::kStoredQueryParamNumber, "",
                    "give only one of entry_uuids, unique_ids and logical_ids");
  }
  if (request.metadata_level() > 2) {
    return MalformedParameter(
        "metadata_level", absl::StrCat("$MetadataLevel is 1 or 2, not ", request.metadata_level()));
  }
  return absl::OkStatus();
}

absl::Status TooManyResults() {
  return XdsError(XdsErrorCode::kTooManyResults, "",
                  absl::StrCat("more than ", kMaxEntries, " documents; ask for fewer ids"));
}

absl::StatusOr<EntryUuid> ParseUuid(const std::string& urn, absl::string_view list, int index) {
  auto uuid = EntryUuid::Parse(urn);
  if (uuid.ok()) return uuid;
  return MalformedParameter(absl::StrCat(list, "[", index, "]"), uuid.status().message());
}

absl::Status FindByEntryUuid(const v1::GetDocumentsRequest& request,
                             const platform::KvReader& snapshot, Found& found) {
  for (int i = 0; i < request.entry_uuids_size(); ++i) {
    auto uuid = ParseUuid(request.entry_uuids(i), "entry_uuids", i);
    if (!uuid.ok()) return uuid.status();
    auto locator = FindObject(snapshot, *uuid);
    if (!locator.ok()) return locator.status();
    if (locator->has_value()) found.emplace(*uuid, **locator);
  }
  return absl::OkStatus();
}

absl::Status FindByUniqueId(const v1::GetDocumentsRequest& request,
                            const platform::KvReader& snapshot, Found& found) {
  for (int i = 0; i < request.unique_ids_size(); ++i) {
    if (request.unique_ids(i).empty()) {
      return MalformedParameter(absl::StrCat("unique_ids[", i, "]"), "an empty uniqueId");
    }
    auto uses = FindUniqueIdUses(snapshot, request.unique_ids(i), kMaxEntries + 1);
    if (!uses.ok()) return uses.status();
    for (const UniqueIdUse& use : *uses) found.emplace(use.uuid, use.row.locator());
    if (found.size() > kMaxEntries) return TooManyResults();
  }
  return absl::OkStatus();
}

absl::Status FindByLogicalId(const v1::GetDocumentsRequest& request,
                             const platform::KvReader& snapshot, Found& found) {
  for (int i = 0; i < request.logical_ids_size(); ++i) {
    auto logical_id = ParseUuid(request.logical_ids(i), "logical_ids", i);
    if (!logical_id.ok()) return logical_id.status();
    auto versions = FindDocumentVersions(snapshot, *logical_id, kMaxEntries + 1);
    if (!versions.ok()) return versions.status();
    for (const DocumentVersion& version : *versions) found.emplace(version.uuid, version.locator);
    if (found.size() > kMaxEntries) return TooManyResults();
  }
  return absl::OkStatus();
}

// Drops what is no document and what the metadata level hides.
absl::Status KeepShown(uint32_t metadata_level, const platform::KvReader& snapshot, Found& found) {
  for (auto it = found.begin(); it != found.end();) {
    bool shown = it->second.kind() == storage::v1::OBJECT_KIND_DOCUMENT_ENTRY;
    if (shown) {
      auto bytes = snapshot.Get(
          DocumentFilterKey({it->second.patient_number(), it->second.sort_s(), it->first}));
      if (!bytes.ok()) return bytes.status();
      if (!bytes->has_value()) return absl::DataLossError("an indexed document is missing");
      storage::v1::DocumentFilterRow row;
      if (absl::Status status = DecodeRow(**bytes, row); !status.ok()) return status;
      shown = ShownAtMetadataLevel(row, metadata_level);
    }
    it = shown ? std::next(it) : found.erase(it);
  }
  return absl::OkStatus();
}

absl::Status WriteEntries(const Found& found, const platform::KvReader& snapshot,
                          ReplyWriter& reply) {
  for (const auto& [uuid, locator] : found) {
    if (locator.patient_number() != found.begin()->second.patient_number()) {
      return XdsError(XdsErrorCode::kResultNotSinglePatient, "",
                      "the ids belong to several patients; ask for RETURN_TYPE_OBJECT_REF, or for "
                      "one patient at a time");
    }
    auto entry = snapshot.Get(DocumentEntryKey({locator.patient_number(), locator.sort_s(), uuid}));
    if (!entry.ok()) return entry.status();
    if (!entry->has_value()) return absl::DataLossError("a filter row has no entry");
    reply.AddBytes(v1::GetDocumentsResponse::kDocumentEntriesFieldNumber, **entry);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> GetDocuments(const v1::GetDocumentsRequest& request,
                                         const RegistryStore& store) {
  absl::Status status = CheckStateIsNewEnough(request.min_commit_position(), store);
  if (status.ok()) status = CheckReturnType(request.return_type());
  if (status.ok()) status = CheckLists(request);
  if (!status.ok()) return status;

  const uint64_t position = store.commit_position();
  const std::shared_ptr<const platform::KvReader> snapshot = store.Snapshot();
  Found found;
  status = FindByEntryUuid(request, *snapshot, found);
  if (status.ok()) status = FindByUniqueId(request, *snapshot, found);
  if (status.ok()) status = FindByLogicalId(request, *snapshot, found);
  if (status.ok()) status = KeepShown(request.metadata_level(), *snapshot, found);
  if (!status.ok()) return status;

  ReplyWriter reply;
  if (request.return_type() == v1::RETURN_TYPE_LEAF_CLASS) {
    status = WriteEntries(found, *snapshot, reply);
    if (!status.ok()) return status;
  } else {
    for (const auto& [uuid, locator] : found) {
      reply.AddBytes(v1::GetDocumentsResponse::kEntryUuidsFieldNumber, uuid.ToString());
    }
  }
  reply.AddUint64(v1::GetDocumentsResponse::kCommitPositionFieldNumber, position);
  return reply.Take();
}

}  // namespace docshare::registry
