#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/association.pb.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/metadata/v1/folder.pb.h"
#include "docshare/metadata/v1/submission_set.pb.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/storage/v1/command.pb.h"
#include "platform/kv/memory_kv_store.h"
#include "registry/register/outcome.h"

namespace docshare::registry {

// A registry in memory for tests of what commands do: each goes through the state machine at the
// next position, a second after the one before. Not thread-safe.
class ChangingRegistry {
 public:
  // When the command at position 0 would be applied.
  static constexpr int64_t kStart_s = 1700000000;

  // Feeds the patients; the builders' default patient is the first.
  explicit ChangingRegistry(const std::vector<std::string>& patients = {"12838520020"});

  absl::Status Feed(absl::string_view patient);
  absl::StatusOr<v1::RegisterDocumentSetResponse> Register(v1::RegisterDocumentSetRequest request);
  absl::StatusOr<v1::UpdateDocumentSetResponse> Update(v1::RegisterDocumentSetRequest submission);
  absl::StatusOr<v1::RestrictedUpdateDocumentSetResponse> RestrictedUpdate(
      v1::RegisterDocumentSetRequest submission);
  absl::StatusOr<v1::RemoveMetadataResponse> Remove(const std::vector<std::string>& entry_uuids);
  absl::StatusOr<v1::MergePatientsResponse> Merge(absl::string_view surviving,
                                                  absl::string_view subsumed);
  absl::StatusOr<v1::ChangePatientLinkResponse> ChangeLink(absl::string_view local,
                                                           absl::string_view previous,
                                                           absl::string_view current,
                                                           absl::string_view subsumed_local = "");

  // Registers and returns the entryUUIDs in the order submission set, entries, folders,
  // associations. Ends the process when it is refused.
  std::vector<std::string> MustRegister(const v1::RegisterDocumentSetRequest& request);

  // Objects as they are stored. The process ends when there is none.
  metadata::v1::DocumentEntry Entry(absl::string_view urn) const;
  metadata::v1::Folder Folder(absl::string_view urn) const;
  metadata::v1::SubmissionSet SubmissionSet(absl::string_view urn) const;
  metadata::v1::Association Association(absl::string_view urn) const;
  bool Exists(absl::string_view urn) const;

  // The entryUUIDs of the versions of an object, oldest first.
  std::vector<std::string> Versions(absl::string_view logical_id) const;
  bool IsNewest(absl::string_view urn) const;

  // The associations of a type between two objects, in force or not.
  std::vector<metadata::v1::Association> Links(absl::string_view type, absl::string_view source,
                                               absl::string_view target) const;
  // All that start at an object.
  std::vector<metadata::v1::Association> LinksFrom(absl::string_view source) const;

  // Every row, for comparison.
  std::map<std::string, std::string> Rows() const;

  const platform::MemoryKvStore& store() const { return store_; }
  uint64_t position() const { return position_; }
  // When the last command was applied, HL7 DTM.
  std::string Now() const;

 private:
  Outcome Apply(storage::v1::Command command);
  template <typename Response>
  absl::StatusOr<Response> Send(const storage::v1::Command& command);

  platform::MemoryKvStore store_;
  uint64_t position_ = 0;
};

// Code and location of every error of a refusal.
std::vector<std::pair<std::string, std::string>> ErrorsOf(const absl::Status& status);
// Codes alone.
std::vector<std::string> CodesOf(const absl::Status& status);

}  // namespace docshare::registry
