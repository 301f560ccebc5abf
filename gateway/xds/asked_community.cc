#include "gateway/xds/asked_community.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "domain/text/quoted_value.h"

namespace docshare::gateway {
namespace {

constexpr char kPrefix[] = "urn:oid:";

}  // namespace

absl::Status CheckAskedCommunity(absl::string_view asked, const HomeCommunityId& served,
                                 absl::string_view where, absl::string_view rule) {
  if (asked.empty()) return XdsError(XdsErrorCode::kMissingHomeCommunityId, where, rule);
  const std::string home = absl::StrCat(absl::StartsWith(asked, kPrefix) ? "" : kPrefix, asked);
  if (home == served.ToString()) return absl::OkStatus();
  return XdsError(XdsErrorCode::kUnknownCommunity, where,
                  absl::StrCat("this gateway serves ", served.ToString(), ", not ", Quote(asked)));
}

}  // namespace docshare::gateway
