#include "consumer/client/stored_queries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "consumer/client/testing/fake_registry.h"
#include "consumer/client/testing/loopback_server.h"
#include "domain/errors/xds_error.h"
#include "platform/rpc/channel.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::Folder;
using docshare::registry::v1::FindFoldersRequest;
using docshare::registry::v1::FindFoldersResponse;
using docshare::registry::v1::GetFolderAndContentsRequest;
using docshare::registry::v1::GetFoldersRequest;
using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr char kPatient[] = "12838520020";

class StoredQueriesTest : public ::testing::Test {
 protected:
  StoredQueriesTest() : server_({&registry_}) {
    CallLimits limits;
    limits.retry.initial_backoff = absl::Milliseconds(1);
    limits.retry.max_backoff = absl::Milliseconds(2);
    queries_ = std::make_unique<StoredQueries>(*platform::OpenChannel(server_.channel()), limits);
  }

  void AddFolders(int count) {
    for (int i = 0; i < count; ++i) {
      Folder folder;
      folder.set_entry_uuid(absl::StrCat("folder-", i));
      folder.mutable_patient_id()->set_id(kPatient);
      folder.set_availability_status(docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED);
      registry_.AddFolder(folder);
    }
  }

  static FindFoldersRequest AllFolders() {
    FindFoldersRequest request;
    request.mutable_patient_id()->set_id(kPatient);
    request.add_statuses(docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED);
    request.set_return_type(docshare::registry::v1::RETURN_TYPE_LEAF_CLASS);
    return request;
  }

  FakeRegistry registry_;
  LoopbackServer server_;
  std::unique_ptr<StoredQueries> queries_;
};

TEST_F(StoredQueriesTest, ReadsAllPages) {
  AddFolders(7);
  registry_.set_page_size(3);
  std::vector<int> pages;
  absl::Status status = queries_->ForEachPage(&StoredQueries::FindFolders, AllFolders(),
                                              [&](const FindFoldersResponse& page) {
                                                pages.push_back(page.folders_size());
                                                return true;
                                              });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(pages, ElementsAre(3, 3, 1));
}

TEST_F(StoredQueriesTest, StopsWhenTheVisitorHasEnough) {
  AddFolders(7);
  registry_.set_page_size(3);
  int pages = 0;
  absl::Status status =
      queries_->ForEachPage(&StoredQueries::FindFolders, AllFolders(),
                            [&](const FindFoldersResponse&) { return ++pages < 2; });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(pages, 2);
  EXPECT_EQ(registry_.failures().calls(), 2);
}

TEST_F(StoredQueriesTest, ARegistryThatDoesNotGetOnIsAFailure) {
  registry_.set_stuck(true);
  absl::Status status = queries_->ForEachPage(&StoredQueries::FindFolders, AllFolders(),
                                              [](const FindFoldersResponse&) { return true; });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
}

TEST_F(StoredQueriesTest, EveryPageIsRepeatedOnUnavailable) {
  AddFolders(2);
  registry_.failures().Plan(2, absl::UnavailableError("draining"));
  absl::StatusOr<FindFoldersResponse> page = queries_->FindFolders(AllFolders());
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(page->folders(), SizeIs(2));
  EXPECT_EQ(registry_.failures().calls(), 3);
}

TEST_F(StoredQueriesTest, RefusalsKeepTheErrorsOfTheStandard) {
  registry_.failures().Plan(1, Refusal(absl::StatusCode::kFailedPrecondition, "XDSTooManyResults",
                                       "more than 1000", "entry_uuids"));
  absl::Status status = queries_->GetFolders(GetFoldersRequest()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_TRUE(RegistryErrorsOf(status).has_value());
  EXPECT_EQ(RegistryErrorsOf(status)->errors(0).error_code(), "XDSTooManyResults");
  EXPECT_EQ(registry_.failures().calls(), 1);
}

TEST_F(StoredQueriesTest, HasADeadline) {
  CallLimits limits;
  limits.call_timeout = absl::Milliseconds(200);
  server_.Stop();
  StoredQueries queries(*platform::OpenChannel(server_.channel()), limits);
  absl::Status status = queries.GetFolderAndContents(GetFolderAndContentsRequest()).status();
  EXPECT_TRUE(absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status)) << status;
}

}  // namespace
}  // namespace docshare::consumer
