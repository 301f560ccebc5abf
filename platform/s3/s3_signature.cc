#include "platform/s3/s3_signature.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace docshare::platform {
namespace {

constexpr absl::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr size_t kSha256Bytes = 32;

// OpenSSL fails here only without memory or a broken installation: nothing can go on safely.
void Must(bool done) {
  if (done) return;
  std::fputs("S3 signature: OpenSSL cannot compute SHA-256\n", stderr);
  std::abort();
}

std::string Hmac(absl::string_view key, absl::string_view message) {
  std::string code(kSha256Bytes, '\0');
  unsigned int size = 0;
  Must(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
            reinterpret_cast<const unsigned char*>(message.data()), message.size(),
            reinterpret_cast<unsigned char*>(code.data()), &size) != nullptr);
  return code;
}

}  // namespace

std::string S3PayloadHash(absl::string_view bytes) {
  std::string hash(kSha256Bytes, '\0');
  Must(EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(hash.data()),
                  nullptr, EVP_sha256(), nullptr) == 1);
  return absl::BytesToHexString(hash);
}

std::string S3UriEncode(absl::string_view text, bool keep_slash) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || c == '-' || c == '.' || c == '_' || c == '~' ||
        (c == '/' && keep_slash)) {
      encoded.push_back(c);
    } else {
      encoded.append({'%', kHex[byte >> 4], kHex[byte & 15]});
    }
  }
  return encoded;
}

std::string S3CanonicalQuery(const S3Parameters& query) {
  S3Parameters encoded;
  for (const auto& [name, value] : query) {
    encoded.emplace_back(S3UriEncode(name, false), S3UriEncode(value, false));
  }
  std::sort(encoded.begin(), encoded.end());
  std::string text;
  for (const auto& [name, value] : encoded) {
    absl::StrAppend(&text, text.empty() ? "" : "&", name, "=", value);
  }
  return text;
}

std::string S3Timestamp(absl::Time time) {
  return absl::FormatTime("%Y%m%dT%H%M%SZ", time, absl::UTCTimeZone());
}

std::string S3Authorization(const S3Credentials& credentials, absl::string_view region,
                            absl::string_view timestamp, const S3SignedRequest& request) {
  S3Parameters headers = request.headers;
  std::sort(headers.begin(), headers.end());
  std::string header_lines;
  std::string header_names;
  for (const auto& [name, value] : headers) {
    absl::StrAppend(&header_lines, name, ":", absl::StripAsciiWhitespace(value), "\n");
    absl::StrAppend(&header_names, header_names.empty() ? "" : ";", name);
  }
  const std::string canonical_request =
      absl::StrCat(request.method, "\n", request.path, "\n", S3CanonicalQuery(request.query), "\n",
                   header_lines, "\n", header_names, "\n", request.payload_sha256);
  const absl::string_view date = timestamp.substr(0, 8);
  const std::string scope = absl::StrCat(date, "/", region, "/s3/aws4_request");
  const std::string string_to_sign = absl::StrCat(kAlgorithm, "\n", timestamp, "\n", scope, "\n",
                                                  S3PayloadHash(canonical_request));
  const std::string date_key = Hmac(absl::StrCat("AWS4", credentials.secret_access_key), date);
  const std::string signing_key = Hmac(Hmac(Hmac(date_key, region), "s3"), "aws4_request");
  return absl::StrCat(kAlgorithm, " Credential=", credentials.access_key_id, "/", scope,
                      ", SignedHeaders=", header_names,
                      ", Signature=", absl::BytesToHexString(Hmac(signing_key, string_to_sign)));
}

}  // namespace docshare::platform
