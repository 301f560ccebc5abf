#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "platform/crypto/secret_key.h"
#include "rocksdb/env_encryption.h"

namespace docshare::platform {

// Encrypts every file that RocksDB makes with AES-256-CTR under a key of its own, the HMAC-SHA-256
// of "docshare rocksdb file" and the file's salt under the database's key (database_key.h). A file
// begins with
//
//    0     8  magic, "DSROCKS1"
//    8    32  the salt, random
//   40    32  HMAC-SHA-256 of "docshare rocksdb salt" and the salt, under the database's key
//   72  4024  zeros
//
// and goes on with RocksDB's bytes. The counter of the 16 bytes at an offset in the file, this
// prefix included, is the offset / 16. RocksDB never writes an offset of a file twice with other
// bytes, so no part of a key stream is used twice. It hides; that bytes are unchanged is what
// RocksDB's checksums tell, which are among what is hidden. RocksDB's own text log, LOG, stays
// plain: it has no rows in it.
inline constexpr size_t kRocksDbPrefixBytes = 4096;

std::shared_ptr<rocksdb::EncryptionProvider> NewRocksDbEncryption(const SecretKey& database_key);

// Looks at the beginning of every file, because RocksDB would end the process over some that are
// damaged, and removes files that a power loss left without a beginning: nothing was ever synced in
// such a file. Comes before the database in `folder` is opened, by whoever has it for himself.
// Returns kDataLoss, naming the file, for one that is damaged.
absl::Status PrepareFiles(const std::string& folder, const SecretKey& database_key);

}  // namespace docshare::platform
