// A page of a query shows one state of the registry, whatever a writer does meanwhile.

#include <atomic>
#include <map>
#include <string>
#include <thread>

#include "domain/metadata/association_type.h"
#include "gtest/gtest.h"
#include "registry/query/get_all.h"
#include "registry/query/get_related_documents.h"
#include "registry/query/testing/registered_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using docshare::testing::APatient;
using metadata::v1::AVAILABILITY_STATUS_APPROVED;
using metadata::v1::AVAILABILITY_STATUS_DEPRECATED;

constexpr int kReplacements = 60;

// Replaces a document again and again: in one commit each, the newer one is there, the older one is
// Deprecated, and a folder holds both.
class Replacements {
 public:
  Replacements() {
    folder_ = db_.AddFolder(AFolder());
    current_ = db_.AddDocument(AnEntry().WithEntryUuid(first_).Build());
    db_.Associate(folder_, kHasMember, current_);
  }

  void Replace() {
    metadata::v1::DocumentEntry entry = AnEntry().WithEntryUuid(db_.NewUrn()).Build();
    entry.set_availability_status(AVAILABILITY_STATUS_APPROVED);
    entry.set_logical_id(entry.entry_uuid());
    entry.set_version(1);
    const std::string newer = entry.entry_uuid();
    const uint64_t patient = db_.AddPatient(APatient());
    const auto link = [&](const std::string& source, const char* type, const std::string& target) {
      metadata::v1::Association association;
      association.set_entry_uuid(db_.NewUrn());
      association.set_association_type(type);
      association.set_source_object(source);
      association.set_target_object(target);
      return association;
    };
    db_.Edit([&](ObjectEditor& editor) {
      EXPECT_TRUE(editor.AddDocument(entry, patient, storage::v1::CHANGE_KIND_REGISTERED).ok());
      EXPECT_TRUE(
          editor.SetDocumentStatus(*EntryUuid::Parse(current_), AVAILABILITY_STATUS_DEPRECATED)
              .ok());
      EXPECT_TRUE(editor.AddAssociation(link(newer, kReplace, current_)).ok());
      EXPECT_TRUE(editor.AddAssociation(link(folder_, kHasMember, newer)).ok());
    });
    current_ = newer;
  }

  const RegistryStore& store() const { return db_.store(); }
  const std::string& first() const { return first_; }

 private:
  RegisteredStore db_;
  const std::string first_ = "urn:uuid:00000000-0000-4000-8000-000000000001";
  std::string folder_;
  std::string current_;
};

// A state after n replacements has n + 1 documents, one of them Approved, n RPLC, n + 1 members.
void ExpectOneState(const v1::GetAllResponse& all) {
  int approved = 0;
  std::map<std::string, int> associations;
  for (const auto& entry : all.document_entries()) {
    if (entry.availability_status() == AVAILABILITY_STATUS_APPROVED) ++approved;
  }
  for (const auto& association : all.associations()) {
    ++associations[association.association_type()];
  }
  ASSERT_EQ(approved, 1);
  ASSERT_EQ(associations[kReplace], all.document_entries_size() - 1);
  ASSERT_EQ(associations[kHasMember], all.document_entries_size());
  ASSERT_TRUE(all.next_page_token().empty());
}

TEST(OneSnapshotTest, AnswersShowOneStateWhileDocumentsAreReplaced) {
  Replacements replacements;
  v1::GetAllRequest all;
  *all.mutable_patient_id() = APatient();
  all.add_document_statuses(AVAILABILITY_STATUS_APPROVED);
  all.add_document_statuses(AVAILABILITY_STATUS_DEPRECATED);
  all.add_submission_set_statuses(AVAILABILITY_STATUS_APPROVED);
  all.add_folder_statuses(AVAILABILITY_STATUS_APPROVED);
  all.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  all.set_page_size(1000);
  v1::GetRelatedDocumentsRequest related;
  related.set_entry_uuid(replacements.first());
  related.add_association_types(kReplace);
  related.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);

  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 0; i < kReplacements; ++i) replacements.Replace();
    done = true;
  });
  int documents = 0;
  bool last_look = false;
  while (!last_look) {
    last_look = done;
    auto bytes = GetAll(all, replacements.store());
    ASSERT_TRUE(bytes.ok()) << bytes.status();
    v1::GetAllResponse response;
    ASSERT_TRUE(response.ParseFromString(*bytes));
    ExpectOneState(response);
    if (::testing::Test::HasFatalFailure()) break;
    // Nothing that was seen goes away.
    EXPECT_GE(response.document_entries_size(), documents);
    documents = response.document_entries_size();

    bytes = GetRelatedDocuments(related, replacements.store());
    ASSERT_TRUE(bytes.ok()) << bytes.status();
    v1::GetRelatedDocumentsResponse relations;
    ASSERT_TRUE(relations.ParseFromString(*bytes));
    // The document alone is no answer, and its replacement comes with what it did.
    EXPECT_EQ(relations.document_entries_size(), relations.associations_size() == 0 ? 0 : 2);
  }
  writer.join();
  EXPECT_EQ(documents, kReplacements + 1);
}

}  // namespace
}  // namespace docshare::registry
