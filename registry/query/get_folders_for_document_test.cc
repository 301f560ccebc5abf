#include "registry/query/get_folders_for_document.h"

#include <string>
#include <vector>

#include "domain/metadata/association_type.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/query/testing/answer.h"
#include "registry/query/testing/registered_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using Request = v1::GetFoldersForDocumentRequest;
using Response = v1::GetFoldersForDocumentResponse;

Request ByEntryUuid(const std::string& urn) {
  Request request;
  request.set_entry_uuid(urn);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  return request;
}

Request ByUniqueId(const std::string& unique_id) {
  Request request;
  request.set_unique_id(unique_id);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  return request;
}

// A document in two folders, and in a submission set.
class GetFoldersForDocumentTest : public ::testing::Test {
 protected:
  GetFoldersForDocumentTest() {
    document_ = db_.AddDocument(AnEntry().WithUniqueId("2.999.10.1100").Build());
    one_ = db_.AddFolder(AFolder());
    other_ = db_.AddFolder(AFolder());
    in_one_ = db_.Associate(one_, kHasMember, document_);
    in_other_ = db_.Associate(other_, kHasMember, document_);
    db_.Associate(db_.AddSubmissionSet(ASubmissionSet()), kHasMember, document_);
    db_.Associate(db_.AddFolder(AFolder()), kHasMember, db_.AddDocument(AnEntry().Build()));
  }

  std::vector<std::string> Ids(const Request& request) {
    return IdsOf(Ask<Response>(GetFoldersForDocument, request, db_.store()));
  }

  RegisteredStore db_;
  std::string document_, one_, other_, in_one_, in_other_;
};

TEST_F(GetFoldersForDocumentTest, GivesFoldersByEachKindOfId) {
  EXPECT_THAT(Ids(ByEntryUuid(document_)), UnorderedElementsAre(one_, other_));
  EXPECT_THAT(Ids(ByUniqueId("2.999.10.1100")), UnorderedElementsAre(one_, other_));
  Request whole = ByEntryUuid(document_);
  whole.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  EXPECT_EQ(Ask<Response>(GetFoldersForDocument, whole, db_.store()).folders_size(), 2);
}

TEST_F(GetFoldersForDocumentTest, AFolderOfTwoDocumentsOfAUniqueIdComesOnce) {
  const std::string same = db_.AddDocument(AnEntry().WithUniqueId("2.999.10.1100").Build());
  db_.Associate(one_, kHasMember, same);
  EXPECT_THAT(Ids(ByUniqueId("2.999.10.1100")), UnorderedElementsAre(one_, other_));
}

TEST_F(GetFoldersForDocumentTest, OtherKindsAndUnknownIdsFindNothing) {
  EXPECT_THAT(Ids(ByEntryUuid(one_)), IsEmpty());
  EXPECT_THAT(Ids(ByEntryUuid("urn:uuid:00000000-0000-4000-8000-000000000001")), IsEmpty());
  EXPECT_THAT(Ids(ByUniqueId("2.999.404")), IsEmpty());
}

TEST_F(GetFoldersForDocumentTest, AssociationStatusesAndLevel) {
  db_.Deprecate(in_one_);
  EXPECT_THAT(Ids(ByEntryUuid(document_)), ElementsAre(other_));
  Request request = ByEntryUuid(document_);
  request.add_association_statuses(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_THAT(Ids(request), IsEmpty());
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), ElementsAre(one_));
  request.clear_association_statuses();
  EXPECT_THAT(Ids(request), UnorderedElementsAre(one_, other_));
}

TEST_F(GetFoldersForDocumentTest, MetadataLevelOneHidesFolders) {
  db_.Deprecate(one_);
  const std::string newer = db_.UpdateFolder(other_, AFolder());
  db_.Associate(newer, kHasMember, document_);
  EXPECT_THAT(Ids(ByEntryUuid(document_)), ElementsAre(newer));
  Request request = ByEntryUuid(document_);
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(one_, other_, newer));
}

TEST_F(GetFoldersForDocumentTest, AHiddenDocumentIsInNoFolder) {
  const std::string newer = db_.UpdateDocument(document_, AnEntry().Build());
  db_.Associate(one_, kHasMember, newer);
  EXPECT_THAT(Ids(ByEntryUuid(document_)), IsEmpty());
  EXPECT_THAT(Ids(ByUniqueId("2.999.10.1100")), ElementsAre(one_));
  Request request = ByUniqueId("2.999.10.1100");
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(one_, other_));
}

TEST_F(GetFoldersForDocumentTest, PagesCoverEverythingOnce) {
  for (int i = 0; i < 5; ++i) db_.Associate(db_.AddFolder(AFolder()), kHasMember, document_);
  EXPECT_EQ(ExpectSameOnPages<Response>(GetFoldersForDocument, ByEntryUuid(document_), db_.store())
                .size(),
            7u);
}

TEST_F(GetFoldersForDocumentTest, RefusesMissingDoubledAndMalformedParameters) {
  EXPECT_EQ(RefusalOf(GetFoldersForDocument, Request(), db_.store()),
            "XDSStoredQueryMissingParam return_type\n"
            "XDSStoredQueryMissingParam ");
  Request request = ByEntryUuid("urn:uuid:NOT");
  request.set_unique_id("1.2");
  request.set_metadata_level(3);
  EXPECT_EQ(RefusalOf(GetFoldersForDocument, request, db_.store()),
            "XDSStoredQueryParamNumber \n"
            "XDSRegistryError entry_uuid\n"
            "XDSRegistryError metadata_level");
}

}  // namespace
}  // namespace docshare::registry
