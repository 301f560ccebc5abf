#include "registry/query/reply_writer.h"

namespace docshare::registry {
namespace {

constexpr uint32_t kVarint = 0;
constexpr uint32_t kLengthDelimited = 2;

}  // namespace

void ReplyWriter::AddVarint(uint64_t value) {
  while (value >= 0x80) {
    reply_.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  reply_.push_back(static_cast<char>(value));
}

void ReplyWriter::AddBytes(uint32_t field, absl::string_view bytes) {
  AddVarint(field << 3 | kLengthDelimited);
  AddVarint(bytes.size());
  reply_.append(bytes.data(), bytes.size());
}

void ReplyWriter::AddUint64(uint32_t field, uint64_t value) {
  AddVarint(field << 3 | kVarint);
  AddVarint(value);
}

}  // namespace docshare::registry
