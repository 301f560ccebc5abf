#include "repository/check/content_checks.h"

#include <gtest/gtest.h>

#include <utility>

namespace docshare::repository {
namespace {

// What a check of the test saw of its document, and where it says no.
struct Script {
  absl::Status begin;
  absl::Status update;
  absl::Status finish;
  std::string declared;
  std::string seen;
  bool finished = false;
  bool gone = false;
};

class ScriptedDocument : public DocumentCheck {
 public:
  explicit ScriptedDocument(Script* script) : script_(script) {}
  ~ScriptedDocument() override { script_->gone = true; }

  absl::Status Update(absl::string_view bytes) override {
    script_->seen.append(bytes.data(), bytes.size());
    return script_->update;
  }
  absl::Status Finish() override {
    script_->finished = true;
    return script_->finish;
  }

 private:
  Script* const script_;
};

class ScriptedCheck : public ContentCheck {
 public:
  explicit ScriptedCheck(Script* script) : script_(script) {}

  absl::StatusOr<std::unique_ptr<DocumentCheck>> Begin(
      const std::string& declared_mime_type) override {
    script_->declared = declared_mime_type;
    if (!script_->begin.ok()) return script_->begin;
    return std::make_unique<ScriptedDocument>(script_);
  }

 private:
  Script* const script_;
};

class ContentChecksTest : public testing::Test {
 protected:
  ContentChecksTest() : checks_(Both()) {}

  std::vector<std::unique_ptr<ContentCheck>> Both() {
    std::vector<std::unique_ptr<ContentCheck>> both;
    both.push_back(std::make_unique<ScriptedCheck>(&first_));
    both.push_back(std::make_unique<ScriptedCheck>(&second_));
    return both;
  }

  std::unique_ptr<DocumentCheck> Begin() { return checks_.Begin("text/plain").value(); }

  const absl::Status refusal_ = absl::InvalidArgumentError("no");
  Script first_;
  Script second_;
  ContentChecks checks_;
};

TEST_F(ContentChecksTest, GivesEachCheckTheDeclaredTypeAndAllBytes) {
  const auto document = Begin();
  EXPECT_TRUE(document->Update("ab").ok());
  EXPECT_TRUE(document->Update("").ok());
  EXPECT_TRUE(document->Update("c").ok());
  EXPECT_TRUE(document->Finish().ok());
  for (const Script* script : {&first_, &second_}) {
    EXPECT_EQ(script->declared, "text/plain");
    EXPECT_EQ(script->seen, "abc");
    EXPECT_TRUE(script->finished);
  }
}

TEST_F(ContentChecksTest, AnswersWithTheFirstErrorEverAfter) {
  first_.update = refusal_;
  second_.update = absl::UnavailableError("away");
  const auto document = Begin();
  EXPECT_EQ(document->Update("a"), refusal_);
  EXPECT_EQ(document->Update("b"), refusal_);
  EXPECT_EQ(document->Finish(), refusal_);
  EXPECT_EQ(first_.seen, "a");
  EXPECT_EQ(second_.seen, "");
}

TEST_F(ContentChecksTest, LetsTheOthersGoWhenOneRefuses) {
  first_.update = refusal_;
  const auto document = Begin();
  EXPECT_EQ(document->Update("a"), refusal_);
  EXPECT_TRUE(second_.gone);
}

TEST_F(ContentChecksTest, RefusesWhenTheLastCheckRefusesAtTheEnd) {
  second_.finish = refusal_;
  const auto document = Begin();
  EXPECT_TRUE(document->Update("a").ok());
  EXPECT_EQ(document->Finish(), refusal_);
  EXPECT_TRUE(first_.finished);
}

TEST_F(ContentChecksTest, DoesNotBeginWhenOneCheckCannot) {
  second_.begin = absl::UnavailableError("away");
  EXPECT_EQ(checks_.Begin("text/plain").status(), second_.begin);
  EXPECT_TRUE(first_.gone);
}

TEST(NoContentChecksTest, AcceptEveryDocument) {
  ContentChecks none({});
  const auto document = none.Begin("").value();
  EXPECT_TRUE(document->Update("a").ok());
  EXPECT_TRUE(document->Finish().ok());
}

}  // namespace
}  // namespace docshare::repository
