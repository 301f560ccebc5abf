#include "domain/metadata/rules/membership.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/association_type.h"
#include "domain/metadata/rules/location.h"
#include "domain/metadata/rules/submission_objects.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

using metadata::v1::Association;
using metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL;
using metadata::v1::SUBMISSION_SET_STATUS_REFERENCE;
using registry::v1::RegisterDocumentSetRequest;
using Kind = SubmissionObjects::Kind;

class MembershipCheck {
 public:
  MembershipCheck(const RegisterDocumentSetRequest& request, RegistryErrors& errors)
      : request_(request),
        errors_(errors),
        objects_(request),
        originals_(request.document_entries_size(), 0) {}

  void Run() {
    for (int i = 0; i < request_.associations_size() && !errors_.full(); ++i) {
      const Association& association = request_.associations(i);
      if (association.association_type() != kHasMember) continue;
      CheckSource(association, i);
      CheckTarget(association, i);
      CheckStatus(association, i);
      if (association.has_documentation()) {
        Refuse(i, "documentation", "HasMember has no documentation code");
      }
    }
    CheckEveryEntryIsMember();
  }

 private:
  void Refuse(int association, absl::string_view field, absl::string_view context,
              XdsErrorCode code = XdsErrorCode::kRegistryMetadataError) {
    errors_.Add(code, AssociationLocation(association, field), context);
  }

  void CheckSource(const Association& association, int i) {
    const std::string& source = association.source_object();
    const auto object = objects_.Find(source);
    if (object && object->kind == Kind::kSubmissionSet) return;
    // Empty, malformed and unresolved ids are reported by CheckReferences().
    if (!object && !EntryUuid::Parse(source).ok()) return;
    Refuse(i, "source_object",
           absl::StrCat("HasMember starts at ", Quote(source),
                        ", which is not the submission set of this submission; this version of "
                        "the registry accepts only HasMember from the submission set to a "
                        "document entry"));
  }

  void CheckTarget(const Association& association, int i) {
    const std::string& target = association.target_object();
    const auto object = objects_.Find(target);
    if (!object) {
      const bool is_elsewhere = EntryUuid::Parse(target).ok();
      if (is_elsewhere && association.submission_set_status() == SUBMISSION_SET_STATUS_ORIGINAL) {
        Refuse(i, "target_object",
               absl::StrCat(Quote(target), " is Original and no document entry of this submission"),
               XdsErrorCode::kUnresolvedReference);
      }
      return;
    }
    if (object->kind != Kind::kDocumentEntry) {
      Refuse(i, "target_object",
             absl::StrCat("HasMember ends at ", Quote(target), ", which is no document entry"));
      return;
    }
    if (association.submission_set_status() == SUBMISSION_SET_STATUS_ORIGINAL) {
      ++originals_[object->index];
    }
  }

  void CheckStatus(const Association& association, int i) {
    const auto status = association.submission_set_status();
    if (status == SUBMISSION_SET_STATUS_ORIGINAL) return;
    if (status != SUBMISSION_SET_STATUS_REFERENCE) {
      Refuse(i, "submission_set_status", "it is neither Original nor Reference");
      return;
    }
    const auto object = objects_.Find(association.target_object());
    if (object && object->kind == Kind::kDocumentEntry) {
      Refuse(i, "submission_set_status",
             absl::StrCat("Reference is for documents registered before; ",
                          Quote(association.target_object()),
                          " is an entry of this submission and needs Original"));
    }
  }

  void CheckEveryEntryIsMember() {
    for (int i = 0; i < request_.document_entries_size() && !errors_.full(); ++i) {
      const std::string& id = request_.document_entries(i).entry_uuid();
      const auto object = objects_.Find(id);
      // An id that is missing or not unique is reported by CheckObjectIds().
      const bool is_first = object && object->kind == Kind::kDocumentEntry && object->index == i;
      if (!is_first || originals_[i] == 1) continue;
      errors_.Add(XdsErrorCode::kRegistryMetadataError, EntryLocation(i),
                  absl::StrCat("entry ", Quote(id), " is the target of ", originals_[i],
                               " HasMember associations with Original; exactly one is needed"));
    }
  }

  const RegisterDocumentSetRequest& request_;
  RegistryErrors& errors_;
  const SubmissionObjects objects_;
  // How often each entry is the target of an Original.
  std::vector<int> originals_;
};

}  // namespace

void CheckMembership(const RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  MembershipCheck(request, errors).Run();
}

}  // namespace docshare
