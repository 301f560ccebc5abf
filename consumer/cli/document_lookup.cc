#include "consumer/cli/document_lookup.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "consumer/cli/next_step.h"
#include "domain/ids/entry_uuid.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::DocumentEntry;
using docshare::registry::v1::GetDocumentsRequest;
using docshare::registry::v1::GetDocumentsResponse;

constexpr char kUuidPrefix[] = "urn:uuid:";

// Approved before Deprecated, newer before older.
bool IsBetter(const DocumentEntry& a, const DocumentEntry& b) {
  const auto approved = docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED;
  if (a.availability_status() != b.availability_status()) {
    return a.availability_status() == approved;
  }
  return a.creation_time() > b.creation_time();
}

}  // namespace

absl::StatusOr<DocumentEntry> LookUpDocument(const CommandContext& context,
                                             DocumentConsumer& consumer, const std::string& id) {
  std::vector<GetDocumentsRequest> requests;
  const std::string lower = absl::AsciiStrToLower(id);
  const std::string urn = absl::StrCat(kUuidPrefix, absl::StripPrefix(lower, kUuidPrefix));
  if (EntryUuid::Parse(urn).ok()) requests.emplace_back().add_entry_uuids(urn);
  // A uniqueId may look like a UUID too.
  requests.emplace_back().add_unique_ids(id);
  for (GetDocumentsRequest& request : requests) {
    request.set_return_type(docshare::registry::v1::RETURN_TYPE_LEAF_CLASS);
    absl::StatusOr<GetDocumentsResponse> response = consumer.GetDocuments(request);
    if (!response.ok()) return response.status();
    auto& entries = *response->mutable_document_entries();
    if (entries.empty()) continue;
    if (entries.size() > 1) {
      context.Tell(absl::StrCat(entries.size(),
                                " entries have this unique id; taking the newest approved one"));
    }
    return std::move(*std::min_element(entries.begin(), entries.end(), IsBetter));
  }
  return WithNextStep(absl::NotFoundError("no document has this id"),
                      "`docshare find --patient ...` lists the documents of a patient with their "
                      "ids.");
}

std::string ShortUuid(absl::string_view entry_uuid) {
  return std::string(absl::StripPrefix(entry_uuid, kUuidPrefix));
}

}  // namespace docshare::consumer
