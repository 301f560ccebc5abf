#include "consumer/cli/document_lookup.h"

#include <algorithm>
#include <iterator>
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

bool IsApproved(const DocumentEntry& entry) {
  return entry.availability_status() == docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED;
}

// All entries that `id` names; empty when there is none.
absl::StatusOr<std::vector<DocumentEntry>> EntriesNamed(DocumentConsumer& consumer,
                                                        const std::string& id) {
  std::vector<GetDocumentsRequest> requests;
  if (const absl::optional<std::string> urn = EntryUuidUrn(id); urn.has_value()) {
    GetDocumentsRequest& request = requests.emplace_back();
    request.add_entry_uuids(*urn);
    // Who names an old version means it.
    request.set_metadata_level(2);
  }
  // A uniqueId may look like a UUID too.
  requests.emplace_back().add_unique_ids(id);
  for (GetDocumentsRequest& request : requests) {
    request.set_return_type(docshare::registry::v1::RETURN_TYPE_LEAF_CLASS);
    absl::StatusOr<GetDocumentsResponse> response = consumer.GetDocuments(request);
    if (!response.ok()) return response.status();
    auto& entries = *response->mutable_document_entries();
    if (!entries.empty()) {
      return std::vector<DocumentEntry>(std::make_move_iterator(entries.begin()),
                                        std::make_move_iterator(entries.end()));
    }
  }
  return std::vector<DocumentEntry>();
}

absl::Status NoSuchDocument(absl::string_view message) {
  return WithNextStep(absl::NotFoundError(message),
                      "`docshare find --patient ...` lists the documents of a patient with their "
                      "ids.");
}

}  // namespace

absl::optional<std::string> EntryUuidUrn(absl::string_view id) {
  const std::string lower = absl::AsciiStrToLower(id);
  std::string urn = absl::StrCat(kUuidPrefix, absl::StripPrefix(lower, kUuidPrefix));
  if (!EntryUuid::Parse(urn).ok()) return absl::nullopt;
  return urn;
}

absl::StatusOr<DocumentEntry> LookUpDocument(const CommandContext& context,
                                             DocumentConsumer& consumer, const std::string& id) {
  absl::StatusOr<std::vector<DocumentEntry>> entries = EntriesNamed(consumer, id);
  if (!entries.ok()) return entries.status();
  if (entries->empty()) return NoSuchDocument("no document has this id");
  if (entries->size() > 1) {
    context.Tell(absl::StrCat(entries->size(),
                              " entries have this unique id; taking the newest approved one"));
  }
  return std::move(*std::min_element(entries->begin(), entries->end(), IsBetter));
}

absl::StatusOr<DocumentEntry> LookUpRelatedDocument(DocumentConsumer& consumer,
                                                    const std::string& flag,
                                                    const std::string& id) {
  absl::StatusOr<std::vector<DocumentEntry>> entries = EntriesNamed(consumer, id);
  if (!entries.ok()) return entries.status();
  if (entries->empty()) return NoSuchDocument(absl::StrCat(flag, ": no document has this id"));
  // The Approved ones first. Whether a Deprecated one will do is the registry's to say: a
  // submission that is repeated finds its document replaced already.
  const auto deprecated = std::partition(entries->begin(), entries->end(), IsApproved);
  const auto candidates = deprecated == entries->begin() ? entries->end() : deprecated;
  if (const auto count = candidates - entries->begin(); count > 1) {
    std::string uuids;
    for (auto entry = entries->begin(); entry != candidates; ++entry) {
      absl::StrAppend(&uuids, " ", ShortUuid(entry->entry_uuid()));
    }
    return WithNextStep(absl::InvalidArgumentError(absl::StrCat(
                            flag, ": ", count, " documents have this unique id:", uuids)),
                        "Name one of them by its entryUUID.");
  }
  return std::move(entries->front());
}

std::string ShortUuid(absl::string_view entry_uuid) {
  return std::string(absl::StripPrefix(entry_uuid, kUuidPrefix));
}

}  // namespace docshare::consumer
