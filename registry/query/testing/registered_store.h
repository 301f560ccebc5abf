#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/association.pb.h"
#include "docshare/metadata/v1/availability.pb.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/metadata/v1/folder.pb.h"
#include "docshare/metadata/v1/submission_set.pb.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/testing/submission_builder.h"
#include "platform/kv/kv_batch.h"
#include "registry/objects/object_editor.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// A folder with every required attribute, of the patient APatient(id); its unique_id is new.
metadata::v1::Folder AFolder(absl::string_view patient = "12838520020");

// A submission set with every required attribute, of the patient APatient(id); its unique_id is
// new.
metadata::v1::SubmissionSet ASubmissionSet(absl::string_view patient = "12838520020");

// A registry store in memory, for tests of queries. It is filled through the ObjectEditor: rows are
// as the commands write them, but no rule stands in the way of odd objects. Objects are named by
// their entryUUIDs, "urn:uuid:...". Symbolic ids are replaced; an object of a patient nobody has
// heard of makes the patient known.
class RegisteredStore {
 public:
  RegisteredStore();

  // Returns the internal number of the patient.
  uint64_t AddPatient(const metadata::v1::PatientIdentifier& patient);

  // Changes objects in one commit. The n-th commit is at 2024-01-01T00:00:00Z plus n seconds.
  void Edit(const std::function<void(ObjectEditor&)>& edit);

  // Add one object, Approved and version 1 unless it says otherwise.
  std::string AddDocument(metadata::v1::DocumentEntry entry);
  std::string AddFolder(metadata::v1::Folder folder);
  std::string AddSubmissionSet(metadata::v1::SubmissionSet set);
  std::string Associate(const std::string& source, const std::string& type,
                        const std::string& target);

  // A later version of the object, which it supersedes.
  std::string UpdateDocument(const std::string& urn, metadata::v1::DocumentEntry entry);
  std::string UpdateFolder(const std::string& urn, metadata::v1::Folder folder);

  // Makes an object of any kind but a submission set Deprecated.
  void Deprecate(const std::string& urn);

  // Adds every object of a submission in one commit. Returns the entryUUIDs of its documents.
  std::vector<std::string> Register(const v1::RegisterDocumentSetRequest& request);

  // A submission of this one document. Returns its entryUUID.
  std::string Register(const docshare::testing::EntryBuilder& entry);

  // Rewrites the filter row of a document.
  void ChangeFilterRow(const std::string& urn,
                       const std::function<void(storage::v1::DocumentFilterRow&)>& change);

  // Writes rows as they are.
  void Commit(const platform::KvBatch& batch);

  const RegistryStore& store() const { return *store_; }

  // A new entryUUID.
  std::string NewUrn();

 private:
  std::unique_ptr<RegistryStore> store_;
  uint64_t next_patient_ = 1;
  uint64_t next_urn_ = 1;
};

}  // namespace docshare::registry
