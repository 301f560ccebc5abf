#include "repository/admin/scrubber.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "repository/content/content_verification.h"

namespace docshare::repository {
namespace {

// Documents looked up at once.
constexpr int64_t kPage = 256;
constexpr absl::Duration kLongestPause = absl::Milliseconds(100);

// Says when so many bytes may have been read.
class Pace {
 public:
  explicit Pace(uint64_t bytes_per_second) : bytes_per_second_(bytes_per_second) {}

  void Add(uint64_t bytes) {
    if (bytes_per_second_ == 0) return;
    // Time that was not used is gone: after a pause nothing is caught up with.
    const absl::Time now = absl::Now();
    if (next_ < now) next_ = now;
    next_ += absl::Seconds(static_cast<double>(bytes) / static_cast<double>(bytes_per_second_));
  }

  absl::Duration Left() const { return next_ - absl::Now(); }

 private:
  const uint64_t bytes_per_second_;
  absl::Time next_ = absl::InfinitePast();
};

}  // namespace

absl::Status Scrubber::Walk(
    const std::string& after, uint64_t bytes_per_second,
    absl::FunctionRef<absl::Status(const ScrubProgress& progress, const std::string& last_unique_id,
                                   const std::vector<DamagedItem>& damaged)>
        tell) {
  ScrubProgress progress;
  Pace pace(bytes_per_second);
  std::string last = after;
  while (true) {
    const absl::StatusOr<std::vector<ListedDocument>> page = catalogue_->List(last, kPage);
    if (!page.ok()) return page.status();
    if (page->empty()) return absl::OkStatus();
    for (const ListedDocument& listed : *page) {
      absl::Status stopped;
      absl::Status checked = listed.document.status();
      if (checked.ok()) {
        checked =
            VerifyContent(listed.document->content, *content_, *algorithms_, [&](uint64_t bytes) {
              progress.bytes += bytes;
              verified_bytes_ += bytes;
              pace.Add(bytes);
              do {
                stopped = tell(progress, last, {});
                if (!stopped.ok()) return stopped;
                absl::SleepFor(std::min(pace.Left(), kLongestPause));
              } while (pace.Left() > absl::ZeroDuration());
              return absl::OkStatus();
            });
        if (!stopped.ok()) return stopped;
      }
      // Another trouble than damage is the walk's.
      if (listed.document.ok() && !checked.ok() && !absl::IsDataLoss(checked) &&
          !absl::IsFailedPrecondition(checked)) {
        return checked;
      }
      last = listed.unique_id;
      ++progress.documents;
      ++verified_documents_;
      std::vector<DamagedItem> damaged;
      // What was removed meanwhile is not damaged.
      if (!checked.ok() && (!listed.document.ok() || IsStillThere(*listed.document))) {
        ++progress.damaged;
        ++damage_found_;
        known_damage_.FoundDamaged(listed);
        log_->Error("document_damaged",
                    {{"code", absl::StatusCodeToString(checked.code())},
                     {"content", listed.document.ok() ? listed.document->content.id.ToHex()
                                                      : std::string("unknown")}});
        damaged.push_back({listed.unique_id, std::string(checked.message())});
      }
      if (checked.ok()) known_damage_.FoundSound(listed.unique_id);
      stopped = tell(progress, last, damaged);
      if (!stopped.ok()) return stopped;
    }
  }
}

bool Scrubber::IsStillThere(const StoredDocument& document) const {
  const auto now = catalogue_->FindDocument(document.unique_id);
  return !now.ok() || (now->has_value() && (*now)->content.id == document.content.id);
}

}  // namespace docshare::repository
