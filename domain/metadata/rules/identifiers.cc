#include "domain/metadata/rules/identifiers.h"

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "domain/ids/home_community_id.h"
#include "domain/ids/oid.h"
#include "domain/ids/repository_unique_id.h"
#include "domain/ids/unique_id.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;

// Empty is absent.
template <typename Id>
void CheckForm(const std::string& text, const std::string& location, RegistryErrors& errors) {
  if (text.empty()) return;
  const auto id = Id::Parse(text);
  if (id.ok()) return;
  errors.Add(XdsErrorCode::kRegistryMetadataError, location, id.status().message());
}

}  // namespace

void CheckIdentifiers(const RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  const auto& set = request.submission_set();
  CheckForm<Oid>(set.unique_id(), SubmissionSetLocation("unique_id"), errors);
  CheckForm<Oid>(set.source_id(), SubmissionSetLocation("source_id"), errors);
  CheckForm<HomeCommunityId>(set.home_community_id(), SubmissionSetLocation("home_community_id"),
                             errors);
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    const auto& entry = request.document_entries(i);
    CheckForm<UniqueId>(entry.unique_id(), EntryLocation(i, "unique_id"), errors);
    CheckForm<RepositoryUniqueId>(entry.repository_unique_id(),
                                  EntryLocation(i, "repository_unique_id"), errors);
    CheckForm<HomeCommunityId>(entry.home_community_id(), EntryLocation(i, "home_community_id"),
                               errors);
  }
}

void CheckUniqueIdsInRequest(const RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  // Which object had the id first; -1 is the submission set.
  absl::flat_hash_map<absl::string_view, int> first;
  const std::string& of_set = request.submission_set().unique_id();
  if (!of_set.empty()) first.emplace(of_set, -1);
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    const std::string& unique_id = request.document_entries(i).unique_id();
    if (unique_id.empty()) continue;
    const auto [place, is_new] = first.try_emplace(unique_id, i);
    if (is_new) continue;
    const std::string owner =
        place->second < 0 ? SubmissionSetLocation() : EntryLocation(place->second);
    errors.Add(XdsErrorCode::kRegistryDuplicateUniqueIdInMessage, EntryLocation(i, "unique_id"),
               absl::StrCat("unique id ", Quote(unique_id), " is also that of ", owner));
  }
}

}  // namespace docshare
