#include "consumer/client/retrieval_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/errors/xds_error.h"

namespace docshare::consumer {
namespace {

using docshare::repository::v1::RetrieveDocumentSetResponse;
using ::testing::HasSubstr;

// Of the bytes "abc".
constexpr char kSha1[] = "a9993e364706816aba3e25717850c26c9cd0d89d";
constexpr char kSha256[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

RetrieveDocumentSetResponse Header() {
  RetrieveDocumentSetResponse message;
  auto& header = *message.mutable_header();
  header.set_mime_type("text/plain");
  header.set_size(3);
  header.set_hash(kSha1);
  header.set_sha256(kSha256);
  return message;
}

RetrieveDocumentSetResponse Data(const std::string& bytes, bool last) {
  RetrieveDocumentSetResponse message;
  message.mutable_data()->set_data(bytes);
  message.mutable_data()->set_last(last);
  return message;
}

RetrieveDocumentSetResponse Fault(const std::string& code) {
  RetrieveDocumentSetResponse message;
  auto& error = *message.mutable_fault()->mutable_error();
  error.set_error_code(code);
  error.set_code_context("why");
  error.set_location("1.2.3");
  return message;
}

struct Outcome {
  absl::StatusOr<RetrievedDocument> document;
  std::string given_out;
};

Outcome Check(const ExpectedContent& expected,
              const std::vector<RetrieveDocumentSetResponse>& messages) {
  RetrievalCheck check(expected);
  Outcome outcome;
  for (const RetrieveDocumentSetResponse& message : messages) {
    absl::StatusOr<absl::string_view> bytes = check.Next(message);
    if (!bytes.ok()) {
      outcome.document = bytes.status();
      return outcome;
    }
    outcome.given_out.append(bytes->data(), bytes->size());
  }
  outcome.document = check.Finish();
  return outcome;
}

TEST(RetrievalCheckTest, GivesOutAWholeDocument) {
  Outcome outcome = Check({kSha1, 3}, {Header(), Data("a", false), Data("bc", true)});
  ASSERT_TRUE(outcome.document.ok()) << outcome.document.status();
  EXPECT_EQ(outcome.given_out, "abc");
  EXPECT_EQ(outcome.document->mime_type, "text/plain");
  EXPECT_EQ(outcome.document->content.size_bytes, 3u);
  EXPECT_EQ(outcome.document->content.sha1, kSha1);
  EXPECT_EQ(outcome.document->content.sha256, kSha256);
}

TEST(RetrievalCheckTest, NeedsNoKnowledgeOfTheEntry) {
  EXPECT_TRUE(Check({}, {Header(), Data("abc", true)}).document.ok());
}

TEST(RetrievalCheckTest, ComparesHashesWithoutCase) {
  EXPECT_TRUE(Check({"A9993E364706816ABA3E25717850C26C9CD0D89D", 3}, {Header(), Data("abc", true)})
                  .document.ok());
}

TEST(RetrievalCheckTest, AcceptsADocumentOfNoBytes) {
  RetrieveDocumentSetResponse header = Header();
  header.mutable_header()->set_size(0);
  header.mutable_header()->set_hash("da39a3ee5e6b4b0d3255bfef95601890afd80709");
  header.mutable_header()->set_sha256(
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  Outcome outcome = Check({}, {header, Data("", true)});
  ASSERT_TRUE(outcome.document.ok()) << outcome.document.status();
  EXPECT_EQ(outcome.given_out, "");
}

TEST(RetrievalCheckTest, DamageIsDataLossAndNeverGivenOutWhole) {
  RetrieveDocumentSetResponse other_sha256 = Header();
  other_sha256.mutable_header()->set_sha256(std::string(64, '0'));
  RetrieveDocumentSetResponse no_sha256 = Header();
  no_sha256.mutable_header()->clear_sha256();
  RetrieveDocumentSetResponse longer = Header();
  longer.mutable_header()->set_size(4);

  const struct {
    const char* name;
    ExpectedContent expected;
    std::vector<RetrieveDocumentSetResponse> messages;
    const char* message;
    bool damaged = true;  // Whether the bytes themselves are incomplete or wrong.
  } cases[] = {
      {"other bytes", {}, {Header(), Data("abd", true)}, "SHA-1"},
      {"entry tells another hash", {std::string(40, '0'), 3}, {Header()}, "SHA-1"},
      {"entry tells another size", {kSha1, 4}, {Header()}, "size is 4 bytes by the registry"},
      {"other SHA-256", {}, {other_sha256, Data("abc", true)}, "SHA-256"},
      {"no SHA-256", {}, {no_sha256, Data("abc", true)}, "SHA-256"},
      {"too few bytes", {}, {longer, Data("abc", true)}, "size is 4 bytes by the repository"},
      {"too many bytes", {}, {Header(), Data("abcd", false)}, "more bytes came"},
      {"no end", {}, {Header(), Data("ab", false)}, "2 of 3 bytes"},
      {"nothing", {}, {}, "no document"},
      {"bytes without header", {}, {Data("abc", true)}, "belong to no document"},
      {"bytes after the end",
       {},
       {Header(), Data("abc", true), Data("", false)},
       "belong to no document",
       false},
      {"two headers", {}, {Header(), Header()}, "within another"},
      {"empty message", {}, {RetrieveDocumentSetResponse()}, "unknown kind"},
      {"fault of the repository", {}, {Header(), Fault("XDSRepositoryError")}, ""},
  };
  for (const auto& c : cases) {
    Outcome outcome = Check(c.expected, c.messages);
    EXPECT_EQ(outcome.document.status().code(), absl::StatusCode::kDataLoss) << c.name;
    EXPECT_THAT(std::string(outcome.document.status().message()), HasSubstr(c.message)) << c.name;
    EXPECT_NE(outcome.given_out == "abc", c.damaged) << c.name;
  }
}

TEST(RetrievalCheckTest, FaultKeepsTheErrorOfTheStandard) {
  Outcome outcome = Check({}, {Fault("XDSDocumentUniqueIdError")});
  EXPECT_EQ(outcome.document.status().code(), absl::StatusCode::kNotFound);
  absl::optional<docshare::metadata::v1::RegistryErrorList> list =
      RegistryErrorsOf(outcome.document.status());
  ASSERT_TRUE(list.has_value());
  ASSERT_EQ(list->errors_size(), 1);
  EXPECT_EQ(list->errors(0).error_code(), "XDSDocumentUniqueIdError");
  EXPECT_EQ(list->errors(0).location(), "1.2.3");
}

}  // namespace
}  // namespace docshare::consumer
