#include "gateway/mtom/piece_window.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "platform/stream/memory_source.h"

namespace docshare::gateway {
namespace {

std::string Numbers() {
  std::string text;
  for (int i = 0; i < 2000; ++i) absl::StrAppend(&text, i, " ");
  return text;
}

TEST(PieceWindowTest, GivesEveryByteOnceWhateverIsLeft) {
  const std::string text = Numbers();
  for (const size_t piece_bytes : {1u, 7u, 600u, 5000u, 100000u}) {
    for (const size_t left : {0u, 1u, 5u, 300u, 512u}) {
      platform::MemorySource source(text, piece_bytes);
      PieceWindow window(&source);
      std::string seen;
      while (true) {
        const size_t keep = window.at_end() ? 0 : left;
        if (window.bytes().size() > keep) {
          const size_t taken = window.bytes().size() - keep;
          absl::StrAppend(&seen, window.bytes().substr(0, taken));
          window.Skip(taken);
        }
        if (window.at_end()) break;
        ASSERT_TRUE(window.Grow().ok());
      }
      EXPECT_EQ(seen, text) << piece_bytes << " " << left;
    }
  }
}

TEST(PieceWindowTest, CopiesOnlyWherePiecesMeet) {
  const std::string text(100000, 'x');
  platform::MemorySource source(text, 50000);
  PieceWindow window(&source);
  ASSERT_TRUE(window.Grow().ok());
  EXPECT_EQ(window.bytes().data(), text.data());
  window.Skip(49990);
  ASSERT_TRUE(window.Grow().ok());
  EXPECT_EQ(window.bytes().size(), 10 + PieceWindow::kOverlapBytes);
  window.Skip(100);
  ASSERT_TRUE(window.Grow().ok());
  EXPECT_EQ(window.bytes().data(), text.data() + 50090);
  EXPECT_EQ(window.bytes().size(), 49910u);
}

class BrokenSource : public platform::ByteSource {
 public:
  absl::StatusOr<absl::string_view> Read() override { return absl::UnavailableError("gone"); }
};

TEST(PieceWindowTest, HandsErrorsOn) {
  BrokenSource source;
  PieceWindow window(&source);
  EXPECT_EQ(window.Grow(), absl::UnavailableError("gone"));
}

}  // namespace
}  // namespace docshare::gateway
