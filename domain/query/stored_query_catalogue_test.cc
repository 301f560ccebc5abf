#include "domain/query/stored_query_catalogue.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace docshare {
namespace {

TEST(StoredQueryCatalogueTest, IsInTheOrderOfTheEnum) {
  const auto queries = AllStoredQueries();
  ASSERT_EQ(queries.size(), 17u);
  for (size_t i = 0; i < queries.size(); ++i) {
    EXPECT_EQ(static_cast<size_t>(queries[i].query), i) << queries[i].name;
    EXPECT_EQ(FindStoredQuery(queries[i].id), &queries[i]) << queries[i].name;
  }
}

TEST(StoredQueryCatalogueTest, KnowsNoOtherIds) {
  EXPECT_EQ(FindStoredQuery("14d4debf-8f97-4251-9a74-a90016b0af0d"), nullptr);
  EXPECT_EQ(FindStoredQuery("urn:uuid:14D4DEBF-8F97-4251-9A74-A90016B0AF0D"), nullptr);
  EXPECT_EQ(FindStoredQuery(""), nullptr);
}

TEST(StoredQueryCatalogueTest, EachQueryNamesAParameterAndAFieldOnce) {
  for (const StoredQueryDefinition& query : AllStoredQueries()) {
    SCOPED_TRACE(std::string(query.name));
    std::set<std::string> names;
    std::set<std::string> fields;
    for (const StoredQueryParameter& parameter : query.parameters) {
      EXPECT_TRUE(names.emplace(parameter.name).second) << parameter.name;
      EXPECT_TRUE(fields.emplace(parameter.field).second) << parameter.field;
      EXPECT_EQ(query.Find(parameter.name), &parameter);
      EXPECT_TRUE(parameter.is_multiple || !IsGroup(parameter.form)) << parameter.name;
    }
    EXPECT_EQ(query.Find("$XDSDocumentEntryClassCodeScheme"), nullptr);
  }
}

TEST(StoredQueryCatalogueTest, GroupsAreOfOptionalParameters) {
  for (const StoredQueryDefinition& query : AllStoredQueries()) {
    EXPECT_EQ(query.group.empty(), query.group_rule == GroupRule::kNone) << query.name;
    for (const absl::string_view name : query.group) {
      const StoredQueryParameter* parameter = query.Find(name);
      ASSERT_NE(parameter, nullptr) << query.name << " " << name;
      EXPECT_FALSE(parameter->is_required) << query.name << " " << name;
    }
  }
}

// ITI TF-2:3.18.4.1.2.3.7: queries without $MetadataLevel.
TEST(StoredQueryCatalogueTest, MetadataLevelIsWhereTheStandardHasIt) {
  for (const StoredQueryDefinition& query : AllStoredQueries()) {
    const bool has_level = query.query != StoredQuery::kFindSubmissionSets &&
                           query.transaction == QueryTransaction::kRegistryStoredQuery;
    EXPECT_EQ(query.Find("$MetadataLevel") != nullptr, has_level) << query.name;
  }
}

}  // namespace
}  // namespace docshare
