#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/metadata/v1/folder.pb.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/storage/v1/command.pb.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gtest/gtest.h"
#include "platform/kv/memory_kv_store.h"
#include "registry/objects/object_editor.h"

namespace docshare::registry {

// A registry in memory with one patient, 12838520020, that applies registrations for real.
class RegistrationFixture : public ::testing::Test {
 protected:
  RegistrationFixture() { Feed("12838520020"); }

  void Feed(const std::string& id);

  // Prepares and applies; what was written is in the store when it succeeded.
  absl::StatusOr<v1::RegisterDocumentSetResponse> Register(v1::RegisterDocumentSetRequest request);
  // The same by ITI-61.
  absl::StatusOr<v1::RegisterDocumentSetResponse> RegisterOnDemand(
      const v1::RegisterDocumentSetRequest& request);

  // Registers a submission of this one object, which is of the fixture's patient unless it says
  // otherwise; returns its URN. Expects it to be accepted. On-demand entries go by ITI-61.
  std::string Registered(const docshare::testing::EntryBuilder& entry);
  std::string Registered(const docshare::testing::FolderBuilder& folder);

  // Registers a submission, expects it to be accepted; returns the URN of each submitted id.
  std::map<std::string, std::string> RegisteredIds(v1::RegisterDocumentSetRequest request);

  // Changes objects without a command.
  void Edit(const std::function<absl::Status(ObjectEditor&)>& change);
  void DeprecateDocument(const std::string& urn);
  void DeprecateFolder(const std::string& urn);

  // What is stored. Expects it to be there.
  metadata::v1::DocumentEntry Entry(const std::string& urn) const;
  metadata::v1::Folder Folder(const std::string& urn) const;
  bool IsApproved(const std::string& document_urn) const;
  // Source and type of every association that ends at an object, and of which starts there its
  // target and type, in the order of their UUIDs.
  std::vector<std::pair<std::string, std::string>> LinksTo(const std::string& urn) const;
  std::vector<std::pair<std::string, std::string>> LinksFrom(const std::string& urn) const;

  // Every row.
  std::map<std::string, std::string> Rows() const;

  void Store(const platform::KvBatch& batch);

  platform::MemoryKvStore store_;
  uint64_t position_ = 0;
  // When the next change is committed.
  int64_t now_s_ = 1700000000;

 private:
  absl::StatusOr<v1::RegisterDocumentSetResponse> Apply(
      const absl::StatusOr<storage::v1::RegisterDocumentSetCommand>& command);
};

// Code and location of every error a status carries.
std::vector<std::pair<std::string, std::string>> ErrorsOf(const absl::Status& status);

// The code of each.
std::vector<std::string> CodesOf(const absl::Status& status);

EntryUuid Uuid(absl::string_view urn);

}  // namespace docshare::registry
