#include "registry/query/find_documents_by_reference_id.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/query/testing/answer.h"
#include "registry/query/testing/registered_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::EntryBuilder;
using metadata::v1::DocumentEntry;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using Request = v1::FindDocumentsByReferenceIdRequest;
using Response = v1::FindDocumentsByReferenceIdResponse;

constexpr char kOrderA[] = "A^^^&2.999.5&ISO^urn:ihe:iti:xds:2013:order";
constexpr char kOrderB[] = "B^^^&2.999.5&ISO^urn:ihe:iti:xds:2013:order";

// A document that refers to these orders.
EntryBuilder Of(const std::vector<std::string>& orders) {
  return AnEntry().Also([&](DocumentEntry& entry) {
    for (const std::string& order : orders) {
      auto& reference = *entry.add_reference_ids();
      reference.set_id(order);
      reference.mutable_assigning_authority()->set_universal_id("2.999.5");
      reference.mutable_assigning_authority()->set_universal_id_type("ISO");
      reference.set_identifier_type_code("urn:ihe:iti:xds:2013:order");
    }
  });
}

Request Query(const std::vector<std::vector<std::string>>& groups) {
  Request request;
  *request.mutable_patient_id() = APatient();
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  for (const auto& any_of : groups) {
    auto& group = *request.add_reference_ids();
    for (const std::string& text : any_of) group.add_any_of(text);
  }
  return request;
}

class FindDocumentsByReferenceIdTest : public ::testing::Test {
 protected:
  std::vector<std::string> Ids(const Request& request) {
    return IdsOf(Ask<Response>(FindDocumentsByReferenceId, request, db_.store()));
  }

  RegisteredStore db_;
};

TEST_F(FindDocumentsByReferenceIdTest, ValuesOfAGroupAreOredAndGroupsAnded) {
  const std::string a = db_.Register(Of({"A"}));
  const std::string b = db_.Register(Of({"B"}));
  const std::string both = db_.Register(Of({"A", "B"}));
  db_.Register(AnEntry());
  EXPECT_THAT(Ids(Query({{kOrderA}})), UnorderedElementsAre(a, both));
  EXPECT_THAT(Ids(Query({{kOrderA, kOrderB}})), UnorderedElementsAre(a, b, both));
  EXPECT_THAT(Ids(Query({{kOrderA}, {kOrderB}})), ElementsAre(both));
  EXPECT_THAT(Ids(Query({{kOrderA}, {kOrderB, "other"}})), ElementsAre(both));
}

TEST_F(FindDocumentsByReferenceIdTest, TextsAreComparedExactly) {
  db_.Register(Of({"A"}));
  for (const char* text : {"A", "a^^^&2.999.5&ISO^urn:ihe:iti:xds:2013:order",
                           "A^^^&2.999.6&ISO^urn:ihe:iti:xds:2013:order",
                           "A^^^&2.999.5&ISO^urn:ihe:iti:xds:2013:accession", "%", "A%", "_%",
                           "A^^^&2.999.5&ISO^urn:ihe:iti:xds:2013:order "}) {
    EXPECT_THAT(Ids(Query({{text}})), IsEmpty()) << text;
  }
}

TEST_F(FindDocumentsByReferenceIdTest, TextsMayBeOfAnyLanguage) {
  const std::string sami = db_.Register(Of({"Čáhci ŧ 水 مريض 😀"}));
  EXPECT_THAT(Ids(Query({{"Čáhci ŧ 水 مريض 😀^^^&2.999.5&ISO^urn:ihe:iti:xds:2013:order"}})),
              ElementsAre(sami));
}

// A digest in the row is a hint only.
TEST_F(FindDocumentsByReferenceIdTest, TheEntryDecides) {
  const std::string a = db_.Register(Of({"A"}));
  const std::string b = db_.Register(Of({"B"}));
  google::protobuf::RepeatedField<uint64_t> digests;
  db_.ChangeFilterRow(
      a, [&](storage::v1::DocumentFilterRow& row) { digests = row.reference_id_digests(); });
  db_.ChangeFilterRow(b, [&](storage::v1::DocumentFilterRow& row) {
    row.mutable_reference_id_digests()->MergeFrom(digests);
  });
  EXPECT_THAT(Ids(Query({{kOrderA}})), ElementsAre(a));
}

TEST_F(FindDocumentsByReferenceIdTest, OtherParametersHoldToo) {
  const std::string recent = db_.Register(Of({"A"}).CreatedAt("2024").OfClass("C1", "2.999.7"));
  const std::string old = db_.Register(Of({"A"}).CreatedAt("2020").OfClass("C2", "2.999.7"));
  const std::string deprecated = db_.Register(Of({"A"}).CreatedAt("2019"));
  db_.Deprecate(deprecated);
  EXPECT_THAT(Ids(Query({{kOrderA}})), ElementsAre(recent, old));
  Request request = Query({{kOrderA}});
  request.mutable_creation_time()->set_to("2022");
  EXPECT_THAT(Ids(request), ElementsAre(old));
  request = Query({{kOrderA}});
  request.add_class_codes()->set_code("C1");
  request.mutable_class_codes(0)->set_code_system("2.999.7");
  EXPECT_THAT(Ids(request), ElementsAre(recent));
  request = Query({{kOrderA}});
  request.add_author_person_patterns("nobody");
  EXPECT_THAT(Ids(request), IsEmpty());
  request = Query({{kOrderA}});
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_THAT(Ids(request), ElementsAre(recent, old, deprecated));
}

TEST_F(FindDocumentsByReferenceIdTest, MetadataLevelTwoShowsOlderVersions) {
  const std::string first = db_.Register(Of({"A"}));
  const std::string second = db_.UpdateDocument(first, Of({"B"}).Build());
  Request request = Query({{kOrderA, kOrderB}});
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_THAT(Ids(request), ElementsAre(second));
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(first, second));
}

TEST_F(FindDocumentsByReferenceIdTest, PagesCoverEverythingOnce) {
  for (int i = 0; i < 7; ++i) {
    db_.Register(Of({"A"}));
    db_.Register(Of({"B"}));
  }
  const auto all =
      ExpectSameOnPages<Response>(FindDocumentsByReferenceId, Query({{kOrderA}}), db_.store());
  EXPECT_EQ(all.size(), 7u);
}

TEST_F(FindDocumentsByReferenceIdTest, AThousandValuesAreSearched) {
  const std::string a = db_.Register(Of({"A"}));
  std::vector<std::string> any_of;
  for (int i = 0; i < 999; ++i) any_of.push_back(absl::StrCat("id-", i));
  any_of.push_back(kOrderA);
  EXPECT_THAT(Ids(Query({any_of})), ElementsAre(a));
}

TEST_F(FindDocumentsByReferenceIdTest, RefusesMissingAndMalformedParameters) {
  EXPECT_EQ(RefusalOf(FindDocumentsByReferenceId, Request(), db_.store()),
            "XDSStoredQueryMissingParam return_type\n"
            "XDSStoredQueryMissingParam patient_id\n"
            "XDSStoredQueryMissingParam reference_ids\n"
            "XDSStoredQueryMissingParam statuses");
  Request request = Query({{}, {kOrderA, ""}});
  request.set_metadata_level(3);
  request.mutable_service_stop_time()->set_from("x");
  EXPECT_EQ(RefusalOf(FindDocumentsByReferenceId, request, db_.store()),
            "XDSRegistryError metadata_level\n"
            "XDSRegistryError service_stop_time\n"
            "XDSRegistryError reference_ids[0].any_of\n"
            "XDSRegistryError reference_ids[1].any_of[1]");
  std::vector<std::string> any_of(10'001, kOrderA);
  EXPECT_EQ(RefusalOf(FindDocumentsByReferenceId, Query({any_of}), db_.store()),
            "XDSRegistryError reference_ids");
}

}  // namespace
}  // namespace docshare::registry
