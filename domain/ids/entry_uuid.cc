#include "domain/ids/entry_uuid.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

constexpr absl::string_view kPrefix = "urn:uuid:";
constexpr size_t kUuidLength = 36;

// Random, made for this purpose. Ids already given depend on it: it never changes.
constexpr EntryUuid::Bytes kDerivedIdNamespace = {0x6f, 0x1c, 0x9a, 0xd2, 0x35, 0xe8, 0x4b, 0x07,
                                                  0x9d, 0x64, 0x2e, 0xb1, 0x80, 0x5a, 0xc7, 0xf3};

bool IsDash(size_t position) {
  return position == 8 || position == 13 || position == 18 || position == 23;
}

// The value of a lower-case hexadecimal digit, or -1.
int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

using Digest = std::array<uint8_t, SHA256_DIGEST_LENGTH>;

Digest DigestOf(absl::string_view name) {
  Digest digest;
  SHA256(reinterpret_cast<const unsigned char*>(name.data()), name.size(), digest.data());
  return digest;
}

// A part and its length before it: no two lists of parts have the same bytes.
void AppendPart(absl::string_view part, std::string& name) {
  const uint64_t size = part.size();
  for (int shift = 56; shift >= 0; shift -= 8) name.push_back(static_cast<char>(size >> shift));
  absl::StrAppend(&name, part);
}

}  // namespace

absl::StatusOr<EntryUuid> EntryUuid::Parse(absl::string_view urn) {
  const auto refuse = [&] {
    return absl::InvalidArgumentError(absl::StrCat(
        Quote(urn), " is not \"urn:uuid:\" and a UUID in lower-case hexadecimal digits"));
  };
  if (!absl::StartsWith(urn, kPrefix)) return refuse();
  const absl::string_view text = urn.substr(kPrefix.size());
  if (text.size() != kUuidLength) return refuse();
  Bytes bytes;
  size_t filled = 0;
  for (size_t i = 0; i < kUuidLength;) {
    if (IsDash(i)) {
      if (text[i] != '-') return refuse();
      ++i;
      continue;
    }
    const int high = HexValue(text[i]);
    const int low = HexValue(text[i + 1]);
    if (high < 0 || low < 0) return refuse();
    bytes[filled++] = static_cast<uint8_t>(high << 4 | low);
    i += 2;
  }
  return EntryUuid(bytes);
}

EntryUuid EntryUuid::Derive(absl::string_view submission_unique_id, absl::string_view symbolic_id) {
  std::string name(kDerivedIdNamespace.begin(), kDerivedIdNamespace.end());
  AppendPart(submission_unique_id, name);
  const Digest of_submission = DigestOf(name);
  AppendPart(symbolic_id, name);
  const Digest of_object = DigestOf(name);
  Bytes bytes;
  std::copy_n(of_submission.begin(), 8, bytes.begin());
  std::copy_n(of_object.begin(), 8, bytes.begin() + 8);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;  // Version 4.
  bytes[8] = (bytes[8] & 0x3f) | 0x80;  // The variant of RFC 4122.
  return EntryUuid(bytes);
}

std::string EntryUuid::ToString() const {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string urn(kPrefix);
  urn.reserve(kPrefix.size() + kUuidLength);
  for (size_t i = 0; i < bytes_.size(); ++i) {
    if (IsDash(urn.size() - kPrefix.size())) urn.push_back('-');
    urn.push_back(kDigits[bytes_[i] >> 4]);
    urn.push_back(kDigits[bytes_[i] & 0x0f]);
  }
  return urn;
}

bool IsSymbolicId(absl::string_view id) { return !id.empty() && !absl::StartsWith(id, kPrefix); }

}  // namespace docshare
