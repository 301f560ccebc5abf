#include "domain/metadata/rules/relationships.h"

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/association_type.h"
#include "domain/metadata/rules/location.h"
#include "domain/metadata/rules/submission_objects.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

using metadata::v1::Association;
using registry::v1::RegisterDocumentSetRequest;
using Kind = SubmissionObjects::Kind;

class RelationshipCheck {
 public:
  RelationshipCheck(const RegisterDocumentSetRequest& request, RegistryErrors& errors)
      : request_(request), errors_(errors), objects_(request) {}

  void Run() {
    for (int i = 0; i < request_.associations_size() && !errors_.full(); ++i) {
      const Association& association = request_.associations(i);
      if (!IsRelationship(association.association_type())) continue;
      CheckSource(association, i);
      if (CheckTarget(association, i)) CheckReplacedOnce(association, i);
    }
  }

 private:
  void Refuse(XdsErrorCode code, int association, absl::string_view field,
              absl::string_view context) {
    errors_.Add(code, AssociationLocation(association).Field(field).ToString(), context);
  }

  void CheckSource(const Association& association, int i) {
    const std::string& id = association.source_object();
    const auto source = objects_.Find(id);
    // Empty, malformed and unresolved ids are reported by CheckReferences().
    if (!source && !EntryUuid::Parse(id).ok()) return;
    if (!source || source->kind != Kind::kDocumentEntry) {
      Refuse(XdsErrorCode::kUnresolvedReference, i, "source_object",
             absl::StrCat(Quote(id),
                          " is no document entry of this submission; only a new one "
                          "may be linked to another"));
      return;
    }
    const bool is_snapshot = association.association_type() == kIsSnapshotOf;
    if (is_snapshot && request_.document_entries(source->index).object_type() !=
                           metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE) {
      Refuse(XdsErrorCode::kRegistryMetadataError, i, "source_object",
             absl::StrCat(Quote(id), " is a snapshot of another entry and not stable"));
    }
  }

  // False when the target was refused.
  bool CheckTarget(const Association& association, int i) {
    const std::string& id = association.target_object();
    if (!id.empty() && id == association.source_object()) {
      Refuse(XdsErrorCode::kRegistryMetadataError, i, "target_object",
             absl::StrCat(Quote(id), " is linked to itself"));
      return false;
    }
    const auto target = objects_.Find(id);
    if (!target) return EntryUuid::Parse(id).ok();
    const std::string& type = association.association_type();
    if (IsReplacement(type) || type == kIsSnapshotOf) {
      Refuse(XdsErrorCode::kUnresolvedReference, i, "target_object",
             absl::StrCat(Quote(id), " is of this submission; the target of ", type,
                          " is a document entry registered before"));
      return false;
    }
    if (target->kind != Kind::kDocumentEntry) {
      Refuse(XdsErrorCode::kUnresolvedReference, i, "target_object",
             absl::StrCat(Quote(id), " is no document entry"));
      return false;
    }
    return true;
  }

  void CheckReplacedOnce(const Association& association, int i) {
    if (!IsReplacement(association.association_type())) return;
    const auto [place, is_new] = replaced_.try_emplace(association.target_object(), i);
    if (is_new) return;
    Refuse(XdsErrorCode::kRegistryMetadataError, i, "target_object",
           absl::StrCat(Quote(association.target_object()), " is replaced by ",
                        AssociationLocation(place->second).ToString(), " already"));
  }

  const RegisterDocumentSetRequest& request_;
  RegistryErrors& errors_;
  const SubmissionObjects objects_;
  // Which association replaces a document. Points into the request.
  absl::flat_hash_map<absl::string_view, int> replaced_;
};

}  // namespace

void CheckRelationships(const RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  RelationshipCheck(request, errors).Run();
}

}  // namespace docshare
