#include "registry/query/find_documents_exclude.h"

#include <functional>
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
using docshare::testing::AnEntry;
using docshare::testing::APatient;
using metadata::v1::CodedValue;
using metadata::v1::DocumentEntry;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using Request = v1::FindDocumentsExcludeRequest;
using Response = v1::FindDocumentsExcludeResponse;
using Codes = google::protobuf::RepeatedPtrField<v1::CodeFilter>;
using Groups = google::protobuf::RepeatedPtrField<v1::CodeGroup>;

constexpr char kSystem[] = "2.999.7";

void AddCode(Codes* codes, const std::string& code, const std::string& system = kSystem) {
  v1::CodeFilter& filter = *codes->Add();
  filter.set_code(code);
  filter.set_code_system(system);
}

Request Query() {
  Request request;
  *request.mutable_patient_id() = APatient();
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  return request;
}

class FindDocumentsExcludeTest : public ::testing::Test {
 protected:
  std::vector<std::string> Ids(const Request& request) {
    return IdsOf(Ask<Response>(FindDocumentsExclude, request, db_.store()));
  }

  RegisteredStore db_;
};

TEST_F(FindDocumentsExcludeTest, WithoutExclusionsItIsFindDocuments) {
  const std::string recent = db_.Register(AnEntry().CreatedAt("2024").OfClass("C1", kSystem));
  const std::string old = db_.Register(AnEntry().CreatedAt("2020").OfClass("C2", kSystem));
  EXPECT_THAT(Ids(Query()), ElementsAre(recent, old));
  Request request = Query();
  AddCode(request.mutable_class_codes(), "C2");
  EXPECT_THAT(Ids(request), ElementsAre(old));
}

// Each single-valued code attribute: values are ORed, code and system both count, and a code that
// nobody carries excludes nothing.
TEST_F(FindDocumentsExcludeTest, CodesExclude) {
  struct Case {
    const char* name;
    std::function<CodedValue*(DocumentEntry&)> attribute;
    std::function<Codes*(Request&)> excluded;
  };
  const Case cases[] = {
      {"class", [](auto& e) { return e.mutable_class_code(); },
       [](auto& r) { return r.mutable_excluded_class_codes(); }},
      {"type", [](auto& e) { return e.mutable_type_code(); },
       [](auto& r) { return r.mutable_excluded_type_codes(); }},
      {"practice", [](auto& e) { return e.mutable_practice_setting_code(); },
       [](auto& r) { return r.mutable_excluded_practice_setting_codes(); }},
      {"facility", [](auto& e) { return e.mutable_healthcare_facility_type_code(); },
       [](auto& r) { return r.mutable_excluded_healthcare_facility_type_codes(); }},
      {"format", [](auto& e) { return e.mutable_format_code(); },
       [](auto& r) { return r.mutable_excluded_format_codes(); }},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.name);
    RegisteredStore db;
    const auto with_code = [&](const std::string& code) {
      return db.Register(AnEntry().Also(
          [&](DocumentEntry& entry) { *test.attribute(entry) = ACode(code, kSystem); }));
    };
    const std::string a = with_code("A");
    const std::string b = with_code("B");
    const std::string c = with_code("C");
    const auto without = [&](const std::vector<std::string>& codes, const std::string& system) {
      Request request = Query();
      for (const std::string& code : codes) AddCode(test.excluded(request), code, system);
      return IdsOf(Ask<Response>(FindDocumentsExclude, request, db.store()));
    };
    EXPECT_THAT(without({"A"}, kSystem), UnorderedElementsAre(b, c));
    EXPECT_THAT(without({"A", "B"}, kSystem), ElementsAre(c));
    EXPECT_THAT(without({"A"}, "2.999.8"), UnorderedElementsAre(a, b, c));
    EXPECT_THAT(without({"never seen"}, kSystem), UnorderedElementsAre(a, b, c));
  }
}

// A document is excluded when the whole list holds for it: OR within a group, AND between groups.
TEST_F(FindDocumentsExcludeTest, CodeListsExcludeWhenEveryGroupHolds) {
  struct Case {
    const char* name;
    std::function<google::protobuf::RepeatedPtrField<CodedValue>*(DocumentEntry&)> attribute;
    std::function<Groups*(Request&)> excluded;
  };
  const Case cases[] = {
      {"event", [](auto& e) { return e.mutable_event_codes(); },
       [](auto& r) { return r.mutable_excluded_event_codes(); }},
      {"confidentiality", [](auto& e) { return e.mutable_confidentiality_codes(); },
       [](auto& r) { return r.mutable_excluded_confidentiality_codes(); }},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.name);
    RegisteredStore db;
    const auto with_codes = [&](const std::vector<std::string>& codes) {
      return db.Register(AnEntry().Also([&](DocumentEntry& entry) {
        test.attribute(entry)->Clear();
        for (const std::string& code : codes) *test.attribute(entry)->Add() = ACode(code, kSystem);
      }));
    };
    const std::string one = with_codes({"1"});
    const std::string two = with_codes({"2"});
    const std::string both = with_codes({"1", "2"});
    const auto without = [&](const std::vector<std::vector<std::string>>& groups) {
      Request request = Query();
      for (const auto& any_of : groups) {
        auto& group = *test.excluded(request)->Add();
        for (const std::string& code : any_of) AddCode(group.mutable_any_of(), code);
      }
      return IdsOf(Ask<Response>(FindDocumentsExclude, request, db.store()));
    };
    EXPECT_THAT(without({{"1"}}), ElementsAre(two));
    EXPECT_THAT(without({{"1", "2"}}), IsEmpty());
    EXPECT_THAT(without({{"1"}, {"2"}}), UnorderedElementsAre(one, two));
    EXPECT_THAT(without({{"1"}, {"never seen"}}), UnorderedElementsAre(one, two, both));
  }
}

TEST_F(FindDocumentsExcludeTest, AuthorPatternsExclude) {
  const std::string nordmann = db_.Register(AnEntry().ByAuthor("NORDMANN", "KARI"));
  const std::string hansen = db_.Register(AnEntry().ByAuthor("HANSEN", "KARI"));
  const std::string nobody =
      db_.Register(AnEntry().Also([](DocumentEntry& entry) { entry.clear_authors(); }));
  const auto without = [&](const std::vector<std::string>& patterns) {
    Request request = Query();
    for (const auto& pattern : patterns) request.add_excluded_author_person_patterns(pattern);
    return Ids(request);
  };
  EXPECT_THAT(without({"%NORDMANN%"}), UnorderedElementsAre(hansen, nobody));
  EXPECT_THAT(without({"%^KARI%"}), ElementsAre(nobody));
  EXPECT_THAT(without({"%NORDMANN%", "%HANSEN%"}), ElementsAre(nobody));
  EXPECT_THAT(without({"Sieglinde%"}), UnorderedElementsAre(nordmann, hansen, nobody));
}

TEST_F(FindDocumentsExcludeTest, TypesExcludeAndReplaceTheDefault) {
  const std::string stable = db_.AddDocument(AnEntry().Build());
  const std::string on_demand = db_.AddDocument(AnEntry().AsOnDemand().Build());
  EXPECT_THAT(Ids(Query()), ElementsAre(stable));
  Request request = Query();
  request.add_excluded_object_types(metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE);
  EXPECT_THAT(Ids(request), ElementsAre(on_demand));
  request = Query();
  request.add_excluded_object_types(metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
  EXPECT_THAT(Ids(request), ElementsAre(stable));
  request.add_excluded_object_types(metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE);
  EXPECT_THAT(Ids(request), IsEmpty());
}

TEST_F(FindDocumentsExcludeTest, ReferenceIdsRequireAndExclude) {
  const auto referring_to = [&](const std::string& id) {
    return db_.Register(AnEntry().Also([&](DocumentEntry& entry) {
      entry.add_reference_ids()->set_id(id);
      entry.mutable_reference_ids(0)->set_identifier_type_code("urn:x");
    }));
  };
  const std::string a = referring_to("A");
  const std::string b = referring_to("B");
  const std::string none = db_.Register(AnEntry());
  Request request = Query();
  request.add_reference_ids()->add_any_of("A^^^^urn:x");
  EXPECT_THAT(Ids(request), ElementsAre(a));
  request = Query();
  request.add_excluded_reference_ids()->add_any_of("A^^^^urn:x");
  EXPECT_THAT(Ids(request), UnorderedElementsAre(b, none));
  request.add_excluded_reference_ids()->add_any_of("B^^^^urn:x");
  EXPECT_THAT(Ids(request), UnorderedElementsAre(a, b, none));
}

TEST_F(FindDocumentsExcludeTest, OneExclusionSuffices) {
  db_.Register(AnEntry().OfClass("A", kSystem));
  db_.Register(AnEntry().OfType("T", kSystem));
  const std::string kept = db_.Register(AnEntry());
  Request request = Query();
  AddCode(request.mutable_excluded_class_codes(), "A");
  AddCode(request.mutable_excluded_type_codes(), "T");
  EXPECT_THAT(Ids(request), ElementsAre(kept));
}

TEST_F(FindDocumentsExcludeTest, MetadataLevelTwoShowsOlderVersions) {
  const std::string first = db_.AddDocument(AnEntry().Build());
  const std::string second = db_.UpdateDocument(first, AnEntry().Build());
  Request request = Query();
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  AddCode(request.mutable_excluded_class_codes(), "none");
  EXPECT_THAT(Ids(request), ElementsAre(second));
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(first, second));
}

TEST_F(FindDocumentsExcludeTest, PagesCoverEverythingOnce) {
  for (int i = 0; i < 9; ++i) {
    db_.Register(AnEntry().OfClass(absl::StrCat("C", i % 3), kSystem));
  }
  Request request = Query();
  AddCode(request.mutable_excluded_class_codes(), "C1");
  EXPECT_EQ(ExpectSameOnPages<Response>(FindDocumentsExclude, request, db_.store()).size(), 6u);
}

TEST_F(FindDocumentsExcludeTest, RefusesAnAttributeBothAskedForAndExcluded) {
  Request request = Query();
  AddCode(request.mutable_class_codes(), "A");
  AddCode(request.mutable_excluded_class_codes(), "B");
  AddCode(request.mutable_type_codes(), "A");
  AddCode(request.mutable_excluded_type_codes(), "B");
  AddCode(request.mutable_practice_setting_codes(), "A");
  AddCode(request.mutable_excluded_practice_setting_codes(), "B");
  AddCode(request.mutable_healthcare_facility_type_codes(), "A");
  AddCode(request.mutable_excluded_healthcare_facility_type_codes(), "B");
  AddCode(request.mutable_format_codes(), "A");
  AddCode(request.mutable_excluded_format_codes(), "B");
  AddCode(request.add_event_codes()->mutable_any_of(), "A");
  AddCode(request.add_excluded_event_codes()->mutable_any_of(), "B");
  AddCode(request.add_confidentiality_codes()->mutable_any_of(), "A");
  AddCode(request.add_excluded_confidentiality_codes()->mutable_any_of(), "B");
  request.add_author_person_patterns("%");
  request.add_excluded_author_person_patterns("%");
  request.add_object_types(metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE);
  request.add_excluded_object_types(metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
  request.add_reference_ids()->add_any_of("A");
  request.add_excluded_reference_ids()->add_any_of("B");
  EXPECT_EQ(RefusalOf(FindDocumentsExclude, request, db_.store()),
            "XDSStoredQueryParamNumber excluded_class_codes\n"
            "XDSStoredQueryParamNumber excluded_type_codes\n"
            "XDSStoredQueryParamNumber excluded_practice_setting_codes\n"
            "XDSStoredQueryParamNumber excluded_healthcare_facility_type_codes\n"
            "XDSStoredQueryParamNumber excluded_format_codes\n"
            "XDSStoredQueryParamNumber excluded_event_codes\n"
            "XDSStoredQueryParamNumber excluded_confidentiality_codes\n"
            "XDSStoredQueryParamNumber excluded_author_person_patterns\n"
            "XDSStoredQueryParamNumber excluded_object_types\n"
            "XDSStoredQueryParamNumber excluded_reference_ids");
}

TEST_F(FindDocumentsExcludeTest, RefusesMissingAndMalformedParameters) {
  EXPECT_EQ(RefusalOf(FindDocumentsExclude, Request(), db_.store()),
            "XDSStoredQueryMissingParam return_type\n"
            "XDSStoredQueryMissingParam patient_id\n"
            "XDSStoredQueryMissingParam statuses");
  Request request = Query();
  request.set_metadata_level(9);
  request.add_excluded_class_codes()->set_code("A");
  request.add_excluded_event_codes();
  request.add_excluded_author_person_patterns("");
  request.add_excluded_reference_ids();
  EXPECT_EQ(RefusalOf(FindDocumentsExclude, request, db_.store()),
            "XDSRegistryError metadata_level\n"
            "XDSRegistryError excluded_class_codes[0]\n"
            "XDSRegistryError excluded_event_codes[0].any_of\n"
            "XDSRegistryError excluded_author_person_patterns[0]\n"
            "XDSRegistryError excluded_reference_ids[0].any_of");
}

}  // namespace
}  // namespace docshare::registry
