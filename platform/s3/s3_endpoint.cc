#include "platform/s3/s3_endpoint.h"

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace docshare::platform {
namespace {

// Enough for names, IPv4 addresses and IPv6 addresses in brackets.
bool IsHostCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' || c == '[' ||
         c == ']' || c == ':';
}

bool IsLoopback(absl::string_view name) {
  return name == "127.0.0.1" || name == "[::1]" || name == "localhost";
}

}  // namespace

absl::StatusOr<S3Endpoint> ParseS3Endpoint(absl::string_view text) {
  const auto bad = [text](absl::string_view reason) {
    return absl::InvalidArgumentError(absl::StrCat("S3 endpoint \"", text, "\": ", reason));
  };
  absl::string_view host = text;
  const bool secure = absl::ConsumePrefix(&host, "https://");
  if (!secure && !absl::ConsumePrefix(&host, "http://")) {
    return bad("must begin with https:// (or http:// on this machine)");
  }
  absl::ConsumeSuffix(&host, "/");
  for (const char c : host) {
    if (!IsHostCharacter(c)) return bad("must be a host and a port, nothing else");
  }
  absl::string_view name = host;
  const size_t colon = host.rfind(':');
  // A colon inside brackets is part of an address.
  if (colon != absl::string_view::npos && host.find(']', colon) == absl::string_view::npos) {
    uint32_t port = 0;
    if (!absl::SimpleAtoi(host.substr(colon + 1), &port) || port == 0 || port > 65535) {
      return bad("its port must be a number from 1 to 65535");
    }
    name = host.substr(0, colon);
    if (port == (secure ? 443u : 80u)) host = name;
  }
  if (name.empty()) return bad("names no host");
  if (!secure && !IsLoopback(name)) {
    return bad("http:// is for this machine only (127.0.0.1, [::1], localhost); use https://");
  }
  return S3Endpoint{.scheme = secure ? "https" : "http", .host = std::string(host)};
}

}  // namespace docshare::platform
