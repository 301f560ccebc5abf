#include "repository/provide/metadata_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/metadata/testing/submission_builder.h"
#include "repository/provide/provide_limits.h"

namespace docshare::repository {
namespace {

using docshare::testing::AnEntry;
using docshare::testing::ASubmission;
using registry::v1::RegisterDocumentSetRequest;

RegisterDocumentSetRequest GoodMetadata() {
  return ASubmission().With(AnEntry().AsFromSource()).With(AnEntry()).Build();
}

TEST(MetadataCheckTest, AcceptsMetadataWithAndWithoutHashAndSize) {
  EXPECT_TRUE(CheckProvidedMetadata(GoodMetadata()).empty());
}

TEST(MetadataCheckTest, LeavesTheRestToTheRegistry) {
  RegisterDocumentSetRequest metadata;
  metadata.mutable_submission_set()->set_unique_id("not an OID");
  metadata.add_document_entries()->set_entry_uuid("a");
  metadata.mutable_document_entries(0)->set_unique_id("b");
  EXPECT_TRUE(CheckProvidedMetadata(metadata).empty());
}

TEST(MetadataCheckTest, NamesEachFault) {
  struct Case {
    const char* name;
    std::function<void(RegisterDocumentSetRequest&)> change;
    const char* code;
    const char* location;
  };
  for (const Case& c : {
           Case{"no submission set", [](auto& m) { m.clear_submission_set(); },
                "XDSRepositoryMetadataError", "submission_set.unique_id"},
           Case{"no entry_uuid", [](auto& m) { m.mutable_document_entries(1)->clear_entry_uuid(); },
                "XDSRepositoryMetadataError", "document_entries[1].entry_uuid"},
           Case{"same entry_uuid",
                [](auto& m) {
                  m.mutable_document_entries(1)->set_entry_uuid(m.document_entries(0).entry_uuid());
                },
                "XDSRepositoryMetadataError", "document_entries[1].entry_uuid"},
           Case{"no unique_id", [](auto& m) { m.mutable_document_entries(0)->clear_unique_id(); },
                "XDSRepositoryMetadataError", "document_entries[0].unique_id"},
           Case{
               "unique_id too long",
               [](auto& m) { m.mutable_document_entries(0)->set_unique_id(std::string(257, '1')); },
               "XDSRepositoryMetadataError", "document_entries[0].unique_id"},
           Case{"same unique_id",
                [](auto& m) {
                  m.mutable_document_entries(1)->set_unique_id(m.document_entries(0).unique_id());
                },
                "XDSRepositoryDuplicateUniqueIdInMessage", "document_entries[1].unique_id"},
           Case{"unique_id of the submission set",
                [](auto& m) {
                  m.mutable_document_entries(1)->set_unique_id(m.submission_set().unique_id());
                },
                "XDSRepositoryDuplicateUniqueIdInMessage", "document_entries[1].unique_id"},
           Case{"unique_id of a folder",
                [](auto& m) { m.add_folders()->set_unique_id(m.document_entries(1).unique_id()); },
                "XDSRepositoryDuplicateUniqueIdInMessage", "folders[0].unique_id"},
           Case{"on-demand entry",
                [](auto& m) {
                  m.mutable_document_entries(0)->set_object_type(
                      metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
                },
                "XDSRepositoryMetadataError", "document_entries[0].object_type"},
           Case{"hash too short", [](auto& m) { m.mutable_document_entries(1)->set_hash("abc"); },
                "XDSRepositoryMetadataError", "document_entries[1].hash"},
           Case{"hash not hexadecimal",
                [](auto& m) { m.mutable_document_entries(1)->set_hash(std::string(40, 'g')); },
                "XDSRepositoryMetadataError", "document_entries[1].hash"},
           Case{"document too large",
                [](auto& m) { m.mutable_document_entries(0)->set_size(kMaxDocumentBytes + 1); },
                "XDSRepositoryOutOfResources", "document_entries[0].size"},
       }) {
    RegisterDocumentSetRequest metadata = GoodMetadata();
    c.change(metadata);
    RegistryErrors errors = CheckProvidedMetadata(metadata);
    ASSERT_EQ(errors.list().errors_size(), 1) << c.name;
    EXPECT_EQ(errors.list().errors(0).error_code(), c.code) << c.name;
    EXPECT_EQ(errors.list().errors(0).location(), c.location) << c.name;
  }
}

TEST(MetadataCheckTest, CollectsAllFaults) {
  RegisterDocumentSetRequest metadata = GoodMetadata();
  metadata.clear_submission_set();
  metadata.mutable_document_entries(0)->clear_entry_uuid();
  metadata.mutable_document_entries(1)->clear_unique_id();
  EXPECT_EQ(CheckProvidedMetadata(metadata).list().errors_size(), 3);
}

TEST(MetadataCheckTest, RefusesTooManyObjectsWithOneError) {
  for (const auto& [list, add] :
       {std::pair<std::string, std::function<void(RegisterDocumentSetRequest&)>>{
            "document_entries", [](auto& m) { m.add_document_entries(); }},
        {"folders", [](auto& m) { m.add_folders(); }},
        {"associations", [](auto& m) { m.add_associations(); }}}) {
    RegisterDocumentSetRequest metadata = GoodMetadata();
    for (int i = 0; i < 10'000; ++i) add(metadata);
    RegistryErrors errors = CheckProvidedMetadata(metadata);
    ASSERT_EQ(errors.list().errors_size(), 1) << list;
    EXPECT_EQ(errors.list().errors(0).error_code(), "XDSRepositoryOutOfResources");
    EXPECT_EQ(errors.list().errors(0).location(), list);
    EXPECT_EQ(errors.ToStatus().code(), absl::StatusCode::kResourceExhausted);
  }
}

TEST(MetadataCheckTest, RefusesTooManyBytes) {
  RegisterDocumentSetRequest metadata = GoodMetadata();
  metadata.mutable_submission_set()->mutable_comments()->add_localized()->set_value(
      std::string(kMaxMetadataBytes, 'x'));
  EXPECT_EQ(CheckProvidedMetadata(metadata).ToStatus().code(),
            absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace docshare::repository
