// Opens content rows: whatever the bytes, there is an error or a row that seals to the same;
// and what was sealed is given back, but not after any byte of it has changed.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/strings/string_view.h"
#include "platform/crypto/secret_key.h"
#include "repository/content/content_cipher.h"
#include "repository/content/content_id.h"
#include "repository/content/content_row.h"

namespace docshare::repository {
namespace {

void Check(bool holds) {
  if (!holds) std::abort();
}

ContentCipher ACipher() { return {platform::SecretKey({}), ContentId({})}; }

void OpenAnything(absl::string_view bytes) {
  std::string value(bytes);
  ContentCipher cipher = ACipher();
  const absl::StatusOr<ContentRow> row = OpenContentRow(value, cipher);
  if (row.ok()) Check(SealContentRow(*row, cipher) == bytes);
}

// The input is where and how to change a byte, and a document.
void OpenChanged(absl::string_view input) {
  if (input.size() < 3) return;
  const auto byte = [input](size_t i) { return static_cast<unsigned char>(input[i]); };
  const absl::string_view document = input.substr(3);
  const StoredContent content = {.id = ContentId({}), .size_bytes = document.size()};
  ContentCipher cipher = ACipher();
  const std::string sealed =
      SealContentRow({.content = content, .place = ContentPlace::kRow, .bytes = document}, cipher);
  std::string value = sealed;
  const absl::StatusOr<ContentRow> row = OpenContentRow(value, cipher);
  Check(row.ok() && row->content == content && row->bytes == document);
  if (byte(2) == 0) return;
  value = sealed;
  char& changed = value[(size_t{byte(0)} << 8 | byte(1)) % value.size()];
  changed = static_cast<char>(changed ^ byte(2));
  Check(!OpenContentRow(value, cipher).ok());
}

}  // namespace
}  // namespace docshare::repository

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  docshare::repository::OpenAnything(input);
  docshare::repository::OpenChanged(input);
  return 0;
}
