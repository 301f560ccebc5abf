#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "docshare/metadata/v1/author.pb.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/metadata/v1/folder.pb.h"
#include "docshare/metadata/v1/submission_set.pb.h"
#include "tests/model/dice.h"
#include "tests/model/stored_query.h"

namespace docshare::tests {

// The few values that attributes take, so that objects and queries meet.
const std::vector<metadata::v1::PatientIdentifier>& PatientPool();
// Numbers of patients at their sources.
const std::vector<metadata::v1::PatientIdentifier>& LocalPatientPool();
const std::vector<Code>& CodePool();
const std::vector<std::string>& TimePool();
const std::vector<std::string>& SourceIdPool();
const std::vector<metadata::v1::Person>& PersonPool();
const std::vector<metadata::v1::ReferenceId>& ReferenceIdPool();

// Makes objects with attributes at random and names of their own.
class ObjectMaker {
 public:
  // `dice` must outlive this.
  explicit ObjectMaker(Dice& dice) : dice_(dice) {}

  // "urn:uuid:" names that tell a reader what they name: documents end in d000...1, folders in
  // f...1, submission sets in 5...1, associations in a...1.
  std::string NewUuid(char kind);
  std::string NewUniqueId(int arc);

  metadata::v1::DocumentEntry NewEntry(const metadata::v1::PatientIdentifier& patient, bool stable);
  metadata::v1::Folder NewFolder(const metadata::v1::PatientIdentifier& patient);
  metadata::v1::SubmissionSet NewSet(const metadata::v1::PatientIdentifier& patient);

  // Changes attributes that a new version may change.
  void Vary(metadata::v1::DocumentEntry& entry);
  void Vary(metadata::v1::Folder& folder);

  metadata::v1::CodedValue AnyCode();

 private:
  metadata::v1::Author AnyAuthor();

  Dice& dice_;
  uint64_t uuids_ = 0;
  uint64_t unique_ids_ = 0;
};

}  // namespace docshare::tests
