#include "domain/hl7v2/hl7_charset.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "domain/text/unicode_text.h"
#include "domain/xml/single_byte_charset.h"

namespace docshare {
namespace {

void AppendUtf8(char32_t c, std::string& text) {
  if (c < 0x80) {
    text.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    text.append({static_cast<char>(0xc0 | (c >> 6)), static_cast<char>(0x80 | (c & 0x3f))});
  } else {
    text.append({static_cast<char>(0xe0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 0x3f)),
                 static_cast<char>(0x80 | (c & 0x3f))});
  }
}

// Null for 8859/1, where each byte is its character. The tables have no character above U+FFFF.
absl::StatusOr<std::string> DecodeSingleBytes(absl::string_view bytes,
                                              const SingleByteCharset* charset) {
  std::string text;
  text.reserve(bytes.size());
  for (const char byte : bytes) {
    const int index = static_cast<unsigned char>(byte);
    const int character = charset == nullptr ? index : (*charset)[index];
    if (character < 0) {
      return absl::InvalidArgumentError("a byte of the message is no character of its charset");
    }
    AppendUtf8(static_cast<char32_t>(character), text);
  }
  return text;
}

// Letters and digits alone, without "ISO" in front: what the spellings of one name share.
std::string BareName(absl::string_view name) {
  std::string bare;
  for (const char c : name) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) bare.push_back(absl::ascii_toupper(c));
  }
  return std::string(absl::StripPrefix(bare, "ISO"));
}

}  // namespace

absl::StatusOr<std::string> DecodeHl7Text(absl::string_view bytes, absl::string_view charset) {
  const std::string name = BareName(charset);
  const bool is_undeclared = name.empty() || name == "ASCII" || name == "USASCII";
  if (is_undeclared || name == "UNICODE" || name == "UNICODEUTF8" || name == "UTF8") {
    if (IsValidUtf8(bytes)) return std::string(bytes);
    if (is_undeclared) return DecodeSingleBytes(bytes, nullptr);
    return absl::InvalidArgumentError("the message is not in UTF-8, which MSH-18 names");
  }
  if (name == "88591") return DecodeSingleBytes(bytes, nullptr);
  if (name == "88595") return DecodeSingleBytes(bytes, FindSingleByteCharset("ISO-8859-5"));
  if (name == "885915") return DecodeSingleBytes(bytes, FindSingleByteCharset("ISO-8859-15"));
  if (name == "WINDOWS1252" || name == "CP1252") {
    return DecodeSingleBytes(bytes, FindSingleByteCharset("windows-1252"));
  }
  return absl::NotFoundError("the charset that MSH-18 names is not known here");
}

}  // namespace docshare
