// A registration from outside, from its bytes to what enters the commit log. Odd inputs are read on
// top of a good submission, so that the fuzzer meets the rules one at a time.

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/util/message_differencer.h>

#include <cstdint>
#include <cstdlib>

#include "docshare/registry/v1/registry_service.pb.h"
#include "domain/metadata/content_digest.h"
#include "domain/metadata/rules/stateless_rules.h"
#include "domain/metadata/submission_ids.h"
#include "domain/metadata/testing/submission_builder.h"

namespace {

using docshare::registry::v1::RegisterDocumentSetRequest;

void Require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const RegisterDocumentSetRequest good =
      docshare::testing::ASubmission()
          .With(docshare::testing::AnEntry().WithEntryUuid("d"))
          .With(docshare::testing::AFolder().WithEntryUuid("f"))
          .Filing("d", "f")
          .Build();
  if (size == 0) return 0;
  RegisterDocumentSetRequest request;
  if (data[0] % 2 == 1) request = good;
  const auto transaction = static_cast<docshare::Transaction>(data[0] / 2 % 3);
  google::protobuf::io::CodedInputStream input(data + 1, static_cast<int>(size) - 1);
  if (!request.MergeFromCodedStream(&input)) return 0;
  const docshare::RegistryErrors before = docshare::RunStatelessRules(request, transaction);
  Require(before.ToStatus().ok() == before.empty());
  docshare::ResolveSubmissionIds(request);
  const auto resolved = request;
  const std::string digest = docshare::ContentDigest(request);
  docshare::ResolveSubmissionIds(request);
  Require(google::protobuf::util::MessageDifferencer::Equals(request, resolved));
  Require(docshare::ContentDigest(request) == digest && digest.size() == 32);
  // Resolving makes no good request bad.
  if (before.empty()) Require(docshare::RunStatelessRules(request, transaction).empty());
  return 0;
}
