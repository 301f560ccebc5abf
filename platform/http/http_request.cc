#include "platform/http/http_request.h"

#include "absl/strings/match.h"

namespace docshare::platform {

absl::string_view HttpRequest::Header(absl::string_view name) const {
  for (const auto& [each, value] : headers) {
    if (absl::EqualsIgnoreCase(each, name)) return value;
  }
  return "";
}

}  // namespace docshare::platform
