#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/kv/kv_store.h"

namespace docshare::tests {

// One row of a database.
struct DatabaseRow {
  std::string key;
  std::string value;
};

// What is in the database of a server that does not run, opened as the server would open it.
class StoppedDatabase {
 public:
  // `path` is the folder of the database itself. Returns what RocksDbKvStore::Open returns.
  static absl::StatusOr<StoppedDatabase> Open(const std::string& path);

  // All rows whose key begins with this byte, in the order of their keys.
  std::vector<DatabaseRow> Space(uint8_t key_space) const;

 private:
  std::map<uint8_t, std::vector<DatabaseRow>> spaces_;
};

}  // namespace docshare::tests
