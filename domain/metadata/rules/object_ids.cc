#include "domain/metadata/rules/object_ids.h"

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/rules/location.h"
#include "domain/metadata/submission_ids.h"
#include "domain/text/quoted_value.h"
#include "domain/text/unicode_text.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;

constexpr size_t kMaxSymbolicIdCharacters = 256;

struct ObjectId {
  absl::string_view id;
  Location object;
  bool is_required;
};

// In the order of ResolveSubmissionIds().
std::vector<ObjectId> IdsOf(const RegisterDocumentSetRequest& request) {
  std::vector<ObjectId> ids;
  ids.reserve(1 + request.document_entries_size() + request.folders_size() +
              request.associations_size());
  ids.push_back({request.submission_set().entry_uuid(), SubmissionSetLocation(),
                 request.has_submission_set()});
  for (int i = 0; i < request.document_entries_size(); ++i) {
    ids.push_back({request.document_entries(i).entry_uuid(), EntryLocation(i), true});
  }
  for (int i = 0; i < request.folders_size(); ++i) {
    ids.push_back({request.folders(i).entry_uuid(), FolderLocation(i), true});
  }
  for (int i = 0; i < request.associations_size(); ++i) {
    ids.push_back({request.associations(i).entry_uuid(), AssociationLocation(i), false});
  }
  return ids;
}

void Refuse(RegistryErrors& errors, const ObjectId& object, absl::string_view context) {
  errors.Add(XdsErrorCode::kRegistryMetadataError, object.object.Field("entry_uuid").ToString(),
             context);
}

void CheckForm(const ObjectId& object, RegistryErrors& errors) {
  if (object.id.empty()) {
    if (object.is_required) Refuse(errors, object, "entry_uuid is missing");
    return;
  }
  if (IsSymbolicId(object.id)) {
    if (CodePointCount(object.id) > kMaxSymbolicIdCharacters) {
      Refuse(errors, object,
             absl::StrCat("symbolic id ", Quote(object.id), " is longer than 256 characters"));
    }
    return;
  }
  if (absl::StatusOr<EntryUuid> uuid = EntryUuid::Parse(object.id); !uuid.ok()) {
    Refuse(errors, object, uuid.status().message());
  }
}

// Adds a fault for each id that an earlier object has. Requires ids and texts of equal number.
template <typename TextOf>
bool CheckUnique(const std::vector<ObjectId>& ids, absl::string_view what, TextOf text_of,
                 RegistryErrors& errors) {
  absl::flat_hash_map<absl::string_view, const ObjectId*> seen;
  seen.reserve(ids.size());
  bool unique = true;
  for (size_t i = 0; i < ids.size() && !errors.full(); ++i) {
    const absl::string_view text = text_of(i);
    if (text.empty()) continue;
    const auto [place, is_new] = seen.try_emplace(text, &ids[i]);
    if (is_new) continue;
    unique = false;
    Refuse(errors, ids[i],
           absl::StrCat(what, " ", Quote(text), " is also that of ",
                        place->second->object.ToString()));
  }
  return unique;
}

}  // namespace

void CheckObjectIds(const RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  const std::vector<ObjectId> ids = IdsOf(request);
  bool has_uuids = false;
  bool has_others = false;
  for (const ObjectId& object : ids) {
    if (errors.full()) return;
    CheckForm(object, errors);
    (object.id.empty() || IsSymbolicId(object.id) ? has_others : has_uuids) = true;
  }
  const bool unique = CheckUnique(
      ids, "id", [&](size_t i) { return ids[i].id; }, errors);
  // A UUID may have been chosen to equal one that will be derived.
  if (!unique || !has_uuids || !has_others) return;
  const auto assigned = AssignSubmissionIds(request);
  CheckUnique(
      ids, "the UUID given to the object",
      [&](size_t i) -> absl::string_view { return assigned[i].entry_uuid(); }, errors);
}

}  // namespace docshare
