#include "registry/query/find_documents.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/query/testing/registered_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::EntryBuilder;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kClassSystem[] = "2.16.578.1.12.4.1.1.9602";

v1::FindDocumentsRequest Query() {
  v1::FindDocumentsRequest request;
  *request.mutable_patient_id() = APatient();
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  return request;
}

void AddCode(google::protobuf::RepeatedPtrField<v1::CodeFilter>* codes, const std::string& code,
             const std::string& system = kClassSystem) {
  v1::CodeFilter* filter = codes->Add();
  filter->set_code(code);
  filter->set_code_system(system);
}

class FindDocumentsTest : public ::testing::Test {
 protected:
  v1::FindDocumentsResponse Find(const v1::FindDocumentsRequest& request) {
    auto bytes = FindDocuments(request, db_.store());
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    v1::FindDocumentsResponse response;
    if (bytes.ok()) {
      EXPECT_TRUE(response.ParseFromString(*bytes));
    }
    return response;
  }

  std::vector<std::string> Ids(const v1::FindDocumentsRequest& request) {
    const v1::FindDocumentsResponse response = Find(request);
    return {response.entry_uuids().begin(), response.entry_uuids().end()};
  }

  // Code and location of the first error.
  std::string Error(const v1::FindDocumentsRequest& request) {
    auto bytes = FindDocuments(request, db_.store());
    EXPECT_TRUE(absl::IsInvalidArgument(bytes.status())) << bytes.status();
    auto errors = RegistryErrorsOf(bytes.status());
    if (!errors.has_value() || errors->errors().empty()) return "";
    return absl::StrCat(errors->errors(0).error_code(), " ", errors->errors(0).location());
  }

  RegisteredStore db_;
};

TEST_F(FindDocumentsTest, GivesWholeEntriesAsRegistered) {
  const std::string urn = db_.Register(AnEntry().WithTitle("Epikrise, kirurgisk avdeling – øre"));
  v1::FindDocumentsRequest request = Query();
  request.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  const v1::FindDocumentsResponse response = Find(request);
  ASSERT_EQ(response.document_entries_size(), 1);
  const metadata::v1::DocumentEntry& entry = response.document_entries(0);
  EXPECT_EQ(entry.entry_uuid(), urn);
  EXPECT_EQ(entry.title().localized(0).value(), "Epikrise, kirurgisk avdeling – øre");
  EXPECT_EQ(entry.availability_status(), metadata::v1::AVAILABILITY_STATUS_APPROVED);
  EXPECT_EQ(entry.version(), 1u);
  EXPECT_EQ(response.commit_position(), db_.store().commit_position());
  EXPECT_TRUE(response.next_page_token().empty());
}

TEST_F(FindDocumentsTest, GivesIdsNewestFirst) {
  const std::string old = db_.Register(AnEntry().CreatedAt("20230101"));
  const std::string recent = db_.Register(AnEntry().CreatedAt("20240101"));
  const std::string middle = db_.Register(AnEntry().CreatedAt("202306"));
  EXPECT_THAT(Ids(Query()), ElementsAre(recent, middle, old));
}

TEST_F(FindDocumentsTest, ShowsOnlyTheNamedPatient) {
  const std::string mine = db_.Register(AnEntry());
  db_.Register(AnEntry().OfPatient("30916130186"));
  EXPECT_THAT(Ids(Query()), ElementsAre(mine));
}

TEST_F(FindDocumentsTest, UnknownPatientHasNoDocuments) {
  v1::FindDocumentsRequest request = Query();
  *request.mutable_patient_id() = APatient("20891270128");
  EXPECT_THAT(Ids(request), IsEmpty());
}

TEST_F(FindDocumentsTest, StatusesAreOred) {
  const std::string approved = db_.Register(AnEntry());
  const std::string deprecated = db_.Register(AnEntry());
  db_.ChangeFilterRow(deprecated, [](storage::v1::DocumentFilterRow& row) {
    row.set_status(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  });
  EXPECT_THAT(Ids(Query()), ElementsAre(approved));
  v1::FindDocumentsRequest request = Query();
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(approved, deprecated));
}

// Each single-valued code attribute: the value matches by code and system, values are ORed.
TEST_F(FindDocumentsTest, CodesMatchByCodeAndSystem) {
  struct Case {
    const char* name;
    std::function<metadata::v1::CodedValue*(metadata::v1::DocumentEntry&)> attribute;
    std::function<google::protobuf::RepeatedPtrField<v1::CodeFilter>*(v1::FindDocumentsRequest&)>
        parameter;
  };
  const Case cases[] = {
      {"class", [](auto& e) { return e.mutable_class_code(); },
       [](auto& r) { return r.mutable_class_codes(); }},
      {"type", [](auto& e) { return e.mutable_type_code(); },
       [](auto& r) { return r.mutable_type_codes(); }},
      {"practice", [](auto& e) { return e.mutable_practice_setting_code(); },
       [](auto& r) { return r.mutable_practice_setting_codes(); }},
      {"facility", [](auto& e) { return e.mutable_healthcare_facility_type_code(); },
       [](auto& r) { return r.mutable_healthcare_facility_type_codes(); }},
      {"format", [](auto& e) { return e.mutable_format_code(); },
       [](auto& r) { return r.mutable_format_codes(); }},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.name);
    RegisteredStore db;
    auto with_code = [&](const std::string& code, const std::string& system) {
      return db.Register(AnEntry().Also([&](metadata::v1::DocumentEntry& entry) {
        *test.attribute(entry) = docshare::testing::ACode(code, system);
      }));
    };
    const std::string a = with_code("A", "2.999.7");
    const std::string b = with_code("B", "2.999.7");
    const std::string other_system = with_code("A", "2.999.8");
    auto find = [&](std::vector<std::pair<std::string, std::string>> codes) {
      v1::FindDocumentsRequest request = Query();
      for (auto& [code, system] : codes) AddCode(test.parameter(request), code, system);
      v1::FindDocumentsResponse response;
      auto bytes = FindDocuments(request, db.store());
      EXPECT_TRUE(bytes.ok() && response.ParseFromString(*bytes));
      return std::vector<std::string>(response.entry_uuids().begin(), response.entry_uuids().end());
    };
    EXPECT_THAT(find({{"A", "2.999.7"}}), ElementsAre(a));
    EXPECT_THAT(find({{"A", "2.999.7"}, {"B", "2.999.7"}}), UnorderedElementsAre(a, b));
    EXPECT_THAT(find({{"A", "2.999.8"}, {"never", "seen"}}), ElementsAre(other_system));
    EXPECT_THAT(find({{"never", "seen"}}), IsEmpty());
  }
}

TEST_F(FindDocumentsTest, CodeGroupsAreAnded) {
  auto with_events = [&](std::vector<std::string> codes) {
    return db_.Register(AnEntry().Also([&](metadata::v1::DocumentEntry& entry) {
      entry.clear_event_codes();
      for (const auto& code : codes) {
        *entry.add_event_codes() = docshare::testing::ACode(code, "2.999.7");
      }
    }));
  };
  const std::string both = with_events({"E1", "E2"});
  const std::string first = with_events({"E1"});
  with_events({"E3"});
  v1::FindDocumentsRequest either = Query();
  auto* group = either.add_event_codes();
  AddCode(group->mutable_any_of(), "E1", "2.999.7");
  AddCode(group->mutable_any_of(), "E2", "2.999.7");
  EXPECT_THAT(Ids(either), UnorderedElementsAre(both, first));
  v1::FindDocumentsRequest all = Query();
  AddCode(all.add_event_codes()->mutable_any_of(), "E1", "2.999.7");
  AddCode(all.add_event_codes()->mutable_any_of(), "E2", "2.999.7");
  EXPECT_THAT(Ids(all), ElementsAre(both));
}

TEST_F(FindDocumentsTest, ConfidentialityGroupsAreAnded) {
  auto with_codes = [&](std::vector<std::string> codes) {
    return db_.Register(AnEntry().Also([&](metadata::v1::DocumentEntry& entry) {
      entry.clear_confidentiality_codes();
      for (const auto& code : codes) {
        *entry.add_confidentiality_codes() = docshare::testing::ACode(code, "2.999.9");
      }
    }));
  };
  with_codes({"N"});
  const std::string both = with_codes({"N", "NORU"});
  v1::FindDocumentsRequest request = Query();
  AddCode(request.add_confidentiality_codes()->mutable_any_of(), "N", "2.999.9");
  AddCode(request.add_confidentiality_codes()->mutable_any_of(), "NORU", "2.999.9");
  EXPECT_THAT(Ids(request), ElementsAre(both));
}

TEST_F(FindDocumentsTest, CreationTimeIsFromInclusiveToExclusive) {
  const std::string year = db_.Register(AnEntry().CreatedAt("2023"));
  const std::string day = db_.Register(AnEntry().CreatedAt("20230615"));
  const std::string second = db_.Register(AnEntry().CreatedAt("20230615120000"));
  auto between = [&](const std::string& from, const std::string& to) {
    v1::FindDocumentsRequest request = Query();
    request.mutable_creation_time()->set_from(from);
    request.mutable_creation_time()->set_to(to);
    return Ids(request);
  };
  EXPECT_THAT(between("2023", "2024"), ElementsAre(second, day, year));
  EXPECT_THAT(between("20230615120000", ""), ElementsAre(second));
  EXPECT_THAT(between("", "20230615120000"), ElementsAre(day, year));
  EXPECT_THAT(between("", "2023"), IsEmpty());
  EXPECT_THAT(between("202306", "202307"), ElementsAre(second, day));
  EXPECT_THAT(between("2024", "2023"), IsEmpty());
}

TEST_F(FindDocumentsTest, ServiceTimesDoNotExcludeEntriesWithoutThem) {
  const std::string without = db_.Register(AnEntry().Also([](metadata::v1::DocumentEntry& entry) {
    entry.clear_service_start_time();
    entry.clear_service_stop_time();
  }));
  const std::string early = db_.Register(AnEntry().ServiceAt("20230101", "20230102"));
  const std::string late = db_.Register(AnEntry().ServiceAt("20230601", "20230602"));
  v1::FindDocumentsRequest start = Query();
  start.mutable_service_start_time()->set_from("20230301");
  EXPECT_THAT(Ids(start), UnorderedElementsAre(without, late));
  v1::FindDocumentsRequest stop = Query();
  stop.mutable_service_stop_time()->set_to("20230301");
  EXPECT_THAT(Ids(stop), UnorderedElementsAre(without, early));
}

TEST_F(FindDocumentsTest, AuthorPatternsAreLikePatterns) {
  const std::string nordmann = db_.Register(AnEntry().ByAuthor("NORDMANN", "KARI"));
  const std::string hansen = db_.Register(AnEntry().ByAuthor("HANSEN", "KARI"));
  const std::string nobody = db_.Register(
      AnEntry().Also([](metadata::v1::DocumentEntry& entry) { entry.clear_authors(); }));
  auto by = [&](std::vector<std::string> patterns) {
    v1::FindDocumentsRequest request = Query();
    for (const auto& pattern : patterns) request.add_author_person_patterns(pattern);
    return Ids(request);
  };
  EXPECT_THAT(by({"%^NORDMANN^%"}), ElementsAre(nordmann));
  EXPECT_THAT(by({"%^KARI%"}), UnorderedElementsAre(nordmann, hansen));
  EXPECT_THAT(by({"%^H_NSEN^%", "%NORDMANN%"}), UnorderedElementsAre(nordmann, hansen));
  EXPECT_THAT(by({"NORDMANN"}), IsEmpty());
  EXPECT_THAT(by({"%nordmann%"}), IsEmpty());
  EXPECT_THAT(Ids(Query()), ::testing::Contains(nobody));
}

TEST_F(FindDocumentsTest, StableEntriesAreTheDefaultType) {
  const std::string stable = db_.Register(AnEntry());
  const std::string on_demand = db_.Register(AnEntry());
  db_.ChangeFilterRow(on_demand, [](storage::v1::DocumentFilterRow& row) {
    row.set_object_type(metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
    row.clear_creation_s();
  });
  EXPECT_THAT(Ids(Query()), ElementsAre(stable));
  v1::FindDocumentsRequest request = Query();
  request.add_object_types(metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
  request.mutable_creation_time()->set_from("2999");
  EXPECT_THAT(Ids(request), ElementsAre(on_demand));
}

TEST_F(FindDocumentsTest, MetadataLevelOneHidesOfflineAndOlderVersions) {
  const std::string online = db_.Register(AnEntry());
  const std::string offline = db_.Register(AnEntry());
  const std::string older = db_.Register(AnEntry());
  db_.ChangeFilterRow(offline, [](storage::v1::DocumentFilterRow& row) {
    row.set_availability(metadata::v1::DOCUMENT_AVAILABILITY_OFFLINE);
  });
  db_.ChangeFilterRow(
      older, [](storage::v1::DocumentFilterRow& row) { row.set_is_newest_version(false); });
  EXPECT_THAT(Ids(Query()), ElementsAre(online));
  v1::FindDocumentsRequest request = Query();
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(online, offline, older));
  request.add_document_availabilities(metadata::v1::DOCUMENT_AVAILABILITY_OFFLINE);
  EXPECT_THAT(Ids(request), ElementsAre(offline));
}

TEST_F(FindDocumentsTest, PagesCoverEverythingOnce) {
  std::vector<std::string> all;
  for (int i = 0; i < 25; ++i) {
    // Several share a second: the UUID orders them.
    all.push_back(db_.Register(AnEntry().CreatedAt(absl::StrCat("202301", 10 + i / 3))));
  }
  for (uint32_t page_size : {1u, 4u, 5u, 25u, 1000u, 1'000'000u}) {
    v1::FindDocumentsRequest request = Query();
    request.set_page_size(page_size);
    std::vector<std::string> found;
    int pages = 0;
    do {
      const v1::FindDocumentsResponse page = Find(request);
      EXPECT_LE(page.entry_uuids_size(), static_cast<int>(page_size));
      EXPECT_GT(page.entry_uuids_size(), 0);
      found.insert(found.end(), page.entry_uuids().begin(), page.entry_uuids().end());
      request.set_page_token(page.next_page_token());
      ++pages;
    } while (!request.page_token().empty());
    EXPECT_THAT(found, ::testing::UnorderedElementsAreArray(all));
    EXPECT_EQ(pages, static_cast<int>((25 + page_size - 1) / page_size));
  }
}

TEST_F(FindDocumentsTest, PageEndsEarlyWhenItsEntriesAreLarge) {
  for (int i = 0; i < 6; ++i) {
    db_.Register(AnEntry().Also([](metadata::v1::DocumentEntry& entry) {
      entry.mutable_comments()->add_localized()->set_value(std::string(900000, 'c'));
    }));
  }
  v1::FindDocumentsRequest request = Query();
  request.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  const v1::FindDocumentsResponse first = Find(request);
  EXPECT_EQ(first.document_entries_size(), 3);
  request.set_page_token(first.next_page_token());
  const v1::FindDocumentsResponse second = Find(request);
  EXPECT_EQ(second.document_entries_size(), 3);
  EXPECT_TRUE(second.next_page_token().empty());
}

TEST_F(FindDocumentsTest, RefusesAPageTokenOfAnotherQuery) {
  db_.Register(AnEntry());
  db_.Register(AnEntry());
  v1::FindDocumentsRequest request = Query();
  request.set_page_size(1);
  request.set_page_token(Find(request).next_page_token());
  ASSERT_FALSE(request.page_token().empty());
  request.set_page_size(2);
  EXPECT_THAT(Ids(request), ::testing::SizeIs(1));
  *request.mutable_patient_id() = APatient("30916130186");
  EXPECT_EQ(Error(request), "XDSRegistryError page_token");
}

TEST_F(FindDocumentsTest, RefusesMissingParameters) {
  v1::FindDocumentsRequest request = Query();
  request.clear_patient_id();
  EXPECT_EQ(Error(request), "XDSStoredQueryMissingParam patient_id");
  request = Query();
  request.clear_statuses();
  EXPECT_EQ(Error(request), "XDSStoredQueryMissingParam statuses");
  request = Query();
  request.clear_return_type();
  EXPECT_EQ(Error(request), "XDSStoredQueryMissingParam return_type");
}

TEST_F(FindDocumentsTest, RefusesMalformedValuesWithTheirLocation) {
  struct Case {
    std::string location;
    std::function<void(v1::FindDocumentsRequest&)> spoil;
  };
  const Case cases[] = {
      {"patient_id", [](auto& r) { r.mutable_patient_id()->set_assigning_authority("x"); }},
      {"class_codes[0]", [](auto& r) { r.add_class_codes()->set_code("A00-1"); }},
      {"event_codes[0].any_of", [](auto& r) { r.add_event_codes(); }},
      {"creation_time", [](auto& r) { r.mutable_creation_time()->set_from("20231301"); }},
      {"service_start_time", [](auto& r) { r.mutable_service_start_time()->set_to("x"); }},
      {"service_stop_time", [](auto& r) { r.mutable_service_stop_time()->set_to("20"); }},
      {"author_person_patterns[0]", [](auto& r) { r.add_author_person_patterns(""); }},
      {"author_person_patterns",
       [](auto& r) {
         for (int i = 0; i < 33; ++i) r.add_author_person_patterns("%");
       }},
      {"metadata_level", [](auto& r) { r.set_metadata_level(3); }},
      {"page_token", [](auto& r) { r.set_page_token("made-up"); }},
  };
  for (const Case& test : cases) {
    v1::FindDocumentsRequest request = Query();
    test.spoil(request);
    EXPECT_EQ(Error(request), "XDSRegistryError " + test.location);
  }
}

TEST_F(FindDocumentsTest, WaitsForNoStateItHasNot) {
  v1::FindDocumentsRequest request = Query();
  request.set_min_commit_position(db_.store().commit_position() + 1);
  EXPECT_TRUE(absl::IsUnavailable(FindDocuments(request, db_.store()).status()));
}

TEST_F(FindDocumentsTest, MissingEntryIsDataLossNotAnEmptyAnswer) {
  db_.Register(AnEntry());
  platform::KvBatch batch;
  batch.DeleteRange("\x07", "\x08");
  db_.Commit(batch);
  v1::FindDocumentsRequest request = Query();
  request.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  EXPECT_TRUE(absl::IsDataLoss(FindDocuments(request, db_.store()).status()));
}

}  // namespace
}  // namespace docshare::registry
