#include "platform/crypto/aes_gcm.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"

namespace docshare::platform {
namespace {

SecretKey KeyOf(absl::string_view hex) {
  const std::string bytes = absl::HexStringToBytes(hex);
  std::array<uint8_t, SecretKey::kBytes> key;
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return SecretKey(key);
}

AesGcm::Nonce NonceOf(absl::string_view hex) {
  const std::string bytes = absl::HexStringToBytes(hex);
  AesGcm::Nonce nonce;
  std::copy(bytes.begin(), bytes.end(), nonce.begin());
  return nonce;
}

std::string Hex(absl::string_view bytes) { return absl::BytesToHexString(bytes); }

// Test cases 13, 14 and 16 of the specification of GCM (McGrew and Viega).
TEST(AesGcmTest, ComputesTheKnownAnswers) {
  const std::string zeros(64, '0');
  AesGcm empty(KeyOf(zeros));
  EXPECT_EQ(Hex(empty.Seal(NonceOf("000000000000000000000000"), "", "")),
            "530f8afbc74536b9a963b4f1c4cb738b");
  EXPECT_EQ(Hex(empty.Seal(NonceOf("000000000000000000000000"), "", std::string(16, '\0'))),
            "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
  AesGcm gcm(KeyOf("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"));
  EXPECT_EQ(Hex(gcm.Seal(NonceOf("cafebabefacedbaddecaf888"),
                         absl::HexStringToBytes("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
                         absl::HexStringToBytes(
                             "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                             "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"))),
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
            "76fc6ece0f4e1768cddf8853bb2d551b");
}

class AesGcmOpenTest : public ::testing::Test {
 protected:
  absl::Status Open(const AesGcm::Nonce& nonce, absl::string_view data, absl::string_view sealed) {
    plain_.assign(sealed.size(), '\0');
    absl::Status status = gcm_.Open(nonce, data, sealed, plain_.data());
    plain_.resize(sealed.size() < AesGcm::kTagBytes ? 0 : sealed.size() - AesGcm::kTagBytes);
    return status;
  }

  AesGcm gcm_{SecretKey::Random()};
  const AesGcm::Nonce nonce_ = NonceOf("000102030405060708090a0b");
  std::string plain_;
};

TEST_F(AesGcmOpenTest, GivesBackWhatWasSealed) {
  for (size_t size : {0, 1, 15, 16, 17, 1000, 262144}) {
    const std::string plain(size, 'p');
    ASSERT_TRUE(Open(nonce_, "data", gcm_.Seal(nonce_, "data", plain)).ok());
    EXPECT_EQ(plain_, plain);
  }
}

TEST_F(AesGcmOpenTest, RefusesEveryFlippedBit) {
  const std::string sealed = gcm_.Seal(nonce_, "data", "twenty bytes of plain");
  for (size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string flipped = sealed;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    EXPECT_TRUE(absl::IsDataLoss(Open(nonce_, "data", flipped))) << bit;
  }
  EXPECT_TRUE(Open(nonce_, "data", sealed).ok());
}

TEST_F(AesGcmOpenTest, RefusesAnotherNonceDataKeyOrLength) {
  const std::string sealed = gcm_.Seal(nonce_, "data", "plain");
  EXPECT_TRUE(absl::IsDataLoss(Open(NonceOf("000102030405060708090a0c"), "data", sealed)));
  EXPECT_TRUE(absl::IsDataLoss(Open(nonce_, "date", sealed)));
  EXPECT_TRUE(absl::IsDataLoss(Open(nonce_, "", sealed)));
  EXPECT_TRUE(absl::IsDataLoss(
      AesGcm(SecretKey::Random()).Open(nonce_, "data", sealed, std::string(64, ' ').data())));
  for (size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_TRUE(absl::IsDataLoss(Open(nonce_, "data", sealed.substr(0, size)))) << size;
  }
  EXPECT_TRUE(absl::IsDataLoss(Open(nonce_, "data", sealed + "x")));
}

TEST_F(AesGcmOpenTest, WorksInPlace) {
  std::string buffer = "some plain text";
  const size_t size = buffer.size();
  buffer.resize(size + AesGcm::kTagBytes);
  gcm_.Seal(nonce_, "", absl::string_view(buffer).substr(0, size), buffer.data());
  EXPECT_EQ(buffer.find("plain"), std::string::npos);
  ASSERT_TRUE(gcm_.Open(nonce_, "", buffer, buffer.data()).ok());
  EXPECT_EQ(buffer.substr(0, size), "some plain text");
}

}  // namespace
}  // namespace docshare::platform
