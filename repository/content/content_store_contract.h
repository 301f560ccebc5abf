#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "gtest/gtest.h"
#include "platform/kv/kv_store.h"
#include "platform/kv/memory_kv_store.h"
#include "platform/kv/temporary_folder.h"
#include "platform/random/sequence_uuid_source.h"
#include "platform/random/uuid_source.h"
#include "repository/content/content_store.h"

namespace docshare::repository {

struct ContentStoreContractSubject {
  std::string name;
  // Makes a store over `kv` with its files, if any, in `folder`. When one was there before with
  // the same two, the new one takes over what it left.
  std::function<std::unique_ptr<ContentStore>(const std::string& folder, platform::KvStore* kv,
                                              platform::UuidSource* uuids)>
      make;
};

inline std::ostream& operator<<(std::ostream& out, const ContentStoreContractSubject& subject) {
  return out << subject.name;
}

// What every ContentStore does, as content_store.h promises it. A store's test runs it by
// INSTANTIATE_TEST_SUITE_P(Name, ContentStoreContractTest, testing::Values(subject)).
class ContentStoreContractTest : public testing::TestWithParam<ContentStoreContractSubject> {
 protected:
  ContentStoreContractTest() { Restart(); }

  // The store of a process that starts on what the last one left.
  void Restart() {
    store_.reset();
    store_ = GetParam().make(folder_.path(), &kv_, &uuids_);
  }

  ContentStore& store() { return *store_; }
  platform::MemoryKvStore& kv() { return kv_; }

 private:
  platform::TemporaryFolder folder_;
  platform::MemoryKvStore kv_;
  platform::SequenceUuidSource uuids_;
  std::unique_ptr<ContentStore> store_;
};

}  // namespace docshare::repository
