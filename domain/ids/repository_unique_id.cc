#include "domain/ids/repository_unique_id.h"

namespace docshare {

absl::StatusOr<RepositoryUniqueId> RepositoryUniqueId::Parse(absl::string_view text) {
  absl::StatusOr<Oid> oid = Oid::Parse(text);
  if (!oid.ok()) return oid.status();
  return RepositoryUniqueId(*std::move(oid));
}

}  // namespace docshare
