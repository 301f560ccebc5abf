#include "repository/admin/disk_usage.h"

#include <utility>
#include <vector>

namespace docshare::repository {
namespace {

constexpr int64_t kPage = 1000;

}  // namespace

absl::StatusOr<std::map<std::string, ClassUsage>> CountDiskUsage(
    const Catalogue& catalogue, absl::FunctionRef<absl::Status(uint64_t documents)> tell) {
  std::map<std::string, ClassUsage> classes;
  uint64_t counted = 0;
  std::string last;
  while (true) {
    const absl::StatusOr<std::vector<ListedDocument>> page = catalogue.List(last, kPage);
    if (!page.ok()) return page.status();
    if (page->empty()) return classes;
    for (const ListedDocument& listed : *page) {
      if (!listed.document.ok()) continue;
      ClassUsage& usage = classes[listed.document->class_code];
      ++usage.documents;
      usage.bytes += listed.document->content.size_bytes;
      ++counted;
    }
    last = page->back().unique_id;
    if (absl::Status going_on = tell(counted); !going_on.ok()) return going_on;
  }
}

}  // namespace docshare::repository
