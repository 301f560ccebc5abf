#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "platform/operations/operational_log.h"
#include "repository/admin/known_damage.h"
#include "repository/catalogue/catalogue.h"
#include "repository/content/content_hasher.h"
#include "repository/content/content_store.h"

namespace docshare::repository {

// A document, or the row of one, that is not as it was stored.
struct DamagedItem {
  // The unique id; for a row that cannot be read what its key says.
  std::string unique_id;
  std::string fault;
};

// How far a walk is.
struct ScrubProgress {
  uint64_t documents = 0;
  uint64_t bytes = 0;
  uint64_t damaged = 0;
};

// Walks through all documents and verifies each (content_verification.h). Thread-safe.
class Scrubber {
 public:
  // All must outlive this object.
  Scrubber(const Catalogue* catalogue, const ContentStore* content,
           const HashAlgorithms* algorithms, platform::OperationalLog* log)
      : catalogue_(catalogue),
        content_(content),
        algorithms_(algorithms),
        log_(log),
        known_damage_(catalogue) {}

  // Begins after the document with the unique id `after`, at the first when it is empty, and reads
  // at most so many bytes a second; 0 as fast as it goes. `tell` hears of every piece read, with
  // the documents found damaged since the last time, and ends the walk by an error; it is called at
  // least every 100 ms while the walk waits. Every damage is logged, by its content id.
  // Returns the error of `tell`, and of a store that does not answer.
  absl::Status Walk(const std::string& after, uint64_t bytes_per_second,
                    absl::FunctionRef<absl::Status(const ScrubProgress& progress,
                                                   const std::string& last_unique_id,
                                                   const std::vector<DamagedItem>& damaged)>
                        tell);

  // Of all walks since the start, those that run among them.
  uint64_t verified_documents() const { return verified_documents_; }
  uint64_t verified_bytes() const { return verified_bytes_; }
  uint64_t damage_found() const { return damage_found_; }

  // Documents that a walk found damaged and that are still there.
  size_t damaged_documents() { return known_damage_.Count(); }

 private:
  // Whether the catalogue still has the document with this content.
  bool IsStillThere(const StoredDocument& document) const;

  const Catalogue* const catalogue_;
  const ContentStore* const content_;
  const HashAlgorithms* const algorithms_;
  platform::OperationalLog* const log_;
  KnownDamage known_damage_;
  std::atomic<uint64_t> verified_documents_ = 0;
  std::atomic<uint64_t> verified_bytes_ = 0;
  std::atomic<uint64_t> damage_found_ = 0;
};

}  // namespace docshare::repository
