#include "registry/admin/value_printer.h"

#include <cstdint>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "docshare/metadata/v1/association.pb.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/metadata/v1/folder.pb.h"
#include "docshare/metadata/v1/submission_set.pb.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "google/protobuf/text_format.h"
#include "registry/index/key_space.h"
#include "registry/index/row.h"

namespace docshare::registry {
namespace {

constexpr size_t kMalformedBytes = 64;

std::string Malformed(absl::string_view value) {
  return absl::StrCat("malformed ", absl::BytesToHexString(value.substr(0, kMalformedBytes)),
                      value.size() > kMalformedBytes ? "..." : "");
}

std::string Text(const google::protobuf::Message& message) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(message, &text);
  // The printer ends every field with a blank.
  if (!text.empty() && text.back() == ' ') text.pop_back();
  return text.empty() ? "(empty)" : text;
}

template <typename Row>
std::string Print(absl::string_view value) {
  Row row;
  return DecodeRow(value, row).ok() ? Text(row) : Malformed(value);
}

// Rows that hold an object as bytes: the object, then the rest.
std::string PrintSubmissionSet(absl::string_view value) {
  storage::v1::SubmissionSetRow row;
  metadata::v1::SubmissionSet set;
  if (!DecodeRow(value, row).ok() || !DecodeRow(row.submission_set(), set).ok()) {
    return Malformed(value);
  }
  row.clear_submission_set();
  return absl::StrCat("{ ", Text(set), " } ", Text(row));
}

std::string PrintFolder(absl::string_view value) {
  storage::v1::FolderRow row;
  metadata::v1::Folder folder;
  if (!DecodeRow(value, row).ok() || !DecodeRow(row.folder(), folder).ok()) {
    return Malformed(value);
  }
  row.clear_folder();
  return absl::StrCat("{ ", Text(folder), " } ", Text(row));
}

std::string PrintNumber(absl::string_view bytes) {
  uint64_t number = 0;
  for (char c : bytes) number = number << 8 | static_cast<uint8_t>(c);
  return absl::StrCat(number);
}

}  // namespace

std::string PrintValue(absl::string_view key, absl::string_view value) {
  if (key.empty()) return Malformed(value);
  switch (static_cast<KeySpace>(key[0])) {
    case KeySpace::kMeta:
      return absl::StrCat("'", absl::Utf8SafeCHexEscape(value), "'");
    case KeySpace::kPatientByIdentifier:
      if (value.size() != 9) return Malformed(value);
      return absl::StrCat("patient=", PrintNumber(value.substr(0, 8)),
                          value[8] == 1 ? " active" : " subsumed");
    case KeySpace::kPatient:
      return Print<storage::v1::PatientRow>(value);
    case KeySpace::kTermByText:
      return value.size() == 4 ? absl::StrCat("term=", PrintNumber(value)) : Malformed(value);
    case KeySpace::kTerm:
      if (value.empty()) return Malformed(value);
      return absl::StrCat("kind=", static_cast<int>(value[0]), " '",
                          absl::Utf8SafeCHexEscape(value.substr(1)), "'");
    case KeySpace::kDocumentFilter:
      return Print<storage::v1::DocumentFilterRow>(value);
    case KeySpace::kDocumentEntry:
      return Print<metadata::v1::DocumentEntry>(value);
    case KeySpace::kObjectByUuid:
    case KeySpace::kObjectByLogicalId:
      return Print<storage::v1::ObjectLocator>(value);
    case KeySpace::kObjectByUniqueId:
      return Print<storage::v1::UniqueIdRow>(value);
    case KeySpace::kSubmissionSet:
      return PrintSubmissionSet(value);
    case KeySpace::kAssociation:
      return Print<metadata::v1::Association>(value);
    case KeySpace::kAssociationByEnd:
      return value.empty() ? "(empty)" : Malformed(value);
    case KeySpace::kFolder:
      return PrintFolder(value);
    case KeySpace::kDocumentChange:
      return Print<storage::v1::DocumentChangeRow>(value);
    case KeySpace::kObjectHistory:
      return Print<storage::v1::ObjectHistoryRow>(value);
    case KeySpace::kPatientReordering:
      return value.size() == 8 ? absl::StrCat("position=", PrintNumber(value)) : Malformed(value);
  }
  return Malformed(value);
}

}  // namespace docshare::registry
