#include "registry/admin/index_rebuild.h"

#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/objects/testing/edited_store.h"
#include "registry/rebuild/rebuild_indexes.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::ASubmission;

class IndexRebuildTest : public ::testing::Test {
 protected:
  IndexRebuildTest() {
    edited_.AddPatient("12838520020");
    edited_.Register(ASubmission().With(AnEntry()).With(AnEntry()).With(AFolder()).Build());
  }

  absl::StatusOr<RebuiltRows> Apply(const storage::v1::RebuildIndexesCommand& command) {
    platform::KvBatch batch;
    auto piece = ApplyRebuildIndexes(command, edited_.reader(), batch);
    edited_.Commit(batch);
    return piece;
  }

  absl::Status Rebuild(bool compare_only,
                       const std::function<absl::Status(const RebuildProgress&)>& tell) {
    return RebuildAllIndexes(
        compare_only, *EstimateRebuildRows(edited_.reader()),
        [this](const storage::v1::RebuildIndexesCommand& command) { return Apply(command); }, tell);
  }

  EditedStore edited_;
};

TEST_F(IndexRebuildTest, EstimateOfASmallRegistryIsExact) {
  std::vector<RebuildProgress> told;
  ASSERT_TRUE(Rebuild(false, [&](const RebuildProgress& progress) {
                told.push_back(progress);
                return absl::OkStatus();
              }).ok());
  ASSERT_EQ(told.size(), kRebuildSteps.size());
  EXPECT_EQ(told.front().rows_total, told.back().rows);
  EXPECT_FALSE(told.front().done);
  EXPECT_TRUE(told.back().done);
  EXPECT_EQ(told.back().changed, 0u);
}

TEST_F(IndexRebuildTest, PutsRightUnlessItOnlyCompares) {
  const auto original = edited_.Rows();
  platform::KvBatch batch;
  batch.DeleteRange("\x08", "\x0b");
  edited_.Commit(batch);
  uint64_t changed = 0;
  const auto tell = [&](const RebuildProgress& progress) {
    changed = progress.changed;
    return absl::OkStatus();
  };
  ASSERT_TRUE(Rebuild(true, tell).ok());
  EXPECT_NE(edited_.Rows(), original);
  const uint64_t found = changed;
  EXPECT_GT(found, 0u);
  ASSERT_TRUE(Rebuild(false, tell).ok());
  EXPECT_EQ(edited_.Rows(), original);
  EXPECT_EQ(changed, found);
}

TEST_F(IndexRebuildTest, StopsWhenItIsToldTo) {
  int pieces = 0;
  EXPECT_TRUE(absl::IsUnavailable(Rebuild(false, [&](const RebuildProgress&) {
    ++pieces;
    return absl::UnavailableError("the server drains");
  })));
  EXPECT_EQ(pieces, 1);
}

TEST_F(IndexRebuildTest, StopsAtAnError) {
  EXPECT_TRUE(absl::IsDataLoss(RebuildAllIndexes(
      false, 1,
      [](const storage::v1::RebuildIndexesCommand&) -> absl::StatusOr<RebuiltRows> {
        return absl::DataLossError("the disk lies");
      },
      [](const RebuildProgress&) { return absl::OkStatus(); })));
}

}  // namespace
}  // namespace docshare::registry
