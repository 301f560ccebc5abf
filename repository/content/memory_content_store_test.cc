#include "repository/content/memory_content_store.h"

#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "repository/content/content_store_contract.h"

namespace docshare::repository {
namespace {

INSTANTIATE_TEST_SUITE_P(Memory, ContentStoreContractTest,
                         testing::Values(ContentStoreContractSubject{
                             "Memory", [](const std::string&, platform::KvStore* kv,
                                          platform::UuidSource* uuids) {
                               return std::make_unique<MemoryContentStore>(kv, uuids);
                             }}));

}  // namespace
}  // namespace docshare::repository
