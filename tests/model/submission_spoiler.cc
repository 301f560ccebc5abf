#include "tests/model/submission_spoiler.h"

#include <vector>

#include "domain/metadata/association_type.h"
#include "tests/model/submission_maker.h"

namespace docshare::tests {
namespace {

using metadata::v1::DocumentEntry;
using metadata::v1::Folder;
using metadata::v1::PatientIdentifier;
using registry::v1::RegisterDocumentSetRequest;

// What a fault works with.
struct Scene {
  const RegistryModel& model;
  RegisterDocumentSetRequest& request;
  Dice& dice;
  ObjectMaker& objects;
  // The first entry of the request, or null.
  DocumentEntry* entry;

  const PatientIdentifier& patient() const { return request.submission_set().patient_id(); }

  // Any object that fits, or null.
  template <typename Object, typename Fits>
  const Object* Any(const ById<Object>& all, Fits fits) const {
    std::vector<const Object*> fitting;
    for (const auto& [uuid, object] : all) {
      if (fits(object)) fitting.push_back(&object);
    }
    return fitting.empty() ? nullptr : dice.Pick(fitting);
  }
  const DocumentEntry* Document(bool same_patient, bool deprecated) const {
    return Any(model.documents, [&](const DocumentEntry& document) {
      return SamePatient(document.patient_id(), patient()) == same_patient &&
             IsDeprecated(document) == deprecated;
    });
  }
  const Folder* AFolder(bool same_patient, bool deprecated) const {
    return Any(model.folders, [&](const Folder& folder) {
      return SamePatient(folder.patient_id(), patient()) == same_patient &&
             IsDeprecated(folder) == deprecated;
    });
  }

  bool Relate(const std::string& type, const std::string& target) const {
    *request.add_associations() = Link(type, entry->entry_uuid(), target);
    return true;
  }
  bool Fill(const std::string& folder, const std::string& document) const {
    const std::string id = objects.NewUuid('a');
    *request.add_associations() = Link(kHasMember, folder, document, id);
    Hold(request, id);
    return true;
  }
};

// Puts the fault in; false when there is no room for it. Faults that need an entry say so.
struct Fault {
  const char* name;
  bool needs_entry;
  bool (*put)(const Scene& scene);
};

const Fault kFaults[] = {
    // Attributes.
    {"no class code", true, [](const Scene& s) { return s.entry->clear_class_code(), true; }},
    {"no language", true, [](const Scene& s) { return s.entry->clear_language_code(), true; }},
    {"no confidentiality code", true,
     [](const Scene& s) { return s.entry->clear_confidentiality_codes(), true; }},
    {"bad hash", true, [](const Scene& s) { return s.entry->set_hash("x1"), true; }},
    {"wrong object type", true,
     [](const Scene& s) {
       s.entry->set_object_type(s.entry->object_type() == metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE
                                    ? metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND
                                    : metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE);
       return true;
     }},
    {"limited metadata", true,
     [](const Scene& s) { return s.entry->set_limited_metadata(true), true; }},
    {"a logical id of its own", true,
     [](const Scene& s) { return s.entry->set_logical_id(s.objects.NewUuid('e')), true; }},
    {"service ends before it begins", true,
     [](const Scene& s) {
       s.entry->set_service_start_time("20240101");
       s.entry->set_service_stop_time("20230101");
       return true;
     }},
    {"no folder title", false,
     [](const Scene& s) {
       if (s.request.folders().empty()) return false;
       s.request.mutable_folders(0)->clear_title();
       return true;
     }},
    // Patients.
    {"patient never fed", false,
     [](const Scene& s) {
       PatientIdentifier stranger = s.patient();
       stranger.set_id("07729040066");
       *s.request.mutable_submission_set()->mutable_patient_id() = stranger;
       for (auto& entry : *s.request.mutable_document_entries()) {
         *entry.mutable_patient_id() = stranger;
       }
       for (auto& folder : *s.request.mutable_folders()) *folder.mutable_patient_id() = stranger;
       return true;
     }},
    {"subsumed patient", false,
     [](const Scene& s) {
       for (const PatientIdentifier& patient : PatientPool()) {
         const auto known = s.model.patients.find(KeyOf(patient));
         if (known == s.model.patients.end() || known->second.empty()) continue;
         *s.request.mutable_submission_set()->mutable_patient_id() = patient;
         for (auto& entry : *s.request.mutable_document_entries()) {
           *entry.mutable_patient_id() = patient;
         }
         for (auto& folder : *s.request.mutable_folders()) *folder.mutable_patient_id() = patient;
         return true;
       }
       return false;
     }},
    {"an entry of another patient", true,
     [](const Scene& s) {
       const PatientIdentifier& other = s.dice.Pick(PatientPool());
       if (SamePatient(other, s.patient())) return false;
       *s.entry->mutable_patient_id() = other;
       return true;
     }},
    // Ids.
    {"an entryUUID in use", true,
     [](const Scene& s) {
       const auto* other = s.Any(s.model.documents, [](const auto&) { return true; });
       if (other == nullptr) return false;
       const std::string old = s.entry->entry_uuid();
       s.entry->set_entry_uuid(other->entry_uuid());
       for (auto& link : *s.request.mutable_associations()) {
         if (link.source_object() == old) link.set_source_object(other->entry_uuid());
         if (link.target_object() == old) link.set_target_object(other->entry_uuid());
       }
       return true;
     }},
    {"an entryUUID twice", true,
     [](const Scene& s) {
       s.request.mutable_associations(0)->set_entry_uuid(s.entry->entry_uuid());
       return true;
     }},
    {"a uniqueId twice", true,
     [](const Scene& s) {
       s.entry->set_unique_id(s.request.submission_set().unique_id());
       return true;
     }},
    {"uniqueId of a set in use", false,
     [](const Scene& s) {
       const auto* set = s.Any(s.model.submission_sets, [](const auto&) { return true; });
       const auto* folder = s.Any(s.model.folders, [](const auto&) { return true; });
       if (set == nullptr) return false;
       s.request.mutable_submission_set()->set_unique_id(
           folder != nullptr && s.dice.Chance(50) ? folder->unique_id() : set->unique_id());
       return true;
     }},
    {"uniqueId of a folder in use", false,
     [](const Scene& s) {
       const auto* folder = s.Any(s.model.folders, [](const auto&) { return true; });
       if (folder == nullptr || s.request.folders().empty()) return false;
       s.request.mutable_folders(0)->set_unique_id(folder->unique_id());
       return true;
     }},
    {"uniqueId of another document", true,
     [](const Scene& s) {
       const auto* other = s.Any(s.model.documents, [](const auto&) { return true; });
       if (other == nullptr) return false;
       s.entry->set_unique_id(other->unique_id());
       if (s.dice.Chance(50)) s.entry->set_hash(other->hash());
       return true;
     }},
    // References.
    {"an entry that the set does not hold", true,
     [](const Scene& s) {
       s.request.mutable_associations(0)->set_target_object("unknown-object");
       return true;
     }},
    {"reference to an unknown document", false,
     [](const Scene& s) {
       Hold(s.request, s.objects.NewUuid('d'))
           .set_submission_set_status(metadata::v1::SUBMISSION_SET_STATUS_REFERENCE);
       return true;
     }},
    {"reference to a deprecated document", false,
     [](const Scene& s) {
       const auto* old = s.Document(s.dice.Chance(50), true);
       if (old == nullptr) return false;
       Hold(s.request, old->entry_uuid())
           .set_submission_set_status(metadata::v1::SUBMISSION_SET_STATUS_REFERENCE);
       return true;
     }},
    {"reference said to be original", false,
     [](const Scene& s) {
       const auto* old = s.Document(true, false);
       if (old == nullptr) return false;
       Hold(s.request, old->entry_uuid())
           .set_submission_set_status(metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL);
       return true;
     }},
    {"another submission set as an end", true,
     [](const Scene& s) {
       const auto* set = s.Any(s.model.submission_sets, [](const auto&) { return true; });
       if (set == nullptr) return false;
       *s.request.add_associations() = Link(kHasMember, set->entry_uuid(), s.entry->entry_uuid());
       return true;
     }},
    // Relationships.
    {"relationship to an unknown document", true,
     [](const Scene& s) { return s.Relate(kAppend, s.objects.NewUuid('d')); }},
    {"replaces an unknown document", true,
     [](const Scene& s) { return s.Relate(kReplace, s.objects.NewUuid('d')); }},
    {"replaces a deprecated document", true,
     [](const Scene& s) {
       const auto* old = s.Document(true, true);
       return old != nullptr && s.Relate(kReplace, old->entry_uuid());
     }},
    {"replaces a document of another patient", true,
     [](const Scene& s) {
       const auto* other = s.Document(false, false);
       return other != nullptr && s.Relate(kReplace, other->entry_uuid());
     }},
    {"replaces itself", true,
     [](const Scene& s) { return s.Relate(kReplace, s.entry->entry_uuid()); }},
    {"replaces an entry of the request", true,
     [](const Scene& s) {
       if (s.request.document_entries_size() < 2) return false;
       return s.Relate(kTransformAndReplace, s.request.document_entries(1).entry_uuid());
     }},
    {"two replacements of one document", true,
     [](const Scene& s) {
       const auto* old = s.Document(true, false);
       if (old == nullptr || s.request.document_entries_size() < 2) return false;
       *s.request.add_associations() =
           Link(kReplace, s.request.document_entries(1).entry_uuid(), old->entry_uuid());
       return s.Relate(s.dice.Chance(50) ? kReplace : kTransformAndReplace, old->entry_uuid());
     }},
    {"a source that is registered", false,
     [](const Scene& s) {
       const auto* old = s.Document(true, false);
       const auto* other = s.Document(true, false);
       if (old == nullptr) return false;
       *s.request.add_associations() = Link(kTransform, old->entry_uuid(), other->entry_uuid());
       return true;
     }},
    {"a snapshot of a stable document", true,
     [](const Scene& s) {
       const auto* other = s.Document(true, false);
       return other != nullptr && s.Relate(kIsSnapshotOf, other->entry_uuid());
     }},
    {"an addendum to a transformation", true,
     [](const Scene& s) {
       const auto* link = s.Any(s.model.associations, [&](const auto& candidate) {
         return candidate.association_type() == kTransform;
       });
       return link != nullptr && s.Relate(kAppend, link->source_object());
     }},
    {"a relationship to a folder", true,
     [](const Scene& s) {
       const auto* folder = s.AFolder(true, false);
       return folder != nullptr && s.Relate(kSigns, folder->entry_uuid());
     }},
    {"an update by registration", true,
     [](const Scene& s) {
       const auto* old = s.Document(true, false);
       if (old == nullptr) return false;
       *s.request.add_associations() = Link(
           kUpdateAvailabilityStatus, s.request.submission_set().entry_uuid(), old->entry_uuid());
       return true;
     }},
    {"PreviousVersion", false,
     [](const Scene& s) {
       return s.request.mutable_associations(0)->set_previous_version(1), true;
     }},
    {"an association type nobody knows", true,
     [](const Scene& s) {
       return s.Relate("urn:oasis:names:tc:ebxml-regrep:AssociationType:Contains",
                       s.entry->entry_uuid());
     }},
    {"HasMember with documentation", false,
     [](const Scene& s) {
       *s.request.mutable_associations(0)->mutable_documentation() = s.objects.AnyCode();
       return true;
     }},
    // Folders.
    {"a folder of another patient", true,
     [](const Scene& s) {
       const auto* folder = s.AFolder(false, false);
       return folder != nullptr && s.Fill(folder->entry_uuid(), s.entry->entry_uuid());
     }},
    {"a deprecated folder", true,
     [](const Scene& s) {
       const auto* folder = s.AFolder(true, true);
       return folder != nullptr && s.Fill(folder->entry_uuid(), s.entry->entry_uuid());
     }},
    {"a deprecated member", false,
     [](const Scene& s) {
       const auto* folder = s.AFolder(true, false);
       const auto* old = s.Document(true, true);
       return folder != nullptr && old != nullptr &&
              s.Fill(folder->entry_uuid(), old->entry_uuid());
     }},
    {"a folder in a folder", false,
     [](const Scene& s) {
       const auto* folder = s.AFolder(true, false);
       const auto* other = s.AFolder(true, false);
       return folder != nullptr && s.Fill(folder->entry_uuid(), other->entry_uuid());
     }},
    {"a member that the set does not hold", true,
     [](const Scene& s) {
       const auto* folder = s.AFolder(true, false);
       if (folder == nullptr) return false;
       *s.request.add_associations() =
           Link(kHasMember, folder->entry_uuid(), s.entry->entry_uuid(), s.objects.NewUuid('a'));
       return true;
     }},
};

}  // namespace

void SubmissionSpoiler::Spoil(const RegistryModel& model, Step& step) {
  for (int attempt = 0; attempt < 4; ++attempt) {
    const Fault& fault = kFaults[dice_.Below(std::size(kFaults))];
    RegisterDocumentSetRequest request = step.submission;
    DocumentEntry* entry =
        request.document_entries().empty() ? nullptr : request.mutable_document_entries(0);
    if (fault.needs_entry && entry == nullptr) continue;
    if (!fault.put({model, request, dice_, objects_, entry})) continue;
    step.submission = request;
    step.fault = fault.name;
    return;
  }
}

}  // namespace docshare::tests
