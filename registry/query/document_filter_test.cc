// What is asked of the parameters that the queries for documents share, at its worst.

#include "registry/query/document_filter.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/query/find_documents.h"
#include "registry/query/find_documents_by_reference_id.h"
#include "registry/query/find_documents_exclude.h"
#include "registry/query/testing/answer.h"
#include "registry/query/testing/registered_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::ACode;
using docshare::testing::AnEntry;
using docshare::testing::APatient;
using metadata::v1::DocumentEntry;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Request = v1::FindDocumentsRequest;
using Response = v1::FindDocumentsResponse;

constexpr char kSystem[] = "2.999.7";

Request Query() {
  Request request;
  *request.mutable_patient_id() = APatient();
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  return request;
}

class DocumentFilterTest : public ::testing::Test {
 protected:
  std::vector<std::string> Ids(const Request& request) {
    return IdsOf(Ask<Response>(FindDocuments, request, db_.store()));
  }

  std::vector<std::string> ByAuthor(const std::string& pattern) {
    Request request = Query();
    request.add_author_person_patterns(pattern);
    return Ids(request);
  }

  RegisteredStore db_;
};

TEST_F(DocumentFilterTest, AThousandCodesInAParameter) {
  const std::string hit = db_.Register(AnEntry().OfClass("code-999", kSystem));
  db_.Register(AnEntry().OfClass("code-1000", kSystem));
  Request request = Query();
  for (int i = 0; i < 1000; ++i) {
    v1::CodeFilter& code = *request.add_class_codes();
    code.set_code(absl::StrCat("code-", i));
    code.set_code_system(kSystem);
  }
  EXPECT_THAT(Ids(request), ElementsAre(hit));
  request.mutable_class_codes(999)->set_code("other");
  EXPECT_THAT(Ids(request), IsEmpty());
}

TEST_F(DocumentFilterTest, AThousandGroupsOfCodes) {
  const std::string hit = db_.Register(AnEntry().Also([](DocumentEntry& entry) {
    for (int i = 0; i < 1000; ++i) *entry.add_event_codes() = ACode(absl::StrCat(i), kSystem);
  }));
  db_.Register(AnEntry().Also([](DocumentEntry& entry) {
    for (int i = 0; i < 999; ++i) *entry.add_event_codes() = ACode(absl::StrCat(i), kSystem);
  }));
  Request request = Query();
  for (int i = 0; i < 1000; ++i) {
    v1::CodeFilter& code = *request.add_event_codes()->add_any_of();
    code.set_code(absl::StrCat(i));
    code.set_code_system(kSystem);
  }
  EXPECT_THAT(Ids(request), ElementsAre(hit));
}

TEST_F(DocumentFilterTest, MoreValuesThanAnyoneNeedsAreRefused) {
  Request request = Query();
  for (int i = 0; i < 10'001; ++i) request.add_type_codes()->set_code("A");
  EXPECT_EQ(RefusalOf(FindDocuments, request, db_.store()), "XDSRegistryError type_codes");
}

// These take a regex engine that backtracks for ever.
TEST_F(DocumentFilterTest, PatternsDoNotBlowUp) {
  const std::string hit =
      db_.Register(AnEntry().ByAuthor(std::string(120, 'a'), std::string(120, 'a')));
  EXPECT_THAT(ByAuthor(std::string(256, '%')), ElementsAre(hit));
  std::string pattern;
  for (int i = 0; i < 127; ++i) pattern += "%a";
  EXPECT_THAT(ByAuthor(pattern + "%"), ElementsAre(hit));
  EXPECT_THAT(ByAuthor(pattern + "%b"), IsEmpty());
  pattern.clear();
  for (int i = 0; i < 127; ++i) pattern += "%_";
  EXPECT_THAT(ByAuthor(pattern), ElementsAre(hit));
  EXPECT_THAT(ByAuthor(pattern + "%"), ElementsAre(hit));
  Request request = Query();
  for (int i = 0; i < 32; ++i) request.add_author_person_patterns(std::string(255, '%') + "b");
  EXPECT_THAT(Ids(request), IsEmpty());
}

TEST_F(DocumentFilterTest, RegexAndSqlCharactersAreOrdinary) {
  const std::string hit = db_.Register(AnEntry().ByAuthor("O'Brien (x)*[z]", "K.+?$"));
  EXPECT_THAT(ByAuthor("%^O'Brien (x)*[z]^K.+?$^%"), ElementsAre(hit));
  for (const char* pattern : {"%.*%", "%O''Brien%", "%[z]*%", "%^(x)z%", "%K..?%", "%K.+%$"}) {
    EXPECT_THAT(ByAuthor(pattern), IsEmpty()) << pattern;
  }
}

// One '_' is one character, whatever its bytes.
TEST_F(DocumentFilterTest, PatternsKnowEveryLanguage) {
  const char* names[] = {"Čáhccesuolu-Máhtte", "Бухаринов", "مريض", "שלום", "水野", "😀",
                         "e\xcc\x81tude"};
  for (const char* name : names) {
    RegisteredStore db;
    const std::string hit = db.Register(AnEntry().ByAuthor(name, "X"));
    Request request = Query();
    request.add_author_person_patterns(absl::StrCat("%^", name, "^X%"));
    EXPECT_THAT(IdsOf(Ask<Response>(FindDocuments, request, db.store())), ElementsAre(hit));
  }
  const std::string smile = db_.Register(AnEntry().ByAuthor("😀水č", "X"));
  EXPECT_THAT(ByAuthor("%^___^X%"), ElementsAre(smile));
  EXPECT_THAT(ByAuthor("%^____^X%"), IsEmpty());
  EXPECT_THAT(ByAuthor("%^_水_^X%"), ElementsAre(smile));
}

TEST_F(DocumentFilterTest, EveryFaultComesAtOnce) {
  Request request = Query();
  request.mutable_patient_id()->clear_id();
  request.clear_statuses();
  request.add_class_codes()->set_code("A");
  request.mutable_creation_time()->set_to("x");
  request.set_metadata_level(4);
  EXPECT_EQ(RefusalOf(FindDocuments, request, db_.store()),
            "XDSRegistryError patient_id\n"
            "XDSRegistryError metadata_level\n"
            "XDSStoredQueryMissingParam statuses\n"
            "XDSRegistryError creation_time\n"
            "XDSRegistryError class_codes[0]");
}

// Their requests number the parameters alike.
TEST_F(DocumentFilterTest, APageTokenOfOneQueryDoesNotServeAnother) {
  db_.Register(AnEntry());
  db_.Register(AnEntry());
  Request request = Query();
  request.set_page_size(1);
  const std::string token = Ask<Response>(FindDocuments, request, db_.store()).next_page_token();
  ASSERT_FALSE(token.empty());
  v1::FindDocumentsExcludeRequest exclude;
  ASSERT_TRUE(exclude.ParseFromString(request.SerializeAsString()));
  exclude.set_page_token(token);
  EXPECT_EQ(RefusalOf(FindDocumentsExclude, exclude, db_.store()), "XDSRegistryError page_token");
}

}  // namespace
}  // namespace docshare::registry
