#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_store.h"
#include "registry/query/document_filter.h"
#include "registry/query/folder_scan.h"
#include "registry/query/parameter_reader.h"

namespace docshare::registry {

// How a Get... query names the objects it is about. One of the lists has values.
struct ObjectIds {
  std::vector<EntryUuid> entry_uuids;
  std::vector<std::string> unique_ids;
  std::vector<EntryUuid> logical_ids;
};

// The lists of a request, each of at most ParameterReader::kMaxIds values; null for a list the
// query does not have. XDSStoredQueryMissingParam when all are empty, XDSStoredQueryParamNumber
// when several are not. `object` is the name the standard's parameters have for the kind of object:
// "$XDSDocumentEntry", "$XDSFolder".
ObjectIds ReadIdLists(const google::protobuf::RepeatedPtrField<std::string>& entry_uuids,
                      const google::protobuf::RepeatedPtrField<std::string>& unique_ids,
                      const google::protobuf::RepeatedPtrField<std::string>* logical_ids,
                      absl::string_view object, ParameterReader& read);

// The same for a query that takes one id. An empty one is not given.
ObjectIds ReadOneId(const std::string& entry_uuid, const std::string& unique_id,
                    absl::string_view object, ParameterReader& read);

// An object and where it is.
struct LocatedObject {
  EntryUuid uuid;
  storage::v1::ObjectLocator locator;
};

// The objects of one kind with these ids that the filter selects, each once. Ids of nothing find
// nothing. Return XDSTooManyResults when the ids name more than ObjectSelection::kMaxObjects.
absl::StatusOr<std::vector<LocatedObject>> LocateDocuments(const platform::KvReader& snapshot,
                                                           const ObjectIds& ids,
                                                           const DocumentFilter& filter);
absl::StatusOr<std::vector<LocatedObject>> LocateFolders(const platform::KvReader& snapshot,
                                                         const ObjectIds& ids,
                                                         const FolderFilter& filter);
absl::StatusOr<std::vector<LocatedObject>> LocateSubmissionSets(const platform::KvReader& snapshot,
                                                                const ObjectIds& ids);

}  // namespace docshare::registry
