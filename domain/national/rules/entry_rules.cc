#include "domain/national/rules/entry_rules.h"

#include "absl/strings/str_cat.h"
#include "domain/metadata/rules/location.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;

constexpr size_t kLongestUniqueId = 128;

}  // namespace

void CheckHomeCommunity(const RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  constexpr char kMissing[] = "homeCommunityId is missing";
  if (request.submission_set().home_community_id().empty()) {
    errors.Add(XdsErrorCode::kRegistryMetadataError,
               SubmissionSetLocation().Field("home_community_id").ToString(), kMissing);
  }
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    if (!request.document_entries(i).home_community_id().empty()) continue;
    errors.Add(XdsErrorCode::kRegistryMetadataError,
               EntryLocation(i).Field("home_community_id").ToString(), kMissing);
  }
}

void CheckStableEntries(const RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    if (request.document_entries(i).object_type() != metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND) {
      continue;
    }
    errors.Add(XdsErrorCode::kRegistryMetadataError,
               EntryLocation(i).Field("object_type").ToString(),
               "on-demand entries are not shared nationally");
  }
}

void CheckUniqueIdLength(const RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    const size_t bytes = request.document_entries(i).unique_id().size();
    if (bytes <= kLongestUniqueId) continue;
    errors.Add(XdsErrorCode::kRegistryMetadataError, EntryLocation(i).Field("unique_id").ToString(),
               absl::StrCat("uniqueId has ", bytes, " bytes, more than ", kLongestUniqueId));
  }
}

}  // namespace docshare
