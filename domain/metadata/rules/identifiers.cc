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
void CheckForm(const std::string& text, const Location& location, RegistryErrors& errors) {
  if (text.empty()) return;
  const auto id = Id::Parse(text);
  if (id.ok()) return;
  errors.Add(XdsErrorCode::kRegistryMetadataError, location.ToString(), id.status().message());
}

// Refuses a unique id that another object has.
class UniqueIds {
 public:
  explicit UniqueIds(RegistryErrors& errors) : errors_(errors) {}

  void Check(const std::string& unique_id, const Location& object) {
    if (unique_id.empty()) return;
    const auto [place, is_new] = owners_.try_emplace(unique_id, object);
    if (is_new) return;
    errors_.Add(XdsErrorCode::kRegistryDuplicateUniqueIdInMessage,
                object.Field("unique_id").ToString(),
                absl::StrCat("unique id ", Quote(unique_id), " is also that of ",
                             place->second.ToString()));
  }

 private:
  RegistryErrors& errors_;
  // Points into the request.
  absl::flat_hash_map<absl::string_view, Location> owners_;
};

}  // namespace

void CheckIdentifiers(const RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  const auto& set = request.submission_set();
  const Location of_set = SubmissionSetLocation();
  CheckForm<Oid>(set.unique_id(), of_set.Field("unique_id"), errors);
  CheckForm<Oid>(set.source_id(), of_set.Field("source_id"), errors);
  CheckForm<HomeCommunityId>(set.home_community_id(), of_set.Field("home_community_id"), errors);
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    const auto& entry = request.document_entries(i);
    const Location location = EntryLocation(i);
    CheckForm<UniqueId>(entry.unique_id(), location.Field("unique_id"), errors);
    CheckForm<RepositoryUniqueId>(entry.repository_unique_id(),
                                  location.Field("repository_unique_id"), errors);
    CheckForm<HomeCommunityId>(entry.home_community_id(), location.Field("home_community_id"),
                               errors);
  }
  for (int i = 0; i < request.folders_size() && !errors.full(); ++i) {
    const auto& folder = request.folders(i);
    const Location location = FolderLocation(i);
    CheckForm<Oid>(folder.unique_id(), location.Field("unique_id"), errors);
    CheckForm<HomeCommunityId>(folder.home_community_id(), location.Field("home_community_id"),
                               errors);
  }
}

void CheckUniqueIdsInRequest(const RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  UniqueIds unique_ids(errors);
  unique_ids.Check(request.submission_set().unique_id(), SubmissionSetLocation());
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    unique_ids.Check(request.document_entries(i).unique_id(), EntryLocation(i));
  }
  for (int i = 0; i < request.folders_size() && !errors.full(); ++i) {
    unique_ids.Check(request.folders(i).unique_id(), FolderLocation(i));
  }
}

}  // namespace docshare
