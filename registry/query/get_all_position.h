#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "registry/index/association.h"

namespace docshare::registry {

// Where a page of GetAll ended: at an object, or at an association of that object.
//
//   kind u8 | row length u8 | row | nothing, or direction u8 | uuid, 16 bytes
//
// `row` is the position of the object in the scan of its kind (ObjectScan::position()).
struct GetAllPosition {
  struct OfAssociation {
    AssociationEnd direction;
    EntryUuid uuid;
  };

  // A submission set, a document or a folder.
  storage::v1::ObjectKind kind;
  std::string row;
  absl::optional<OfAssociation> association;
};

// Requires a row of at most 200 bytes.
std::string Encode(const GetAllPosition& position);

// Returns kInvalidArgument for bytes that Encode() cannot have written.
absl::StatusOr<GetAllPosition> DecodeGetAllPosition(absl::string_view bytes);

}  // namespace docshare::registry
