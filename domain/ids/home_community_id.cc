#include "domain/ids/home_community_id.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

constexpr absl::string_view kPrefix = "urn:oid:";

}  // namespace

absl::StatusOr<HomeCommunityId> HomeCommunityId::Parse(absl::string_view urn) {
  absl::string_view text = urn;
  if (!absl::ConsumePrefix(&text, kPrefix)) {
    return absl::InvalidArgumentError(
        absl::StrCat(Quote(urn), " does not start with \"urn:oid:\""));
  }
  absl::StatusOr<Oid> oid = Oid::Parse(text);
  if (!oid.ok()) return oid.status();
  return HomeCommunityId(*std::move(oid));
}

std::string HomeCommunityId::ToString() const { return absl::StrCat(kPrefix, oid_.ToString()); }

}  // namespace docshare
