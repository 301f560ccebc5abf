#include "repository/admin/known_damage.h"

#include <iterator>

namespace docshare::repository {

void KnownDamage::FoundDamaged(const ListedDocument& document) {
  absl::optional<ContentId> content;
  if (document.document.ok()) content = document.document->content.id;
  const std::lock_guard<std::mutex> lock(mutex_);
  damaged_.insert_or_assign(document.unique_id, content);
}

void KnownDamage::FoundSound(const std::string& unique_id) {
  const std::lock_guard<std::mutex> lock(mutex_);
  damaged_.erase(unique_id);
}

size_t KnownDamage::Count() {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (auto known = damaged_.begin(); known != damaged_.end();) {
    known = IsStillThere(*known) ? std::next(known) : damaged_.erase(known);
  }
  return damaged_.size();
}

bool KnownDamage::IsStillThere(const Contents::value_type& known) const {
  const auto& [unique_id, content] = known;
  const absl::StatusOr<UniqueId> id = UniqueId::Parse(unique_id);
  // A key that is no unique id is damage that cannot be looked up.
  if (!id.ok()) return true;
  const auto now = catalogue_->FindDocument(*id);
  if (!now.ok()) return true;
  return now->has_value() && content.has_value() && (*now)->content.id == *content;
}

}  // namespace docshare::repository
