#include "registry/query/get_all_position.h"

#include <string>

#include "gtest/gtest.h"

namespace docshare::registry {
namespace {

const EntryUuid kUuid = EntryUuid::Derive("2.999.20.1", "a");

TEST(GetAllPositionTest, DecodesWhatItEncoded) {
  const GetAllPosition object{storage::v1::OBJECT_KIND_FOLDER, "row", absl::nullopt};
  auto decoded = DecodeGetAllPosition(Encode(object));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->kind, storage::v1::OBJECT_KIND_FOLDER);
  EXPECT_EQ(decoded->row, "row");
  EXPECT_FALSE(decoded->association.has_value());

  const GetAllPosition association{storage::v1::OBJECT_KIND_DOCUMENT_ENTRY, std::string(24, '\xff'),
                                   GetAllPosition::OfAssociation{AssociationEnd::kTarget, kUuid}};
  decoded = DecodeGetAllPosition(Encode(association));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->kind, storage::v1::OBJECT_KIND_DOCUMENT_ENTRY);
  EXPECT_EQ(decoded->row, std::string(24, '\xff'));
  ASSERT_TRUE(decoded->association.has_value());
  EXPECT_EQ(decoded->association->direction, AssociationEnd::kTarget);
  EXPECT_EQ(decoded->association->uuid, kUuid);
}

TEST(GetAllPositionTest, RefusesEveryCutAndAnythingElse) {
  const std::string bytes = Encode({storage::v1::OBJECT_KIND_SUBMISSION_SET, "row",
                                    GetAllPosition::OfAssociation{AssociationEnd::kSource, kUuid}});
  for (size_t size = 0; size < bytes.size(); ++size) {
    auto cut = DecodeGetAllPosition(absl::string_view(bytes).substr(0, size));
    // The object alone is a position, too.
    EXPECT_EQ(cut.ok(), size == 5) << size;
  }
  EXPECT_FALSE(DecodeGetAllPosition(bytes + "x").ok());
  std::string other_kind = bytes;
  other_kind[0] = static_cast<char>(storage::v1::OBJECT_KIND_ASSOCIATION);
  EXPECT_FALSE(DecodeGetAllPosition(other_kind).ok());
  std::string other_direction = bytes;
  other_direction[5] = 3;
  EXPECT_FALSE(DecodeGetAllPosition(other_direction).ok());
  std::string long_row(2 + 201, 'r');
  long_row[0] = static_cast<char>(storage::v1::OBJECT_KIND_FOLDER);
  long_row[1] = static_cast<char>(201);
  EXPECT_FALSE(DecodeGetAllPosition(long_row).ok());
}

}  // namespace
}  // namespace docshare::registry
