#include "consumer/publish/submission_links.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/metadata/association_type.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::Association;
using docshare::registry::v1::RegisterDocumentSetRequest;
using ::testing::ElementsAre;

constexpr char kOld[] = "urn:uuid:0f1a2b3c-1111-4222-8333-444455556666";
constexpr char kFolder[] = "urn:uuid:0f1a2b3c-1111-4222-8333-777788889999";

RegisterDocumentSetRequest SubmissionOf(const std::vector<std::string>& entries) {
  RegisterDocumentSetRequest request;
  request.mutable_submission_set()->set_entry_uuid("set");
  for (const std::string& entry : entries) request.add_document_entries()->set_entry_uuid(entry);
  return request;
}

// Each association as "id: TYPE source -> target".
std::vector<std::string> LinksOf(const RegisterDocumentSetRequest& request) {
  std::vector<std::string> links;
  for (const Association& association : request.associations()) {
    const std::string& type = association.association_type();
    links.push_back(absl::StrCat(association.entry_uuid(), ": ", type.substr(type.rfind(':') + 1),
                                 " ", association.source_object(), " -> ",
                                 association.target_object()));
  }
  return links;
}

TEST(SubmissionLinksTest, EveryEntryIsRelatedToTheTarget) {
  RegisterDocumentSetRequest request = SubmissionOf({"a", "b"});
  AddRelationship({kAppend, kOld}, request);
  EXPECT_THAT(LinksOf(request),
              ElementsAre(absl::StrCat(": APND a -> ", kOld), absl::StrCat(": APND b -> ", kOld)));
}

TEST(SubmissionLinksTest, SeveralRelationshipsOfOneEntry) {
  RegisterDocumentSetRequest request = SubmissionOf({"a"});
  AddRelationship({kReplace, kOld}, request);
  AddRelationship({kTransform, kFolder}, request);
  EXPECT_EQ(request.associations(0).association_type(), kReplace);
  EXPECT_EQ(request.associations(1).association_type(), kTransform);
  EXPECT_EQ(request.associations(1).target_object(), kFolder);
}

TEST(SubmissionLinksTest, EntriesAndMembershipsOfAnOldFolder) {
  RegisterDocumentSetRequest request = SubmissionOf({"a", "b"});
  AddFolderMembers(kFolder, request);
  AddSubmissionSetMembers(request);
  EXPECT_THAT(
      LinksOf(request),
      ElementsAre(absl::StrCat("folder-member-1: HasMember ", kFolder, " -> a"),
                  absl::StrCat("folder-member-2: HasMember ", kFolder, " -> b"),
                  ": HasMember set -> a", ": HasMember set -> b",
                  ": HasMember set -> folder-member-1", ": HasMember set -> folder-member-2"));
  // Only what the submission brings as a document is an Original.
  EXPECT_EQ(request.associations(0).submission_set_status(),
            docshare::metadata::v1::SUBMISSION_SET_STATUS_UNSPECIFIED);
  EXPECT_EQ(request.associations(2).submission_set_status(),
            docshare::metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL);
  EXPECT_EQ(request.associations(4).submission_set_status(),
            docshare::metadata::v1::SUBMISSION_SET_STATUS_UNSPECIFIED);
}

TEST(SubmissionLinksTest, ANewFolderIsAMemberToo) {
  RegisterDocumentSetRequest request = SubmissionOf({"a"});
  request.add_folders()->set_entry_uuid("folder");
  AddFolderMembers("folder", request);
  AddSubmissionSetMembers(request);
  EXPECT_THAT(LinksOf(request),
              ElementsAre("folder-member-1: HasMember folder -> a", ": HasMember set -> a",
                          ": HasMember set -> folder", ": HasMember set -> folder-member-1"));
}

TEST(SubmissionLinksTest, WhatIsThereIsNotAddedAgain) {
  RegisterDocumentSetRequest request = SubmissionOf({"a", "b"});
  request.add_folders()->set_entry_uuid("folder");
  AddRelationship({kReplace, kOld}, request);
  AddFolderMembers("folder", request);
  AddSubmissionSetMembers(request);
  const std::vector<std::string> links = LinksOf(request);
  AddRelationship({kReplace, kOld}, request);
  AddFolderMembers("folder", request);
  AddSubmissionSetMembers(request);
  EXPECT_EQ(LinksOf(request), links);
}

TEST(SubmissionLinksTest, MembershipsWithoutIdGetOne) {
  RegisterDocumentSetRequest request = SubmissionOf({"a"});
  Association& member = *request.add_associations();
  member.set_association_type(kHasMember);
  member.set_source_object(kFolder);
  member.set_target_object("a");
  request.add_associations()->set_entry_uuid("folder-member-1");
  AddSubmissionSetMembers(request);
  EXPECT_EQ(request.associations(0).entry_uuid(), "folder-member-2");
  EXPECT_EQ(LinksOf(request).back(), ": HasMember set -> folder-member-2");
}

}  // namespace
}  // namespace docshare::consumer
