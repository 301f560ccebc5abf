#include "gateway/services/transaction.h"

#include <gtest/gtest.h>

namespace docshare::gateway {
namespace {

TEST(TransactionTest, AreInTheOrderOfTheirIds) {
  size_t i = 0;
  for (const Transaction& transaction : Transactions()) {
    EXPECT_EQ(static_cast<size_t>(transaction.id), i++);
  }
  EXPECT_EQ(i, 12u);
}

TEST(TransactionTest, AreFoundByServiceAndAction) {
  const Transaction* found =
      FindTransaction(Service::kRegistry, "urn:ihe:iti:2007:RegistryStoredQuery");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->number, "ITI-18");
  found = FindTransaction(Service::kRespondingGateway, "urn:ihe:iti:2007:CrossGatewayQueryAsync");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->number, "ITI-38");
}

TEST(TransactionTest, AreNotFoundAtAnotherService) {
  EXPECT_EQ(FindTransaction(Service::kRepository, "urn:ihe:iti:2007:RegistryStoredQuery"), nullptr);
  EXPECT_EQ(FindTransaction(Service::kRegistry, ""), nullptr);
  EXPECT_EQ(FindTransaction(Service::kRegistry, "Async"), nullptr);
  EXPECT_EQ(FindTransaction(Service::kRegistry, "urn:ihe:iti:2007:registrystoredquery"), nullptr);
}

}  // namespace
}  // namespace docshare::gateway
