#include "consumer/cli/document_relations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "domain/metadata/association_type.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::Association;
using docshare::metadata::v1::DocumentEntry;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kNew[] = "urn:uuid:0f1a2b3c-1111-4222-8333-444455556666";
constexpr char kOld[] = "urn:uuid:0f1a2b3c-1111-4222-8333-777788889999";

Association FromNewToOld(const char* type) {
  Association association;
  association.set_association_type(type);
  association.set_source_object(kNew);
  association.set_target_object(kOld);
  return association;
}

DocumentEntry Entry(const char* entry_uuid, const char* title) {
  DocumentEntry entry;
  entry.set_entry_uuid(entry_uuid);
  entry.mutable_title()->add_localized()->set_value(title);
  return entry;
}

std::string Printed(const DocumentRelations& relations, const char* entry_uuid) {
  std::ostringstream out, err;
  PrintRelations(relations, entry_uuid, Terminal{out, err});
  return out.str() + err.str();
}

TEST(DocumentRelationsTest, LabelsReadFromEitherEnd) {
  EXPECT_EQ(RelationLabel(FromNewToOld(kReplace), kNew), "replaces");
  EXPECT_EQ(RelationLabel(FromNewToOld(kReplace), kOld), "replaced by");
  EXPECT_EQ(RelationLabel(FromNewToOld(kAppend), kNew), "adds to");
  EXPECT_EQ(RelationLabel(FromNewToOld("urn:other"), kNew), "urn:other");
}

TEST(DocumentRelationsTest, EveryRelationshipHasLabelsOfItsOwn) {
  std::set<std::string> labels;
  for (const char* type : kAllAssociationTypes) {
    if (!IsRelationship(type)) continue;
    for (const char* end : {kNew, kOld}) {
      const std::string label = RelationLabel(FromNewToOld(type), end);
      EXPECT_TRUE(labels.insert(label).second) << label;
      EXPECT_NE(label, type);
    }
  }
}

TEST(DocumentRelationsTest, NothingIsSaidOfADocumentByItself) {
  EXPECT_EQ(Printed(DocumentRelations(), kNew), "");
}

TEST(DocumentRelationsTest, TablesForWhatThereIs) {
  DocumentRelations relations;
  relations.related.push_back({FromNewToOld(kReplace), Entry(kNew, "Corrected")});
  EXPECT_THAT(Printed(relations, kOld),
              AllOf(HasSubstr("Related documents:\n"), HasSubstr("replaced by"),
                    HasSubstr("Corrected"), Not(HasSubstr("folders")), Not(HasSubstr("ersions"))));
  auto& folder = relations.folders.emplace_back();
  folder.mutable_title()->add_localized()->set_value("Case 2024");
  relations.versions = {Entry(kNew, "second"), Entry(kOld, "first")};
  relations.versions[0].set_version(2);
  EXPECT_THAT(Printed(relations, kOld), AllOf(HasSubstr("In folders:\n"), HasSubstr("Case 2024"),
                                              HasSubstr("Versions:\n"), HasSubstr("second")));
}

TEST(DocumentRelationsTest, VersionsThatAreWithheldAreANote) {
  DocumentRelations relations;
  relations.versions_withheld = true;
  EXPECT_THAT(Printed(relations, kOld), HasSubstr("note: the versions"));
}

}  // namespace
}  // namespace docshare::consumer
