#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "gtest/gtest.h"
#include "platform/kv/kv_store.h"
#include "platform/kv/temporary_folder.h"

namespace docshare::platform {

struct KvStoreContractSubject {
  std::string name;
  // Makes an empty store. `folder` is the store's own, empty and there for as long as the test.
  std::function<std::unique_ptr<KvStore>(const std::string& folder)> make;
};

inline std::ostream& operator<<(std::ostream& out, const KvStoreContractSubject& subject) {
  return out << subject.name;
}

// What every KvStore does, as kv_store.h promises it. A store's test runs it by
//
//   INSTANTIATE_TEST_SUITE_P(Memory, KvStoreContractTest, testing::Values(KvStoreContractSubject{
//       "Memory", [](const std::string&) { return std::make_unique<MemoryKvStore>(); }}));
class KvStoreContractTest : public testing::TestWithParam<KvStoreContractSubject> {
 protected:
  KvStoreContractTest() : store_(GetParam().make(folder_.path())) {}

  KvStore& store() { return *store_; }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<KvStore> store_;
};

}  // namespace docshare::platform
