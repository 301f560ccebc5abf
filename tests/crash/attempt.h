#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "docshare/registry/v1/registry_service.pb.h"
#include "tests/stack/test_submission.h"

namespace docshare::tests {

// One submission that was sent, without its bytes: they can be made again.
struct Attempt {
  struct Document {
    std::string unique_id;
    uint64_t seed = 0;
    size_t size = 0;

    std::string Bytes() const { return PseudoRandomBytes(seed, size); }
  };

  int repository = 0;
  std::string patient;
  registry::v1::RegisterDocumentSetRequest metadata;
  std::vector<Document> documents;
  // The source was told that the submission is published.
  bool acknowledged = false;

  std::vector<std::string> UniqueIds() const;
  TestSubmission Submission() const;
};

// A submission of one to three documents of one byte to some MiB: rows as well as files of the
// repository. The same for the same seed, but for its ids.
Attempt NewAttempt(uint64_t seed, int repository, const std::string& patient);

}  // namespace docshare::tests
