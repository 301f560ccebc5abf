#include "gateway/mtom/transfer_encoding.h"

#include <memory>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/stream/memory_source.h"

namespace docshare::gateway {
namespace {

using testing::HasSubstr;

absl::StatusOr<std::string> Undone(absl::string_view name, absl::string_view text,
                                   size_t piece_bytes) {
  platform::MemorySource source(text, piece_bytes);
  absl::StatusOr<std::unique_ptr<platform::ByteSource>> undone =
      UndoTransferEncoding(name, &source);
  if (!undone.ok()) return undone.status();
  std::string bytes;
  while (true) {
    const absl::StatusOr<absl::string_view> piece = (*undone)->Read();
    if (!piece.ok()) {
      EXPECT_EQ((*undone)->Read().status(), piece.status());
      return piece.status();
    }
    if (piece->empty()) return bytes;
    absl::StrAppend(&bytes, *piece);
  }
}

std::string AllBytes() {
  std::string bytes;
  for (int i = 0; i < 1000; ++i) bytes.push_back(static_cast<char>(i * 7));
  return bytes;
}

TEST(TransferEncodingTest, NothingToUndo) {
  platform::MemorySource source("a");
  for (const absl::string_view name : {"", "binary", "8BIT", " 7bit "}) {
    const auto undone = UndoTransferEncoding(name, &source);
    ASSERT_TRUE(undone.ok());
    EXPECT_EQ(*undone, nullptr);
  }
}

TEST(TransferEncodingTest, RefusesWhatItDoesNotKnow) {
  platform::MemorySource source("a");
  const absl::Status status = UndoTransferEncoding("x-uuencode", &source).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("x-uuencode"));
}

TEST(TransferEncodingTest, Base64InAnyPieces) {
  for (const size_t size : {0u, 1u, 2u, 3u, 4u, 999u, 1000u}) {
    const std::string bytes = AllBytes().substr(0, size);
    const std::string text = absl::Base64Escape(bytes);
    std::string folded;
    for (size_t i = 0; i < text.size(); i += 76) {
      absl::StrAppend(&folded, text.substr(i, 76), "\r\n");
    }
    for (const size_t piece_bytes : {1u, 3u, 76u, 5000u}) {
      EXPECT_EQ(*Undone("Base64", text, piece_bytes), bytes) << size << " in " << piece_bytes;
      EXPECT_EQ(*Undone("base64", folded, piece_bytes), bytes) << size << " in " << piece_bytes;
    }
  }
}

TEST(TransferEncodingTest, RefusesDoubtfulBase64) {
  for (const absl::string_view text : {"QUJ", "QQ", "QQ=", "QUJD*", "QQ==QQ==", "QQ===", "=",
                                       "Q===", "QR==", "QUK=", "QUJD\x01", "QUJD-_=="}) {
    for (const size_t piece_bytes : {1u, 100u}) {
      EXPECT_EQ(Undone("base64", text, piece_bytes).status().code(),
                absl::StatusCode::kInvalidArgument)
          << text;
    }
  }
}

TEST(TransferEncodingTest, QuotedPrintableInAnyPieces) {
  for (const size_t piece_bytes : {1u, 2u, 100u}) {
    EXPECT_EQ(*Undone("quoted-printable", "a=3Db=c3=A6 \t\r\n=20=\r\n c= \nd\n=", piece_bytes),
              "a=b\xc3\xa6\r\n  cd\n");
    EXPECT_EQ(*Undone("Quoted-Printable", "a b", piece_bytes), "a b");
  }
}

TEST(TransferEncodingTest, RefusesBadQuotedPrintable) {
  const std::string blanks = absl::StrCat("a", std::string(2000, ' '), "b");
  for (const absl::string_view text :
       {absl::string_view("=G0"), absl::string_view("=4"), absl::string_view("=4\r\n"),
        absl::string_view("= x"), absl::string_view("=\rx"), absl::string_view(blanks)}) {
    EXPECT_EQ(Undone("quoted-printable", text, 100).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

}  // namespace
}  // namespace docshare::gateway
