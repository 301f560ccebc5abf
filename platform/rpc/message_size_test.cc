#include "platform/rpc/message_size.h"

#include <gtest/gtest.h>

#include <string>

#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/struct.pb.h"

namespace docshare::platform {
namespace {

using google::protobuf::ListValue;

bool Holds(size_t limit, const std::string& wire) {
  // In small pieces, as they come from the network.
  google::protobuf::io::ArrayInputStream in(wire.data(), static_cast<int>(wire.size()), 7);
  return HoldsAtMost(limit, *ListValue::descriptor(), &in);
}

std::string Repeated(const std::string& bytes, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += bytes;
  return all;
}

TEST(MessageSizeTest, CountsMessagesAndTextsAtAnyDepth) {
  ListValue list;
  list.add_values()->set_number_value(3);
  auto& inner = *list.add_values()->mutable_list_value();
  inner.add_values()->set_string_value("a text of some length");
  // Two values, the inner list, its value and the text.
  EXPECT_TRUE(Holds(5, list.SerializeAsString()));
  EXPECT_FALSE(Holds(4, list.SerializeAsString()));
  EXPECT_TRUE(Holds(0, ""));
}

TEST(MessageSizeTest, EmptyMessagesCount) {
  const std::string empty_value("\x0a\x00", 2);
  EXPECT_TRUE(Holds(1000, Repeated(empty_value, 1000)));
  EXPECT_FALSE(Holds(999, Repeated(empty_value, 1000)));
  ListValue list;
  for (int i = 0; i < 498; ++i) list.mutable_values()->Add();
  for (int i = 0; i < 500; ++i) {
    list.mutable_values(0)->mutable_list_value()->mutable_values()->Add();
  }
  EXPECT_TRUE(Holds(999, list.SerializeAsString()));
  EXPECT_FALSE(Holds(998, list.SerializeAsString()));
}

TEST(MessageSizeTest, LeavesNonsenseToTheParser) {
  EXPECT_TRUE(Holds(3, "\x0a\x7f"));
  EXPECT_TRUE(Holds(3, std::string(20, '\xff')));
  EXPECT_TRUE(Holds(3, "\x0b\x0b\x0b\x0b"));
  // A field that nobody knows counts all the same.
  EXPECT_FALSE(Holds(3, Repeated(std::string("\xfa\x3f\x00", 3), 4)));
}

TEST(MessageSizeTest, DepthIsBounded) {
  ListValue list;
  ListValue* innermost = &list;
  for (int i = 0; i < 1000; ++i) innermost = innermost->add_values()->mutable_list_value();
  EXPECT_TRUE(Holds(1000, list.SerializeAsString()));
}

}  // namespace
}  // namespace docshare::platform
