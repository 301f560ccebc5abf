#include "registry/query/get_all_position.h"

#include <algorithm>
#include <cassert>
#include <cstdint>

namespace docshare::registry {
namespace {

constexpr size_t kMaxRowBytes = 200;
constexpr size_t kHeaderBytes = 2;
constexpr size_t kUuidBytes = 16;
constexpr size_t kAssociationBytes = 1 + kUuidBytes;

bool IsKindOfObject(int kind) {
  return kind == storage::v1::OBJECT_KIND_SUBMISSION_SET ||
         kind == storage::v1::OBJECT_KIND_DOCUMENT_ENTRY || kind == storage::v1::OBJECT_KIND_FOLDER;
}

}  // namespace

std::string Encode(const GetAllPosition& position) {
  assert(position.row.size() <= kMaxRowBytes);
  std::string bytes;
  bytes.push_back(static_cast<char>(position.kind));
  bytes.push_back(static_cast<char>(position.row.size()));
  bytes.append(position.row);
  if (position.association) {
    bytes.push_back(static_cast<char>(position.association->direction));
    const EntryUuid::Bytes& uuid = position.association->uuid.bytes();
    bytes.append(uuid.begin(), uuid.end());
  }
  return bytes;
}

absl::StatusOr<GetAllPosition> DecodeGetAllPosition(absl::string_view bytes) {
  const auto malformed = [] { return absl::InvalidArgumentError("the position is malformed"); };
  if (bytes.size() < kHeaderBytes) return malformed();
  const int kind = static_cast<uint8_t>(bytes[0]);
  const size_t row_bytes = static_cast<uint8_t>(bytes[1]);
  bytes.remove_prefix(kHeaderBytes);
  if (!IsKindOfObject(kind) || row_bytes > kMaxRowBytes || bytes.size() < row_bytes) {
    return malformed();
  }
  GetAllPosition position{static_cast<storage::v1::ObjectKind>(kind),
                          std::string(bytes.substr(0, row_bytes)), absl::nullopt};
  bytes.remove_prefix(row_bytes);
  if (bytes.empty()) return position;
  const int direction = static_cast<uint8_t>(bytes[0]);
  if (bytes.size() != kAssociationBytes || (direction != 1 && direction != 2)) return malformed();
  EntryUuid::Bytes uuid;
  std::copy(bytes.begin() + 1, bytes.end(), uuid.begin());
  position.association = GetAllPosition::OfAssociation{static_cast<AssociationEnd>(direction),
                                                       EntryUuid::FromBytes(uuid)};
  return position;
}

}  // namespace docshare::registry
