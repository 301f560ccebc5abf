#include "registry/query/find_submission_sets.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/query/testing/answer.h"
#include "registry/query/testing/registered_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::ACode;
using docshare::testing::AnAuthor;
using docshare::testing::APatient;
using metadata::v1::SubmissionSet;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using Request = v1::FindSubmissionSetsRequest;
using Response = v1::FindSubmissionSetsResponse;

Request Query() {
  Request request;
  *request.mutable_patient_id() = APatient();
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  return request;
}

SubmissionSet SubmittedAt(const std::string& dtm) {
  SubmissionSet set = ASubmissionSet();
  set.set_submission_time(dtm);
  return set;
}

class FindSubmissionSetsTest : public ::testing::Test {
 protected:
  std::vector<std::string> Ids(const Request& request) {
    return IdsOf(Ask<Response>(FindSubmissionSets, request, db_.store()));
  }

  RegisteredStore db_;
};

TEST_F(FindSubmissionSetsTest, GivesWholeSetsNewestFirst) {
  const std::string old = db_.AddSubmissionSet(SubmittedAt("2023"));
  SubmissionSet newest = SubmittedAt("20240601");
  newest.mutable_title()->mutable_localized(0)->set_value("Innsending – Čáhci");
  const std::string recent = db_.AddSubmissionSet(newest);
  const std::string middle = db_.AddSubmissionSet(SubmittedAt("202401"));
  EXPECT_THAT(Ids(Query()), ElementsAre(recent, middle, old));
  Request request = Query();
  request.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  const Response response = Ask<Response>(FindSubmissionSets, request, db_.store());
  EXPECT_THAT(IdsOf(response), ElementsAre(recent, middle, old));
  EXPECT_EQ(response.submission_sets(0).title().localized(0).value(), "Innsending – Čáhci");
  EXPECT_EQ(response.commit_position(), db_.store().commit_position());
}

TEST_F(FindSubmissionSetsTest, ShowsOnlyTheNamedPatient) {
  const std::string mine = db_.AddSubmissionSet(ASubmissionSet());
  db_.AddSubmissionSet(ASubmissionSet("30916130186"));
  EXPECT_THAT(Ids(Query()), ElementsAre(mine));
  Request request = Query();
  *request.mutable_patient_id() = APatient("20891270128");
  EXPECT_THAT(Ids(request), IsEmpty());
}

TEST_F(FindSubmissionSetsTest, StatusesAreOred) {
  const std::string approved = db_.AddSubmissionSet(ASubmissionSet());
  SubmissionSet odd = ASubmissionSet();
  odd.set_availability_status(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  const std::string deprecated = db_.AddSubmissionSet(odd);
  EXPECT_THAT(Ids(Query()), ElementsAre(approved));
  Request request = Query();
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(approved, deprecated));
}

TEST_F(FindSubmissionSetsTest, SourceIdsAreOredAndComparedExactly) {
  const auto from = [&](const std::string& source_id) {
    SubmissionSet set = ASubmissionSet();
    set.set_source_id(source_id);
    return db_.AddSubmissionSet(set);
  };
  const std::string a = from("2.999.41");
  const std::string b = from("2.999.42");
  from("2.999.4");
  Request request = Query();
  request.add_source_ids("2.999.41");
  EXPECT_THAT(Ids(request), ElementsAre(a));
  request.add_source_ids("2.999.42");
  EXPECT_THAT(Ids(request), UnorderedElementsAre(a, b));
}

TEST_F(FindSubmissionSetsTest, SubmissionTimeIsFromInclusiveToExclusive) {
  const std::string year = db_.AddSubmissionSet(SubmittedAt("2023"));
  const std::string day = db_.AddSubmissionSet(SubmittedAt("20230615"));
  const std::string second = db_.AddSubmissionSet(SubmittedAt("20230615120000"));
  const auto between = [&](const std::string& from, const std::string& to) {
    Request request = Query();
    request.mutable_submission_time()->set_from(from);
    request.mutable_submission_time()->set_to(to);
    return Ids(request);
  };
  EXPECT_THAT(between("2023", "2024"), ElementsAre(second, day, year));
  EXPECT_THAT(between("20230615120000", ""), ElementsAre(second));
  EXPECT_THAT(between("", "20230615120000"), ElementsAre(day, year));
  EXPECT_THAT(between("", "2023"), IsEmpty());
  EXPECT_THAT(between("202306", "202307"), ElementsAre(second, day));
  EXPECT_THAT(between("2024", "2023"), IsEmpty());
}

TEST_F(FindSubmissionSetsTest, AuthorPersonIsALikePattern) {
  const auto by = [&](const std::string& family_name) {
    SubmissionSet set = ASubmissionSet();
    set.clear_authors();
    *set.add_authors() = AnAuthor(family_name, "Kari");
    return db_.AddSubmissionSet(set);
  };
  const std::string nordmann = by("Nordmann");
  const std::string jasska = by("Jåššká");
  SubmissionSet nobodys = ASubmissionSet();
  nobodys.clear_authors();
  const std::string nobody = db_.AddSubmissionSet(nobodys);
  const auto fitting = [&](const std::string& pattern) {
    Request request = Query();
    request.set_author_person_pattern(pattern);
    return Ids(request);
  };
  EXPECT_THAT(fitting("%^Nordmann^%"), ElementsAre(nordmann));
  EXPECT_THAT(fitting("%^J_ššk_^%"), ElementsAre(jasska));
  EXPECT_THAT(fitting("%Kari%"), UnorderedElementsAre(nordmann, jasska));
  EXPECT_THAT(fitting("%kari%"), IsEmpty());
  EXPECT_THAT(fitting("Nordmann"), IsEmpty());
  EXPECT_THAT(fitting(""), UnorderedElementsAre(nordmann, jasska, nobody));
  std::string blow_up;
  for (int i = 0; i < 127; ++i) blow_up += "%_";
  EXPECT_THAT(fitting(blow_up + "%X"), IsEmpty());
}

TEST_F(FindSubmissionSetsTest, ContentTypesMatchByCodeAndSystem) {
  const auto of_type = [&](const std::string& code, const std::string& system) {
    SubmissionSet set = ASubmissionSet();
    *set.mutable_content_type_code() = ACode(code, system, "another name");
    return db_.AddSubmissionSet(set);
  };
  const std::string a = of_type("A", "2.999.7");
  const std::string b = of_type("B", "2.999.7");
  of_type("A", "2.999.8");
  const auto find = [&](const std::vector<std::string>& codes) {
    Request request = Query();
    for (const std::string& code : codes) {
      request.add_content_type_codes()->set_code(code);
      request.mutable_content_type_codes()->rbegin()->set_code_system("2.999.7");
    }
    return Ids(request);
  };
  EXPECT_THAT(find({"A"}), ElementsAre(a));
  EXPECT_THAT(find({"A", "B", "never seen"}), UnorderedElementsAre(a, b));
  EXPECT_THAT(find({"never seen"}), IsEmpty());
  std::vector<std::string> thousand;
  for (int i = 0; i < 999; ++i) thousand.push_back(absl::StrCat("code-", i));
  thousand.emplace_back("B");
  EXPECT_THAT(find(thousand), ElementsAre(b));
}

TEST_F(FindSubmissionSetsTest, PagesCoverEverythingOnce) {
  for (int i = 0; i < 11; ++i) {
    // Several share a second: the UUID orders them.
    db_.AddSubmissionSet(SubmittedAt(absl::StrCat("202301", 10 + i / 3)));
  }
  EXPECT_EQ(ExpectSameOnPages<Response>(FindSubmissionSets, Query(), db_.store()).size(), 11u);
}

TEST_F(FindSubmissionSetsTest, RefusesMissingAndMalformedParameters) {
  EXPECT_EQ(RefusalOf(FindSubmissionSets, Request(), db_.store()),
            "XDSStoredQueryMissingParam return_type\n"
            "XDSStoredQueryMissingParam patient_id\n"
            "XDSStoredQueryMissingParam statuses");
  Request request = Query();
  request.mutable_patient_id()->set_assigning_authority("x");
  request.mutable_submission_time()->set_from("20231301");
  request.add_source_ids("");
  request.add_content_type_codes()->set_code_system("2.999.7");
  request.set_author_person_pattern(std::string(257, '%'));
  request.set_page_token("made-up");
  EXPECT_EQ(RefusalOf(FindSubmissionSets, request, db_.store()),
            "XDSRegistryError page_token\n"
            "XDSRegistryError patient_id\n"
            "XDSRegistryError submission_time\n"
            "XDSRegistryError source_ids[0]\n"
            "XDSRegistryError content_type_codes[0]\n"
            "XDSRegistryError author_person_pattern");
}

// The fields of two queries may be numbered alike, and yet a token is of one query.
TEST_F(FindSubmissionSetsTest, RefusesAPageTokenOfOtherParameters) {
  db_.AddSubmissionSet(ASubmissionSet());
  db_.AddSubmissionSet(ASubmissionSet());
  Request request = Query();
  request.set_page_size(1);
  request.set_page_token(Ask<Response>(FindSubmissionSets, request, db_.store()).next_page_token());
  ASSERT_FALSE(request.page_token().empty());
  request.add_source_ids("2.999.40.1");
  EXPECT_EQ(RefusalOf(FindSubmissionSets, request, db_.store()), "XDSRegistryError page_token");
}

}  // namespace
}  // namespace docshare::registry
