#pragma once

#include <cstdint>

namespace docshare::repository {

// First byte of every key in the database of a repository: the one list of key spaces. A number is
// never used for anything else, not even when its space is gone. "Since" is the schema version that
// brought the space.
enum class KeySpace : uint8_t {
  kMeta = 0x01,       // Since 1. What is fixed for the whole database: meta_keys.h.
  kDocuments = 0x02,  // Since 1. Documents that can be retrieved: document_key.h.
  kPending = 0x03,    // Since 1. Submissions whose fate the registry decides: pending_key.h.
  kContent = 0x20,    // Since 1. Bytes of documents, or where they are: content/content_keys.h.
  kUnclaimedContent = 0x21,  // Since 1. Marks of bytes that are nobody's: content/content_keys.h.
  kDocumentKeys = 0x22,      // Since 2. Keys of documents, wrapped: content/document_keys.h.
  kKeysToDestroy = 0x23,     // Since 2. Keys of removed documents: content/document_keys.h.
};

// A repository refuses to open a database of any other version.
inline constexpr uint32_t kCurrentSchemaVersion = 2;

}  // namespace docshare::repository
