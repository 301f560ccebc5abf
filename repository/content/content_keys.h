#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "repository/content/content_id.h"

namespace docshare::repository {

// The key spaces of documents' bytes in the repository's KvStore. A number is never reused.
//
//   0x20 | content id (16 B)   content row, see content_row.h. Read by ContentStore::Open().
//   0x21 | content id (16 B)   empty value: the content is unclaimed. Scanned at the start.
//   0x22 | content id (16 B)   the document's key, wrapped, see document_keys.h
//   0x23 | content id (16 B)   empty value: the document was removed, and its key may still be in
//                              files. Scanned by DocumentKeys::DestroyNoted().
inline constexpr char kContentSpace = 0x20;
inline constexpr char kUnclaimedContentSpace = 0x21;
inline constexpr char kDocumentKeySpace = 0x22;
inline constexpr char kKeyToDestroySpace = 0x23;

std::string ContentKey(const ContentId& id);
std::string UnclaimedContentKey(const ContentId& id);
std::string DocumentKeyKey(const ContentId& id);
std::string KeyToDestroyKey(const ContentId& id);

// All keys of a space are in [ContentSpaceBegin(space), ContentSpaceEnd(space)).
std::string ContentSpaceBegin(char space);
std::string ContentSpaceEnd(char space);

// The id in a key of any of them. Returns kDataLoss for bytes that are no such key.
absl::StatusOr<ContentId> DecodeContentKey(char space, absl::string_view key);

}  // namespace docshare::repository
