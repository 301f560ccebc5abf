// Decodes content rows: whatever the bytes, there is an error or a row that encodes to the same;
// and what was encoded is given back, but not after any byte of it has changed.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/strings/string_view.h"
#include "repository/content/content_id.h"
#include "repository/content/content_row.h"

namespace docshare::repository {
namespace {

void Check(bool holds) {
  if (!holds) std::abort();
}

void DecodeAnything(absl::string_view value) {
  const absl::StatusOr<ContentRow> row = DecodeContentRow(ContentId({}), value);
  if (row.ok()) Check(EncodeContentRow(*row) == value);
}

// The input is where and how to change a byte, and a document.
void DecodeChanged(absl::string_view input) {
  if (input.size() < 3) return;
  const auto byte = [input](size_t i) { return static_cast<unsigned char>(input[i]); };
  const absl::string_view document = input.substr(3);
  const StoredContent content = {.id = ContentId({}), .size_bytes = document.size()};
  std::string value =
      EncodeContentRow({.content = content, .place = ContentPlace::kRow, .bytes = document});
  const absl::StatusOr<ContentRow> row = DecodeContentRow(content.id, value);
  Check(row.ok() && row->content == content && row->bytes == document);
  if (byte(2) == 0) return;
  char& changed = value[(size_t{byte(0)} << 8 | byte(1)) % value.size()];
  changed = static_cast<char>(changed ^ byte(2));
  Check(!DecodeContentRow(content.id, value).ok());
}

}  // namespace
}  // namespace docshare::repository

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  docshare::repository::DecodeAnything(input);
  docshare::repository::DecodeChanged(input);
  return 0;
}
