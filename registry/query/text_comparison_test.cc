// One letter, or a letter and a mark: the same text to the standard (docs/decisions/0019). What was
// sent stays as it was.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/query/find_documents.h"
#include "registry/query/find_documents_by_reference_id.h"
#include "registry/query/find_folders.h"
#include "registry/query/find_submission_sets.h"
#include "registry/query/testing/answer.h"
#include "registry/query/testing/registered_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr char kOneLetter[] = "\u00c5";
constexpr char kLetterAndMark[] = "A\u030a";
constexpr char kOtherSign[] = "\u212b";

template <typename Request>
Request OfPatient(v1::ReturnType return_type = v1::RETURN_TYPE_OBJECT_REF) {
  Request request;
  *request.mutable_patient_id() = APatient();
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.set_return_type(return_type);
  return request;
}

template <typename Code>
void SetCode(absl::string_view text, Code* code) {
  code->set_code(std::string(text));
  code->set_code_system("2.999.1");
}

class TextComparisonTest : public ::testing::Test {
 protected:
  // A document whose author, class and order have this text in them.
  std::string Register(absl::string_view text) {
    return db_.Register(AnEntry()
                            .ByAuthor(text, "KARI")
                            .OfClass(text, "2.999.1")
                            .Also([&](metadata::v1::DocumentEntry& entry) {
                              auto& reference = *entry.add_reference_ids();
                              reference.set_id(std::string(text));
                              reference.set_identifier_type_code("urn:x");
                            }));
  }

  RegisteredStore db_;
};

TEST_F(TextComparisonTest, Codes) {
  const std::string one = Register(kOneLetter), marks = Register(kLetterAndMark);
  for (const char* text : {kOneLetter, kLetterAndMark, kOtherSign}) {
    auto request = OfPatient<v1::FindDocumentsRequest>();
    SetCode(text, request.add_class_codes());
    EXPECT_THAT(IdsOf(Ask<v1::FindDocumentsResponse>(FindDocuments, request, db_.store())),
                UnorderedElementsAre(one, marks));
  }
}

TEST_F(TextComparisonTest, AuthorPatterns) {
  const std::string one = Register(kOneLetter), marks = Register(kLetterAndMark);
  for (const std::string& pattern :
       {absl::StrCat("%^", kOneLetter, "^%"), absl::StrCat("%^", kLetterAndMark, "^%"),
        std::string("%^_^%")}) {
    auto request = OfPatient<v1::FindDocumentsRequest>();
    request.add_author_person_patterns(pattern);
    EXPECT_THAT(IdsOf(Ask<v1::FindDocumentsResponse>(FindDocuments, request, db_.store())),
                UnorderedElementsAre(one, marks))
        << pattern;
  }
}

TEST_F(TextComparisonTest, ReferenceIds) {
  const std::string one = Register(kOneLetter), marks = Register(kLetterAndMark);
  for (const char* text : {kOneLetter, kLetterAndMark}) {
    auto request = OfPatient<v1::FindDocumentsByReferenceIdRequest>();
    request.add_reference_ids()->add_any_of(absl::StrCat(text, "^^^^urn:x"));
    EXPECT_THAT(IdsOf(Ask<v1::FindDocumentsByReferenceIdResponse>(FindDocumentsByReferenceId,
                                                                  request, db_.store())),
                UnorderedElementsAre(one, marks));
  }
}

TEST_F(TextComparisonTest, FolderCodes) {
  for (const char* text : {kOneLetter, kLetterAndMark}) {
    metadata::v1::Folder folder = AFolder();
    folder.set_unique_id(absl::StrCat("2.999.66.", folder.unique_id().size(), text[0] == 'A'));
    folder.clear_codes();
    SetCode(text, folder.add_codes());
    db_.AddFolder(folder);
  }
  auto request = OfPatient<v1::FindFoldersRequest>();
  SetCode(kOtherSign, request.add_codes()->add_any_of());
  EXPECT_THAT(IdsOf(Ask<v1::FindFoldersResponse>(FindFolders, request, db_.store())), SizeIs(2));
}

TEST_F(TextComparisonTest, SubmissionSets) {
  int number = 0;
  for (const char* text : {kOneLetter, kLetterAndMark}) {
    auto submission =
        ASubmission().WithUniqueId(absl::StrCat("2.999.67.", ++number)).With(AnEntry()).Build();
    SetCode(text, submission.mutable_submission_set()->mutable_content_type_code());
    submission.mutable_submission_set()->clear_authors();
    submission.mutable_submission_set()
        ->add_authors()
        ->mutable_person()
        ->mutable_family_name()
        ->assign(text);
    db_.Register(submission);
  }
  auto by_code = OfPatient<v1::FindSubmissionSetsRequest>();
  SetCode(kOtherSign, by_code.add_content_type_codes());
  EXPECT_THAT(IdsOf(Ask<v1::FindSubmissionSetsResponse>(FindSubmissionSets, by_code, db_.store())),
              SizeIs(2));
  auto by_author = OfPatient<v1::FindSubmissionSetsRequest>();
  by_author.set_author_person_pattern(absl::StrCat("%", kOneLetter, "%"));
  EXPECT_THAT(
      IdsOf(Ask<v1::FindSubmissionSetsResponse>(FindSubmissionSets, by_author, db_.store())),
      SizeIs(2));
}

TEST_F(TextComparisonTest, WhatWasSentIsAnswered) {
  Register(kOneLetter);
  Register(kLetterAndMark);
  const auto found = Ask<v1::FindDocumentsResponse>(
      FindDocuments, OfPatient<v1::FindDocumentsRequest>(v1::RETURN_TYPE_LEAF_CLASS), db_.store());
  std::vector<std::string> codes;
  for (const auto& entry : found.document_entries()) codes.push_back(entry.class_code().code());
  EXPECT_THAT(codes, UnorderedElementsAre(kOneLetter, kLetterAndMark));
}

}  // namespace
}  // namespace docshare::registry
