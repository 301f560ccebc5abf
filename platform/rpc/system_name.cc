#include "platform/rpc/system_name.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace docshare::platform {
namespace {

constexpr size_t kMaxNameBytes = 128;

// A certificate must not lend itself what callers without one may do.
bool IsName(absl::string_view name) {
  return !name.empty() && name.size() <= kMaxNameBytes && name != kPlaintextPeerName;
}

bool IsSystemName(absl::string_view name) {
  return IsName(name) && std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' ||
                  c == '-';
         });
}

bool IsCommonName(absl::string_view name) {
  return IsName(name) && std::none_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_iscntrl(static_cast<unsigned char>(c));
         });
}

}  // namespace

absl::StatusOr<std::string> SystemNameOf(const std::vector<std::string>& uris,
                                         const std::vector<std::string>& common_names) {
  for (const std::string& uri : uris) {
    absl::string_view name = uri;
    if (absl::ConsumePrefix(&name, kSystemUriPrefix) && IsSystemName(name)) {
      return std::string(name);
    }
  }
  for (const std::string& name : common_names) {
    if (IsCommonName(name)) return name;
  }
  return absl::UnauthenticatedError(
      "the client certificate names no system: it needs a subject alternative name "
      "URI:urn:docshare:system:NAME or a common name");
}

}  // namespace docshare::platform
