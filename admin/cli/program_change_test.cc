// Commands that change something: dry runs, questions, what is sent.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "admin/cli/testing/program_fixture.h"

namespace docshare::admin {
namespace {

using consumer::ExitCode;
using ::testing::AllOf;
using ::testing::HasSubstr;

class ProgramChangeTest : public ProgramTest {
 protected:
  // A document whose withdrawal takes an association and the submission set with it.
  void AddWithdrawableDocument() {
    AddDocument();
    auto& entry = *fake_.withdrawal.add_objects();
    entry.set_entry_uuid(absl::StrCat("urn:uuid:", kUuid));
    entry.set_kind(v1::OBJECT_KIND_DOCUMENT_ENTRY);
    auto& association = *fake_.withdrawal.add_objects();
    association.set_entry_uuid("urn:uuid:0f1a2b3c-2222-4222-8333-444455556666");
    association.set_kind(v1::OBJECT_KIND_ASSOCIATION);
    association.set_association_type("urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember");
    auto& set = *fake_.withdrawal.add_objects();
    set.set_entry_uuid("urn:uuid:0f1a2b3c-3333-4222-8333-444455556666");
    set.set_kind(v1::OBJECT_KIND_SUBMISSION_SET);
    fake_.withdrawal.set_commit_position(42);
  }

  // Calls that were no dry run.
  size_t Withdrawals() const {
    size_t count = 0;
    for (const auto& request : fake_.withdrawals) count += request.dry_run() ? 0 : 1;
    return count;
  }
};

TEST_F(ProgramChangeTest, WithdrawShowsWhatGoesAndAsks) {
  AddWithdrawableDocument();
  ProgramResult result = Run({"withdraw", kUuid}, absl::StrCat(kUniqueId, "\n"));
  ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("Epikrise"), HasSubstr("HasMember"), HasSubstr("submission set"),
                    HasSubstr("nothing is left of it"), HasSubstr("for good. Type 2.999.7.1")));
  EXPECT_THAT(result.out, HasSubstr("withdrawn at position 42"));
  EXPECT_EQ(Withdrawals(), 1u);
  // What was shown is what may go.
  EXPECT_EQ(fake_.withdrawals.back().planned_entry_uuids_size(), 3);
}

TEST_F(ProgramChangeTest, WithdrawDoesNothingWithoutTheName) {
  AddWithdrawableDocument();
  EXPECT_EQ(Run({"withdraw", kUuid}, "yes\n").code, ExitCode::kInterrupted);
  EXPECT_EQ(Run({"withdraw", kUuid}).code, ExitCode::kUsage);
  EXPECT_EQ(Withdrawals(), 0u);
}

TEST_F(ProgramChangeTest, WithdrawForScripts) {
  AddWithdrawableDocument();
  const auto planned = JsonOf(Run({"withdraw", kUuid, "--dry-run", "--json"}).out).fields();
  EXPECT_TRUE(planned.at("dryRun").bool_value());
  EXPECT_EQ(planned.at("objects").list_value().values_size(), 3);
  EXPECT_EQ(Withdrawals(), 0u);
  ProgramResult result = Run({"withdraw", kUuid, "--yes", "--json"});
  EXPECT_EQ(JsonOf(result.out).fields().at("commitPosition").number_value(), 42);
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(Withdrawals(), 1u);
}

TEST_F(ProgramChangeTest, WithdrawOfWhatIsGoneIsNotFound) {
  AddDocument().clear_object();
  EXPECT_EQ(Run({"withdraw", kUuid, "--yes"}).code, ExitCode::kNotFound);
  EXPECT_EQ(Run({"withdraw", "2.999.404", "--yes"}).code, ExitCode::kNotFound);
}

TEST_F(ProgramChangeTest, FeedMakesAPatientKnown) {
  ProgramResult result = Run({"patient", "feed", "--patient", kKari, "--family", "Nordmann"});
  ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
  ASSERT_EQ(fake_.feeds.size(), 1u);
  EXPECT_EQ(fake_.feeds[0].demographics().family_name(), "Nordmann");
}

TEST_F(ProgramChangeTest, FeedDryRunOnlyTells) {
  AddPatient(kOla, 2);
  EXPECT_THAT(Run({"patient", "feed", "--patient", kKari, "--dry-run"}).out,
              HasSubstr("would be made known"));
  EXPECT_THAT(Run({"patient", "feed", "--patient", kOla, "--dry-run"}).out,
              HasSubstr("would be updated"));
  const auto json =
      JsonOf(Run({"patient", "feed", "--patient", kOla, "--dry-run", "--json"}).out).fields();
  EXPECT_TRUE(json.at("known").bool_value());
  EXPECT_TRUE(fake_.feeds.empty());
}

TEST_F(ProgramChangeTest, MergeShowsBothRecordsAndAsksForTheSubsumedNumber) {
  AddPatient(kKari, 1).set_approved_documents(3);
  AddPatient(kOla, 2).set_approved_documents(5);
  const std::vector<std::string> merge = {"patient", "merge",      "--surviving",
                                          kKari,     "--subsumed", kOla};
  EXPECT_EQ(Run(merge, absl::StrCat(kKari, "\n")).code, ExitCode::kInterrupted);
  EXPECT_TRUE(fake_.merges.empty());
  ProgramResult result = Run(merge, absl::StrCat(kOla, "\n"));
  ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
  EXPECT_THAT(result.err, AllOf(HasSubstr("Surviving"), HasSubstr("3 approved"),
                                HasSubstr("Subsumed"), HasSubstr("5 approved")));
  ASSERT_EQ(fake_.merges.size(), 1u);
  EXPECT_EQ(fake_.merges[0].surviving().id(), kKari);
  EXPECT_EQ(fake_.merges[0].subsumed().id(), kOla);
}

TEST_F(ProgramChangeTest, MergeDryRunTellsHowMuchWouldMove) {
  AddPatient(kKari, 1);
  AddPatient(kOla, 2).set_submission_sets(5);
  const auto json = JsonOf(Run({"patient", "merge", "--surviving", kKari, "--subsumed", kOla,
                                "--dry-run", "--json"})
                               .out)
                        .fields();
  EXPECT_EQ(json.at("objectsToMove").number_value(), 5);
  EXPECT_TRUE(fake_.merges.empty());
}

TEST_F(ProgramChangeTest, MergeOfAnUnknownPatientNamesTheFlag) {
  AddPatient(kKari, 1);
  ProgramResult result =
      Run({"patient", "merge", "--surviving", kKari, "--subsumed", kOla, "--yes"});
  EXPECT_EQ(result.code, ExitCode::kNotFound);
  EXPECT_THAT(result.err, AllOf(HasSubstr("--subsumed"), HasSubstr("docshare-admin patient feed")));
}

TEST_F(ProgramChangeTest, RebuildTellsWhatItPutRight) {
  auto& first = fake_.rebuild.emplace_back();
  first.set_step("documents");
  first.set_rows(10);
  first.set_rows_total(20);
  auto& last = fake_.rebuild.emplace_back();
  last.set_rows(1234);
  last.set_rows_total(1234);
  last.set_changed(7);
  last.set_done(true);
  ProgramResult result = Run({"rebuild-indexes"});
  ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
  EXPECT_EQ(result.out,
            "looked at 1 234 rows: 7 index rows were missing, wrong or stray; put right\n");
  EXPECT_EQ(result.err, "");
  EXPECT_FALSE(fake_.rebuilds[0].compare_only());
  const auto json = JsonOf(Run({"rebuild-indexes", "--dry-run", "--json"}).out).fields();
  EXPECT_EQ(json.at("changed").number_value(), 7);
  EXPECT_TRUE(fake_.rebuilds[1].compare_only());
}

TEST_F(ProgramChangeTest, RebuildNamesWhatCannotBeRead) {
  auto& response = fake_.rebuild.emplace_back();
  response.add_unreadable("document-entry patient=3");
  response.set_done(true);
  ProgramResult result = Run({"rebuild-indexes"});
  EXPECT_EQ(result.code, ExitCode::kDamaged);
  EXPECT_THAT(result.err, AllOf(HasSubstr("cannot be read: document-entry patient=3"),
                                HasSubstr("restore a backup")));
}

TEST_F(ProgramChangeTest, RebuildThatWasNotDoneFails) {
  fake_.rebuild.emplace_back();
  EXPECT_EQ(Run({"rebuild-indexes"}).code, ExitCode::kUnavailable);
  fake_.failure = {grpc::StatusCode::ABORTED, "another rebuild runs"};
  EXPECT_EQ(Run({"rebuild-indexes"}).code, ExitCode::kRefused);
}

TEST_F(ProgramChangeTest, CodesAreListedLoadedComparedAndPutInForce) {
  fake_.code_sets.mutable_active()->set_number(2);
  fake_.code_sets.mutable_active()->set_codes(412);
  auto& set = *fake_.code_sets.add_code_sets();
  set.set_attribute("classCode");
  set.set_count(1);
  set.add_codes()->set_code("A00-1");
  EXPECT_THAT(Run({"codes", "list"}).out,
              AllOf(HasSubstr("version 2, 412 codes"), HasSubstr("classCode")));
  EXPECT_THAT(Run({"codes", "list", "--attribute", "classCode"}).out, HasSubstr("A00-1"));
  EXPECT_EQ(fake_.listings[1].attribute(), "classCode");

  fake_.loaded.mutable_loaded()->set_number(3);
  auto& added = *fake_.loaded.mutable_diff()->add_added();
  added.set_attribute("classCode");
  added.mutable_code()->set_code("B00-1");
  fake_.loaded.mutable_diff()->set_added_count(2);
  EXPECT_THAT(Run({"codes", "load"}).out,
              AllOf(HasSubstr("B00-1"), HasSubstr("1 more"), HasSubstr("2 added, 0 removed"),
                    HasSubstr("docshare-admin codes activate 3")));

  *fake_.diff.mutable_diff() = fake_.loaded.diff();
  fake_.diff.mutable_other()->set_number(3);
  EXPECT_THAT(Run({"codes", "diff"}).out, HasSubstr("B00-1"));
  EXPECT_THAT(Run({"codes", "activate", "3", "--dry-run"}).out, HasSubstr("B00-1"));
  EXPECT_EQ(Run({"codes", "activate", "4", "--dry-run"}).code, ExitCode::kUsage);
  EXPECT_TRUE(fake_.activations.empty());
  EXPECT_THAT(Run({"codes", "activate", "3"}).out, HasSubstr("in force now: version 3"));
  EXPECT_EQ(fake_.activations[0].version(), 3u);
}

TEST_F(ProgramChangeTest, CodesRollBackNamesTheVersionInForce) {
  fake_.code_sets.mutable_active()->set_number(5);
  Run({"codes", "rollback", "--dry-run"});
  EXPECT_TRUE(fake_.diffs[0].previous());
  EXPECT_TRUE(fake_.roll_backs.empty());
  EXPECT_THAT(Run({"codes", "rollback"}).out, HasSubstr("in force now: version 4"));
  EXPECT_EQ(fake_.roll_backs[0].active(), 5u);
}

}  // namespace
}  // namespace docshare::admin
