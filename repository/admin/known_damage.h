#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

#include "absl/types/optional.h"
#include "repository/catalogue/catalogue.h"
#include "repository/content/content_id.h"

namespace docshare::repository {

// Documents that verification found damaged and that are still there. In memory: after a start it
// fills again as verification comes to them. Thread-safe.
class KnownDamage {
 public:
  // `catalogue` must outlive this object.
  explicit KnownDamage(const Catalogue* catalogue) : catalogue_(catalogue) {}

  void FoundDamaged(const ListedDocument& document);
  void FoundSound(const std::string& unique_id);

  // How many there are. Looks each up, and forgets those removed or published anew since.
  size_t Count();

 private:
  // By unique id; no content where the row itself cannot be read.
  using Contents = std::map<std::string, absl::optional<ContentId>>;

  bool IsStillThere(const Contents::value_type& known) const;

  const Catalogue* const catalogue_;
  std::mutex mutex_;
  Contents damaged_;
};

}  // namespace docshare::repository
