// Retrievals that break and go on.

#include <memory>
#include <string>
#include <utility>

#include "consumer/client/document_consumer.h"
#include "consumer/client/document_digest.h"
#include "consumer/client/testing/fake_registry.h"
#include "consumer/client/testing/fake_repository.h"
#include "consumer/client/testing/loopback_server.h"
#include "gtest/gtest.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::DocumentEntry;

constexpr char kHospital[] = "1.2.3.1";

std::string SomeBytes(size_t size) {
  std::string bytes(size, '\0');
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 31 + i / 251);
  return bytes;
}

class ResumedRetrievalTest : public ::testing::Test {
 protected:
  ResumedRetrievalTest()
      : hospital_(kHospital, &registry_),
        registry_server_({&registry_}),
        hospital_server_({&hospital_}) {
    ConsumerOptions options;
    options.registry = registry_server_.channel();
    options.repositories = {{kHospital, hospital_server_.channel()}};
    options.limits.retry.initial_backoff = absl::Milliseconds(1);
    options.limits.retry.max_backoff = absl::Milliseconds(2);
    absl::StatusOr<std::unique_ptr<DocumentConsumer>> consumer = DocumentConsumer::Create(options);
    EXPECT_TRUE(consumer.ok()) << consumer.status();
    consumer_ = *std::move(consumer);
  }

  DocumentEntry Publish(const std::string& unique_id, const std::string& bytes) {
    DocumentEntry entry;
    entry.set_unique_id(unique_id);
    entry.set_repository_unique_id(kHospital);
    DocumentDigest digest;
    digest.Update(bytes);
    entry.set_hash(digest.Finish().sha1);
    entry.set_size(bytes.size());
    hospital_.Put(unique_id, bytes);
    return entry;
  }

  // Collects the bytes.
  static DocumentSink Into(std::string& bytes) {
    return [&bytes](absl::string_view piece) {
      bytes.append(piece.data(), piece.size());
      return absl::OkStatus();
    };
  }

  FakeRegistry registry_;
  FakeRepository hospital_;
  LoopbackServer registry_server_;
  LoopbackServer hospital_server_;
  std::unique_ptr<DocumentConsumer> consumer_;
};

// Each stream breaks after half of what it has to send; no byte comes twice.
TEST_F(ResumedRetrievalTest, GoesOnWhereARetrievalBroke) {
  const std::string bytes = SomeBytes(500'000);
  DocumentEntry entry = Publish("letter", bytes);
  hospital_.set_damage(RetrievalDamage::kUnavailableHalf);
  std::string received;
  EXPECT_EQ(consumer_
                ->Retrieve(entry,
                           [&](absl::string_view piece) {
                             received.append(piece.data(), piece.size());
                             // The third stream is good.
                             if (received.size() > 300'000) {
                               hospital_.set_damage(RetrievalDamage::kNone);
                             }
                             return absl::OkStatus();
                           })
                .status(),
            absl::OkStatus());
  EXPECT_TRUE(received == bytes);
  EXPECT_EQ(hospital_.failures().calls(), 3);
}

TEST_F(ResumedRetrievalTest, ACompleteDocumentIsCompleteHoweverTheStreamEnds) {
  for (const std::string& bytes : {std::string(), SomeBytes(500'000)}) {
    DocumentEntry entry = Publish(bytes.empty() ? "empty" : "letter", bytes);
    hospital_.set_damage(RetrievalDamage::kUnavailableEnd);
    std::string received;
    const auto document = consumer_->Retrieve(entry, Into(received));
    EXPECT_TRUE(document.ok()) << document.status();
    EXPECT_TRUE(received == bytes);
  }
  EXPECT_EQ(hospital_.failures().calls(), 2);
}

TEST_F(ResumedRetrievalTest, GivesUpOnARetrievalThatBreaksAgainAndAgain) {
  const std::string bytes = SomeBytes(500'000);
  DocumentEntry entry = Publish("letter", bytes);
  hospital_.set_damage(RetrievalDamage::kUnavailableHalf);
  std::string received;
  EXPECT_EQ(consumer_->Retrieve(entry, Into(received)).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_TRUE(received == bytes.substr(0, received.size()));
}

TEST_F(ResumedRetrievalTest, ADocumentThatBecameAnotherOneIsDataLoss) {
  DocumentEntry entry = Publish("letter", SomeBytes(500'000));
  entry.clear_hash();
  hospital_.set_damage(RetrievalDamage::kUnavailableHalf);
  const auto sink = [&](absl::string_view) {
    hospital_.Put(entry.unique_id(), SomeBytes(500'001).substr(1));
    return absl::OkStatus();
  };
  EXPECT_EQ(consumer_->Retrieve(entry, sink).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace docshare::consumer
