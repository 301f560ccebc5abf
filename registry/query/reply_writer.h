#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace docshare::registry {

// Writes a reply of a stored query in wire form, so that stored entries are copied into it without
// being decoded. The numbers are the field numbers of the reply in registry_service.proto; a test
// reads what it writes with the generated classes.
class ReplyWriter {
 public:
  // A repeated or singular string, bytes or message field.
  void AddBytes(uint32_t field, absl::string_view bytes);

  // A uint64 field.
  void AddUint64(uint32_t field, uint64_t value);

  size_t size_bytes() const { return reply_.size(); }

  std::string Take() { return std::move(reply_); }

 private:
  void AddVarint(uint64_t value);

  std::string reply_;
};

}  // namespace docshare::registry
