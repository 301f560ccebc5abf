#include "repository/content/known_content.h"

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "repository/content/content_keys.h"

namespace docshare::repository {

absl::Status LeaveStrays(const platform::KvReader& kv, std::vector<StrayContent>* found) {
  std::vector<std::string> keys;
  keys.reserve(2 * found->size());
  for (const StrayContent& content : *found) {
    keys.push_back(ContentKey(content.id));
    keys.push_back(UnclaimedContentKey(content.id));
  }
  // At one state: a claim takes the mark away, and a removal the row.
  const auto rows = kv.MultiGet(keys);
  std::vector<StrayContent> strays;
  for (size_t i = 0; i < found->size(); ++i) {
    bool known = false;
    for (const auto& row : {rows[2 * i], rows[2 * i + 1]}) {
      // A damaged row is one.
      if (!row.ok() && !absl::IsDataLoss(row.status())) return row.status();
      known = known || !row.ok() || row->has_value();
    }
    if (!known) strays.push_back((*found)[i]);
  }
  *found = std::move(strays);
  return absl::OkStatus();
}

absl::Status CheckIsStray(const platform::KvReader& kv, const ContentId& id) {
  std::vector<StrayContent> found = {{.id = id, .size_bytes = 0, .written = {}}};
  if (absl::Status looked = LeaveStrays(kv, &found); !looked.ok()) return looked;
  if (!found.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat("content ", id.ToHex(), " is no stray"));
}

}  // namespace docshare::repository
