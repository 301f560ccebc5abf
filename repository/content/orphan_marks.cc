#include "repository/content/orphan_marks.h"

#include <memory>

#include "repository/content/content_keys.h"

namespace docshare::repository {

absl::Status ForEachUnclaimedMark(const platform::KvReader& kv,
                                  absl::FunctionRef<absl::Status(const ContentId& id)> visit) {
  const std::unique_ptr<platform::KvIterator> marks =
      kv.Scan(ContentSpaceBegin(kUnclaimedContentSpace), ContentSpaceEnd(kUnclaimedContentSpace));
  for (; marks->Valid(); marks->Next()) {
    const absl::StatusOr<ContentId> id = DecodeContentKey(kUnclaimedContentSpace, marks->key());
    if (!id.ok()) return id.status();
    if (absl::Status status = visit(*id); !status.ok()) return status;
  }
  return marks->status();
}

}  // namespace docshare::repository
