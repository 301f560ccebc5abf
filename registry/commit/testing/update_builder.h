#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/association.pb.h"
#include "docshare/metadata/v1/availability.pb.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/metadata/v1/folder.pb.h"
#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare::registry {

// A submission for UpdateDocumentSet: a set of its own, and what is to be done. Ids of new objects
// are symbolic.
class UpdateBuilder {
 public:
  UpdateBuilder();

  // The object as it is to be, with the logicalID of the versions before and an entry_uuid of its
  // own; and its trigger.
  UpdateBuilder& NewVersion(const metadata::v1::DocumentEntry& entry, uint32_t previous_version,
                            metadata::v1::AssociationPropagation propagation =
                                metadata::v1::ASSOCIATION_PROPAGATION_UNSPECIFIED);
  UpdateBuilder& NewVersion(const metadata::v1::Folder& folder, uint32_t previous_version,
                            metadata::v1::AssociationPropagation propagation =
                                metadata::v1::ASSOCIATION_PROPAGATION_UNSPECIFIED);
  UpdateBuilder& Approve(absl::string_view target);
  UpdateBuilder& Deprecate(absl::string_view target);
  // An association with this symbolic id, and its trigger.
  UpdateBuilder& Submit(absl::string_view id, absl::string_view type, absl::string_view source,
                        absl::string_view target);
  // Of the submission set.
  UpdateBuilder& OfPatient(absl::string_view patient);
  // Any other change of what was built so far.
  UpdateBuilder& Also(const std::function<void(v1::RegisterDocumentSetRequest&)>& change);

  v1::RegisterDocumentSetRequest Build() const { return request_; }

 private:
  metadata::v1::Association& Trigger(absl::string_view type, absl::string_view target);
  UpdateBuilder& Status(absl::string_view target, metadata::v1::AvailabilityStatus from,
                        metadata::v1::AvailabilityStatus to);

  v1::RegisterDocumentSetRequest request_;
};

UpdateBuilder AnUpdate();

// A registered object as the next version of itself: a symbolic id of its own ("version-1", ...),
// without what the registry sets.
metadata::v1::DocumentEntry NextVersion(metadata::v1::DocumentEntry entry);
metadata::v1::Folder NextVersion(metadata::v1::Folder folder);

}  // namespace docshare::registry
