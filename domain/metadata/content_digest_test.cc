#include "domain/metadata/content_digest.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "domain/metadata/submission_ids.h"
#include "domain/metadata/testing/submission_builder.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::AFolder;
using testing::AnEntry;
using testing::ASubmission;

RegisterDocumentSetRequest Resolved(RegisterDocumentSetRequest request) {
  ResolveSubmissionIds(request);
  return request;
}

RegisterDocumentSetRequest ASubmissionOfTwo() {
  return Resolved(ASubmission()
                      .WithUniqueId("2.999.1")
                      .With(AnEntry().WithEntryUuid("a").WithUniqueId("2.999.2").OfBytes("a"))
                      .With(AnEntry().WithEntryUuid("b").WithUniqueId("2.999.3").OfBytes("b"))
                      .With(AFolder().WithEntryUuid("f").WithUniqueId("2.999.5"))
                      .Build());
}

TEST(ContentDigestTest, SameSubmissionHasTheSameDigest) {
  EXPECT_EQ(ContentDigest(ASubmissionOfTwo()), ContentDigest(ASubmissionOfTwo()));
  EXPECT_EQ(ContentDigest(ASubmissionOfTwo()).size(), 32u);
}

TEST(ContentDigestTest, WhatTheRegistrySetsDoesNotCount) {
  RegisterDocumentSetRequest request = ASubmissionOfTwo();
  const std::string digest = ContentDigest(request);
  request.mutable_submission_set()->set_availability_status(
      metadata::v1::AVAILABILITY_STATUS_APPROVED);
  auto& entry = *request.mutable_document_entries(0);
  entry.set_availability_status(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  entry.set_version(7);
  entry.set_logical_id(entry.entry_uuid());
  entry.set_hash(absl::AsciiStrToUpper(entry.hash()));
  auto& folder = *request.mutable_folders(0);
  folder.set_availability_status(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  folder.set_version(7);
  folder.set_logical_id(folder.entry_uuid());
  folder.set_last_update_time("2024");
  request.mutable_associations(0)->set_availability_status(
      metadata::v1::AVAILABILITY_STATUS_APPROVED);
  EXPECT_EQ(ContentDigest(request), digest);
}

TEST(ContentDigestTest, EveryOtherChangeCounts) {
  const std::string digest = ContentDigest(ASubmissionOfTwo());
  const std::function<void(RegisterDocumentSetRequest&)> changes[] = {
      [](auto& r) { r.mutable_submission_set()->set_submission_time("2024"); },
      [](auto& r) { r.mutable_submission_set()->set_entry_uuid("other"); },
      [](auto& r) { r.clear_submission_set(); },
      [](auto& r) { r.mutable_document_entries(0)->set_unique_id("2.999.4"); },
      [](auto& r) { r.mutable_document_entries(1)->set_size(2); },
      [](auto& r) { r.mutable_document_entries(1)->set_logical_id("other"); },
      [](auto& r) { r.mutable_document_entries(1)->add_extra_slots()->set_name("urn:x:y"); },
      [](auto& r) { r.mutable_document_entries()->SwapElements(0, 1); },
      [](auto& r) { r.mutable_document_entries()->RemoveLast(); },
      [](auto& r) { r.mutable_folders(0)->set_unique_id("2.999.6"); },
      [](auto& r) { r.mutable_folders(0)->set_logical_id("other"); },
      [](auto& r) { r.clear_folders(); },
      [](auto& r) { r.mutable_associations(0)->set_previous_version(0); },
      [](auto& r) { r.mutable_associations(0)->set_target_object("other"); },
      [](auto& r) { r.mutable_associations()->RemoveLast(); },
  };
  for (size_t i = 0; i < std::size(changes); ++i) {
    RegisterDocumentSetRequest request = ASubmissionOfTwo();
    changes[i](request);
    EXPECT_NE(ContentDigest(request), digest) << "change " << i;
  }
}

// Stored digests are compared with it. Only what is spelt out here is in it, so that other changes
// of the builders do not matter.
TEST(ContentDigestTest, FormIsFrozen) {
  RegisterDocumentSetRequest request;
  request.mutable_submission_set()->set_unique_id("2.999.1");
  request.add_document_entries()->set_unique_id("2.999.2");
  request.add_associations()->set_association_type("t");
  EXPECT_EQ(absl::BytesToHexString(ContentDigest(request)),
            "acc0b11ec57a9cf3b8cc5eae5ae9cff4e39f152493702e0f4ab61fa8480c4a8e");
  request.add_folders()->set_unique_id("2.999.3");
  EXPECT_EQ(absl::BytesToHexString(ContentDigest(request)),
            "1ded65bf64cb63eddac343f1f1a90ab4ff079af4cabb9001ade1bad9879f8e13");
}

}  // namespace
}  // namespace docshare
