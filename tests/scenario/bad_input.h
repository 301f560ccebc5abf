#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/repository/v1/repository_service.pb.h"
#include "tests/stack/stack.h"

namespace docshare::tests {

// A patient nobody has a good document of.
inline constexpr char kBadPatient[] = "20891270128";

// Real servers that get bad input. After every test they do the main job, for kPatient; after all
// tests their databases hold what was good and nothing else.
class BadInputTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite();
  void SetUp() override;
  void TearDown() override;

  // Registers directly, as a repository would.
  static absl::Status Register(const registry::v1::RegisterDocumentSetRequest& request);

  // Sends these messages as a stream, and its end unless `cancel`.
  static absl::Status Provide(
      const std::vector<repository::v1::ProvideDocumentSetRequest>& messages, bool cancel = false);

  static Stack* stack_;

 private:
  static void ExpectOnlyGoodDocuments();
  static void ExpectOnlyGoodDocuments(int repository);

  static size_t good_documents_;
};

// Messages of ProvideDocumentSet.
repository::v1::ProvideDocumentSetRequest Metadata(
    const registry::v1::RegisterDocumentSetRequest& metadata);
repository::v1::ProvideDocumentSetRequest Chunk(const std::string& entry_uuid,
                                                const std::string& data, bool last);

// Metadata of two documents of kBadPatient, as a source sends them.
registry::v1::RegisterDocumentSetRequest TwoDocuments();

// entry_uuid of one of them.
const std::string& Uuid(const registry::v1::RegisterDocumentSetRequest& metadata, int entry);

}  // namespace docshare::tests
