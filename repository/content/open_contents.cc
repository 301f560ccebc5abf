#include "repository/content/open_contents.h"

#include <cassert>

namespace docshare::repository {

void OpenContents::Begin(const ContentId& id) {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++open_[id].count;
}

bool OpenContents::End(const ContentId& id) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = open_.find(id);
  assert(found != open_.end());
  if (--found->second.count > 0) return false;
  const bool removal_waits = found->second.removal_waits;
  open_.erase(found);
  return removal_waits;
}

bool OpenContents::Defer(const ContentId& id) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = open_.find(id);
  if (found == open_.end()) return false;
  found->second.removal_waits = true;
  return true;
}

}  // namespace docshare::repository
