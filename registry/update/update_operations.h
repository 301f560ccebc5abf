#pragma once

#include <vector>

#include "docshare/metadata/v1/association.pb.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/metadata/v1/folder.pb.h"
#include "docshare/metadata/v1/submission_set.pb.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/storage/v1/command.pb.h"
#include "domain/errors/xds_error.h"
#include "google/protobuf/repeated_field.h"

namespace docshare::registry {

// A submission that changes what is registered: as it was sent, or in a command. Points into it.
struct UpdateContent {
  explicit UpdateContent(const v1::RegisterDocumentSetRequest& request);
  explicit UpdateContent(const storage::v1::RegisterDocumentSetCommand& command);

  bool has_submission_set;
  const metadata::v1::SubmissionSet& submission_set;
  const google::protobuf::RepeatedPtrField<metadata::v1::DocumentEntry>& document_entries;
  const google::protobuf::RepeatedPtrField<metadata::v1::Folder>& folders;
  const google::protobuf::RepeatedPtrField<metadata::v1::Association>& associations;
};

// What a submission asks for. Numbers are positions in its lists.
struct UpdateOperations {
  // Trigger: HasMember with previous_version, from the submission set to the new version.
  struct NewVersion {
    bool is_folder;
    // In folders or document_entries.
    int object;
    int trigger;
  };
  // Trigger: SubmitAssociation, from the submission set to the association.
  struct SubmittedAssociation {
    int association;
    int trigger;
  };

  std::vector<NewVersion> new_versions;
  std::vector<SubmittedAssociation> submitted_associations;
  // Trigger: UpdateAvailabilityStatus, from the submission set to anything.
  std::vector<int> status_updates;
};

// Whether the whole transaction is open [ITI-57], or new versions of entries only [ITI-92].
enum class UpdateScope { kAll, kRestricted };

// Works out what a submission asks for, and adds every fault that needs no store. Ids are compared
// as they are, symbolic or not. What RunStatelessRules() reports is not reported again.
//
//   no submission set                                          XDSMetadataUpdateError
//   initial version (61); of a folder also                     XDSInvalidRequestException,
//                                                              XDSMetadataUpdateError
//   attributes of a trigger missing, repeated, illegal or      XDSMetadataUpdateOperationError
//   in the wrong place (65)
//   trigger of no operation or of several                      XDSMetadataUpdateOperationError
//   the submission set or its HasMember as a target (66)       XDSMetadataUpdateError
//   two changes of one kind for one object (69)                XDSMetadataUpdateError
//
// and with kRestricted
//
//   folder, submitted association                              XDSObjectTypeError
//   change of a status                                         UnmodifiableMetadataError
//   missing or illegal previous_version                        XDSMetadataAnnotationError
//
// Source: ITI XDS Metadata Update supplement, 3.57.4.1.3; codes of kRestricted from the supplement
// Restricted Metadata Update as known from implementations.
UpdateOperations DecodeUpdate(const UpdateContent& content, UpdateScope scope,
                              RegistryErrors& errors);

}  // namespace docshare::registry
