#include "domain/xml/single_byte_charset.h"

#include "absl/strings/match.h"

namespace docshare {
namespace {

// Bytes that are their own Unicode character, as in ISO-8859-1.
constexpr SingleByteCharset Latin1() {
  SingleByteCharset charset{};
  for (int byte = 0; byte < 256; ++byte) charset[byte] = byte;
  return charset;
}

// Cyrillic: the upper half is Unicode's block in order, but for four characters.
constexpr SingleByteCharset kIso8859Part5 = [] {
  SingleByteCharset charset = Latin1();
  for (int byte = 0xa1; byte < 256; ++byte) charset[byte] = 0x0401 + (byte - 0xa1);
  charset[0xad] = 0x00ad;
  charset[0xf0] = 0x2116;
  charset[0xfd] = 0x00a7;
  return charset;
}();

// Latin 9: the euro sign and seven letters that Latin 1 lacks.
constexpr SingleByteCharset kIso8859Part15 = [] {
  SingleByteCharset charset = Latin1();
  charset[0xa4] = 0x20ac;
  charset[0xa6] = 0x0160;
  charset[0xa8] = 0x0161;
  charset[0xb4] = 0x017d;
  charset[0xb8] = 0x017e;
  charset[0xbc] = 0x0152;
  charset[0xbd] = 0x0153;
  charset[0xbe] = 0x0178;
  return charset;
}();

// Latin 1 with characters where that has controls; five bytes mean nothing.
constexpr SingleByteCharset kWindows1252 = [] {
  constexpr int kFrom0x80[32] = {0x20ac, -1,     0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, -1,     0x017d, -1,
                                 -1,     0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, -1,     0x017e, 0x0178};
  SingleByteCharset charset = Latin1();
  for (int i = 0; i < 32; ++i) charset[0x80 + i] = kFrom0x80[i];
  return charset;
}();

}  // namespace

const SingleByteCharset* FindSingleByteCharset(absl::string_view name) {
  if (absl::EqualsIgnoreCase(name, "ISO-8859-5")) return &kIso8859Part5;
  if (absl::EqualsIgnoreCase(name, "ISO-8859-15")) return &kIso8859Part15;
  if (absl::EqualsIgnoreCase(name, "windows-1252")) return &kWindows1252;
  return nullptr;
}

}  // namespace docshare
