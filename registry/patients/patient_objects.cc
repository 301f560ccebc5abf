#include "registry/patients/patient_objects.h"

#include <memory>
#include <string>

#include "registry/index/document.h"
#include "registry/index/folder.h"
#include "registry/index/key_codec.h"
#include "registry/index/submission_set.h"

namespace docshare::registry {
namespace {

// The UUID in each key that starts with `prefix`.
template <typename Decode>
absl::StatusOr<std::vector<EntryUuid>> ListUuids(const platform::KvReader& store,
                                                 const std::string& prefix, Decode decode) {
  std::vector<EntryUuid> uuids;
  std::unique_ptr<platform::KvIterator> it = store.Scan(prefix, PrefixEnd(prefix));
  for (; it->Valid(); it->Next()) {
    auto key = decode(it->key());
    if (!key.ok()) return key.status();
    uuids.push_back(key->uuid);
  }
  if (!it->status().ok()) return it->status();
  return uuids;
}

}  // namespace

absl::StatusOr<PatientObjects> ListPatientObjects(const platform::KvReader& store,
                                                  uint64_t patient_number) {
  PatientObjects objects;
  auto documents = ListUuids(store, DocumentFilterPrefix(patient_number), DecodeDocumentFilterKey);
  if (!documents.ok()) return documents.status();
  objects.documents = *std::move(documents);
  auto folders = ListUuids(store, FolderPrefix(patient_number), DecodeFolderKey);
  if (!folders.ok()) return folders.status();
  objects.folders = *std::move(folders);
  auto sets = ListUuids(store, KeyWriter(KeySpace::kSubmissionSet).U64(patient_number).Take(),
                        DecodeSubmissionSetKey);
  if (!sets.ok()) return sets.status();
  objects.submission_sets = *std::move(sets);
  return objects;
}

}  // namespace docshare::registry
