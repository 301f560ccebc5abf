#include "registry/commit/testing/update_builder.h"

#include <atomic>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/metadata/association_type.h"
#include "domain/metadata/testing/submission_builder.h"

namespace docshare::registry {
namespace {

using metadata::v1::Association;
using metadata::v1::AssociationPropagation;
using metadata::v1::AVAILABILITY_STATUS_APPROVED;
using metadata::v1::AVAILABILITY_STATUS_DEPRECATED;

std::string NewSymbolicId() {
  static std::atomic<uint64_t> counter = 0;
  return absl::StrCat("version-", ++counter);
}

}  // namespace

UpdateBuilder::UpdateBuilder() {
  // The set of any submission will do.
  *request_.mutable_submission_set() = docshare::testing::ASubmission().Build().submission_set();
}

Association& UpdateBuilder::Trigger(absl::string_view type, absl::string_view target) {
  Association& trigger = *request_.add_associations();
  trigger.set_association_type(std::string(type));
  trigger.set_source_object(request_.submission_set().entry_uuid());
  trigger.set_target_object(std::string(target));
  return trigger;
}

UpdateBuilder& UpdateBuilder::NewVersion(const metadata::v1::DocumentEntry& entry,
                                         uint32_t previous_version,
                                         AssociationPropagation propagation) {
  *request_.add_document_entries() = entry;
  Association& trigger = Trigger(kHasMember, entry.entry_uuid());
  trigger.set_submission_set_status(metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL);
  trigger.set_previous_version(previous_version);
  trigger.set_association_propagation(propagation);
  return *this;
}

UpdateBuilder& UpdateBuilder::NewVersion(const metadata::v1::Folder& folder,
                                         uint32_t previous_version,
                                         AssociationPropagation propagation) {
  *request_.add_folders() = folder;
  Association& trigger = Trigger(kHasMember, folder.entry_uuid());
  trigger.set_previous_version(previous_version);
  trigger.set_association_propagation(propagation);
  return *this;
}

UpdateBuilder& UpdateBuilder::Status(absl::string_view target,
                                     metadata::v1::AvailabilityStatus from,
                                     metadata::v1::AvailabilityStatus to) {
  Association& trigger = Trigger(kUpdateAvailabilityStatus, target);
  trigger.set_original_status(from);
  trigger.set_new_status(to);
  return *this;
}

UpdateBuilder& UpdateBuilder::Approve(absl::string_view target) {
  return Status(target, AVAILABILITY_STATUS_DEPRECATED, AVAILABILITY_STATUS_APPROVED);
}

UpdateBuilder& UpdateBuilder::Deprecate(absl::string_view target) {
  return Status(target, AVAILABILITY_STATUS_APPROVED, AVAILABILITY_STATUS_DEPRECATED);
}

UpdateBuilder& UpdateBuilder::Submit(absl::string_view id, absl::string_view type,
                                     absl::string_view source, absl::string_view target) {
  Association& association = *request_.add_associations();
  association.set_entry_uuid(std::string(id));
  association.set_association_type(std::string(type));
  association.set_source_object(std::string(source));
  association.set_target_object(std::string(target));
  Trigger(kSubmitAssociation, id);
  return *this;
}

UpdateBuilder& UpdateBuilder::OfPatient(absl::string_view patient) {
  *request_.mutable_submission_set()->mutable_patient_id() = docshare::testing::APatient(patient);
  return *this;
}

UpdateBuilder& UpdateBuilder::Also(
    const std::function<void(v1::RegisterDocumentSetRequest&)>& change) {
  change(request_);
  return *this;
}

UpdateBuilder AnUpdate() { return UpdateBuilder(); }

metadata::v1::DocumentEntry NextVersion(metadata::v1::DocumentEntry entry) {
  entry.set_entry_uuid(NewSymbolicId());
  entry.clear_version();
  entry.clear_availability_status();
  return entry;
}

metadata::v1::Folder NextVersion(metadata::v1::Folder folder) {
  folder.set_entry_uuid(NewSymbolicId());
  folder.clear_version();
  folder.clear_availability_status();
  folder.clear_last_update_time();
  return folder;
}

}  // namespace docshare::registry
