#include "repository/registry_client/find_all_documents.h"

namespace docshare::repository {

absl::Status FindAllDocuments(
    RegistryClient& registry, registry::v1::FindDocumentsRequest request, absl::Time deadline,
    absl::FunctionRef<absl::Status(registry::v1::FindDocumentsResponse& page)> take) {
  request.set_page_size(1000);
  do {
    absl::StatusOr<registry::v1::FindDocumentsResponse> page =
        registry.FindDocuments(request, deadline);
    if (absl::IsInvalidArgument(page.status()) && !request.page_token().empty()) {
      return absl::AbortedError("the patient's documents changed between two pages");
    }
    if (!page.ok()) return page.status();
    if (absl::Status taken = take(*page); !taken.ok()) return taken;
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

}  // namespace docshare::repository
