#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "consumer/cli/file_inspection.h"
#include "consumer/publish/submission_links.h"
#include "docshare/metadata/v1/folder.pb.h"
#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare::consumer {

// What all documents of a submission have to do with others.
struct LinksOfDocuments {
  std::vector<DocumentRelationship> relationships;
  // entryUUID of a folder in the registry that takes the documents; may be empty.
  std::string folder;
  // A folder of their own: title and codes.
  absl::optional<docshare::metadata::v1::Folder> new_folder;
};

// All that is known about the files to publish.
struct SubmissionSources {
  // At least one.
  std::vector<InspectedFile> files;
  // Flags, with one entry that holds for all files (see MetadataOfFlags()).
  docshare::registry::v1::RegisterDocumentSetRequest flags;
  // The metadata file: no entry, one for all files, or one for each file in their order.
  docshare::registry::v1::RegisterDocumentSetRequest metadata_file;
  // The profile (see MetadataOfDefaults()).
  docshare::registry::v1::RegisterDocumentSetRequest defaults;
  LinksOfDocuments links;
  // OID that numbers the patients of the profile; may be empty.
  std::string patient_authority;
  // Publish a document for another patient than it names itself.
  bool allow_other_patient = false;
  // Becomes the submission's name where nothing else gives one.
  std::array<uint8_t, 16> fresh_uuid = {};
  absl::Time now;
};

// Puts a submission together. An attribute comes whole from the first of: flags, metadata file, CDA
// header, profile, and where all are silent:
//
//   submission   uniqueId from fresh_uuid; submissionTime is now, or when the newest file was
//                changed where the uniqueId is given, so that a repeated command repeats exactly;
//                authors are those of the first entry
//   entry        patientId is the CDA's own where patient_authority numbers it; sourcePatientId is
//                the patientId; creationTime is when the file was changed; formatCode says that the
//                media type is enough; ids are derived from the submission's uniqueId
//   folder       patientId is the submission's; ids as those of an entry
//
// The profile's institution is added to every author when no author of an entry has one. Folders
// and associations of the metadata file are kept; those of the links are added, and the HasMember
// of every object.
//
// Returns kInvalidArgument, naming the file or flag, when it is not known whose document it is or
// which system submits, when a CDA names another patient of the same authority, when ids for one
// document are given to several, and when the metadata file has entries for another number of
// files.
absl::StatusOr<docshare::registry::v1::RegisterDocumentSetRequest> BuildSubmission(
    const SubmissionSources& sources);

}  // namespace docshare::consumer
