#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "consumer/cli/command.h"
#include "docshare/config/v1/client_profiles.pb.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare::consumer {

// Metadata as the flags of `docshare publish` give it; empty where a flag is not there.
struct PublishFlags {
  std::string patient;
  std::string source_patient;
  std::string title;
  std::string class_code;
  std::string type_code;
  std::string format_code;
  std::vector<std::string> confidentiality_codes;
  std::vector<std::string> event_codes;
  std::string facility_code;
  std::string practice_code;
  std::vector<std::string> authors;
  std::vector<std::string> institutions;
  std::string language;
  std::string created;
  std::string service_start;
  std::string service_stop;
  std::string unique_id;
  std::string comments;
  std::string mime_type;
  std::string content_type_code;
  std::string submission_id;
  std::string submission_time;

  // The flags that fill this object in.
  std::vector<Flag> Describe();
};

// Metadata of one source, as a submission with one entry whose absent attributes are empty.
// Both return kInvalidArgument, naming the flag or the field, for a value that cannot be.

// `default_authority` numbers patients that are given without authority.
absl::StatusOr<docshare::registry::v1::RegisterDocumentSetRequest> MetadataOfFlags(
    const PublishFlags& flags, const std::string& default_authority);

// author_institution becomes an author of the submission; see BuildSubmission() for the entries.
absl::StatusOr<docshare::registry::v1::RegisterDocumentSetRequest> MetadataOfDefaults(
    const docshare::config::v1::PublishDefaults& defaults);

}  // namespace docshare::consumer
