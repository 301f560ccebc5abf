#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/model/answer.h"
#include "tests/model/step.h"

namespace docshare::tests {

// The state of a registry as the standard describes it: objects in maps, nothing else. Everything
// about it is found by looking at all objects. Copy it to try something out.
struct RegistryModel {
  // Every identifier ever fed, with the one it was merged into ("" while it is its own).
  std::map<std::string, std::string> patients;

  ById<metadata::v1::DocumentEntry> documents;
  ById<metadata::v1::SubmissionSet> submission_sets;
  ById<metadata::v1::Folder> folders;
  ById<metadata::v1::Association> associations;

  // What each submission set came with, as it was sent; see Fingerprint().
  std::map<std::string, std::string> submissions;

  // See NewName().
  int new_names = 0;

  bool IsActive(const metadata::v1::PatientIdentifier& patient) const;
  bool Exists(const std::string& uuid) const;
  // Whether an object of another kind than a document carries the uniqueId.
  bool HasSetOrFolderWithUniqueId(const std::string& unique_id) const;

  // The highest version of a logical object, or null. A first version names itself.
  const metadata::v1::DocumentEntry* NewestDocument(const std::string& logical_id) const;
  const metadata::v1::Folder* NewestFolder(const std::string& logical_id) const;
  bool IsNewest(const metadata::v1::DocumentEntry& document) const;
  bool IsNewest(const metadata::v1::Folder& folder) const;
  // The entryUUIDs of all documents and folders that are, for whoever asks often.
  std::set<std::string> NewestVersions() const;

  bool IsFolderMembership(const metadata::v1::Association& association) const;
  bool IsRelationship(const metadata::v1::Association& association) const;
  // The patient of a document, a folder or a submission set; null for anything else.
  const metadata::v1::PatientIdentifier* PatientOf(const std::string& uuid) const;

  // A name of the model's own for what the registry makes by itself, which starts with "?": which
  // UUID the registry takes is its business.
  std::string NewName();
  // Adds such an association.
  std::string NewLink(metadata::v1::Association association);
  // What the object is called from now on, wherever it is named.
  void Rename(const std::string& name, const std::string& uuid);

  // The folder had a member come or go, or is new.
  void Touch(const std::string& folder, int64_t now_s);
};

// The content of a submission: two with one are the same.
std::string Fingerprint(const Step& step);

// The identifier as a map key.
std::string KeyOf(const metadata::v1::PatientIdentifier& patient);

bool SamePatient(const metadata::v1::PatientIdentifier& a,
                 const metadata::v1::PatientIdentifier& b);

// Not given reads as Approved.
bool IsDeprecated(const metadata::v1::Association& association);
bool IsDeprecated(const metadata::v1::DocumentEntry& document);
bool IsDeprecated(const metadata::v1::Folder& folder);

// RPLC, XFRM, APND, XFRM_RPLC, signs, IsSnapshotOf.
bool IsRelationshipType(const std::string& association_type);
// RPLC, XFRM_RPLC.
bool IsReplacingType(const std::string& association_type);

// First second a DTM text can mean.
int64_t EarliestSecond(const std::string& dtm);
std::string DtmOf(int64_t unix_s);

}  // namespace docshare::tests
