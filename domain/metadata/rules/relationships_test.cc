#include "domain/metadata/rules/relationships.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/metadata/association_type.h"
#include "domain/metadata/testing/rule_cases.h"
#include "domain/metadata/testing/submission_builder.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaults;
using testing::RuleCase;

constexpr char kElsewhere[] = "urn:uuid:00000000-0000-4000-8000-000000000001";
constexpr char kElsewhere2[] = "urn:uuid:00000000-0000-4000-8000-000000000002";
constexpr char kSource[] = "UnresolvedReferenceException at associations[3].source_object";
constexpr char kTarget[] = "UnresolvedReferenceException at associations[3].target_object";
constexpr char kBadSource[] = "XDSRegistryMetadataError at associations[3].source_object";
constexpr char kBadTarget[] = "XDSRegistryMetadataError at associations[3].target_object";
constexpr const char* kRelationships[] = {kReplace, kTransform,   kAppend, kTransformAndReplace,
                                          kSigns,   kIsSnapshotOf};

void Add(RegisterDocumentSetRequest& r, const std::string& type, const std::string& source,
         const std::string& target) {
  auto& association = *r.add_associations();
  association.set_association_type(type);
  association.set_source_object(source);
  association.set_target_object(target);
}

RuleCase With(const char* type, const std::string& source, const std::string& target,
              const std::string& fault) {
  return {type, [=](RegisterDocumentSetRequest& r) { Add(r, type, source, target); }, fault};
}

TEST(RelationshipsTest, AcceptsALinkFromANewDocumentToARegisteredOne) {
  for (const char* type : kRelationships) {
    ExpectFaults(&CheckRelationships, {With(type, "document-a", kElsewhere, "")});
  }
}

TEST(RelationshipsTest, Check47WantsANewDocumentAsSource) {
  for (const char* type : kRelationships) {
    ExpectFaults(&CheckRelationships, {With(type, kElsewhere2, kElsewhere, kSource),
                                       With(type, "folder-a", kElsewhere, kSource),
                                       With(type, "submission-set", kElsewhere, kSource)});
  }
}

TEST(RelationshipsTest, Check48WantsARegisteredTargetOfReplacementsAndSnapshots) {
  for (const char* type : {kReplace, kTransformAndReplace, kIsSnapshotOf}) {
    ExpectFaults(&CheckRelationships, {With(type, "document-a", "document-b", kTarget),
                                       With(type, "document-a", "folder-a", kTarget)});
  }
}

TEST(RelationshipsTest, Check48AcceptsANewTargetOfTheOthers) {
  for (const char* type : {kTransform, kAppend, kSigns}) {
    ExpectFaults(&CheckRelationships, {With(type, "document-a", "document-b", ""),
                                       With(type, "document-a", "folder-a", kTarget),
                                       With(type, "document-a", "submission-set", kTarget)});
  }
}

TEST(RelationshipsTest, Check51WantsStableSnapshots) {
  ExpectFaults(&CheckRelationships, {{"on-demand",
                                      [](RegisterDocumentSetRequest& r) {
                                        r.mutable_document_entries(0)->set_object_type(
                                            metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
                                        Add(r, kIsSnapshotOf, "document-a", kElsewhere);
                                      },
                                      kBadSource}});
}

TEST(RelationshipsTest, Check53RefusesADocumentLinkedToItself) {
  for (const char* type : kRelationships) {
    ExpectFaults(&CheckRelationships, {With(type, "document-a", "document-a", kBadTarget)});
  }
}

TEST(RelationshipsTest, Check53RefusesTwoReplacementsOfOneDocument) {
  ExpectFaults(&CheckRelationships, {{"by two documents",
                                      [](RegisterDocumentSetRequest& r) {
                                        Add(r, kReplace, "document-a", kElsewhere);
                                        Add(r, kTransformAndReplace, "document-b", kElsewhere);
                                      },
                                      "XDSRegistryMetadataError at associations[4].target_object"},
                                     {"twice by one",
                                      [](RegisterDocumentSetRequest& r) {
                                        Add(r, kReplace, "document-a", kElsewhere);
                                        Add(r, kReplace, "document-a", kElsewhere);
                                      },
                                      "XDSRegistryMetadataError at associations[4].target_object"},
                                     {"an addendum beside it",
                                      [](RegisterDocumentSetRequest& r) {
                                        Add(r, kReplace, "document-a", kElsewhere);
                                        Add(r, kAppend, "document-b", kElsewhere);
                                      },
                                      ""}});
}

TEST(RelationshipsTest, CirclesAreNoFault) {
  ExpectFaults(&CheckRelationships, {{"of addenda",
                                      [](RegisterDocumentSetRequest& r) {
                                        Add(r, kAppend, "document-a", "document-b");
                                        Add(r, kAppend, "document-b", "document-a");
                                      },
                                      ""}});
}

TEST(RelationshipsTest, OtherFaultsOfIdsAreReportedElsewhere) {
  for (const char* id : {"", "nobody", "urn:uuid:broken"}) {
    ExpectFaults(&CheckRelationships,
                 {With(kAppend, id, kElsewhere, ""), With(kReplace, "document-a", id, "")});
  }
}

}  // namespace
}  // namespace docshare
