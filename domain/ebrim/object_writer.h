#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/author.pb.h"
#include "docshare/metadata/v1/coded_value.pb.h"
#include "docshare/metadata/v1/identifier.pb.h"
#include "docshare/metadata/v1/text.pb.h"
#include "domain/ebrim/ebrim_names.h"
#include "domain/xml/xml_writer.h"

namespace docshare {

// Writes the parts of one registry object into its element, which the caller has started. Call in
// the order of the schema: slots, Name, Description, VersionInfo, classifications, identifiers.
//
// Classifications and external identifiers get UUIDs that depend on nothing but the object's id and
// their place in it: the same object is always written the same.
class ObjectWriter {
 public:
  // `writer` must outlive this.
  ObjectWriter(absl::string_view object_id, XmlWriter& writer)
      : object_id_(object_id), writer_(writer) {}

  // Nothing for an empty value, or no value at all.
  void Slot(absl::string_view name, absl::string_view value);
  void Slot(absl::string_view name, const std::vector<std::string>& values);
  // The CX text.
  void PatientSlot(absl::string_view name, const metadata::v1::PatientIdentifier& patient);
  // As they are, also those without values.
  void Slots(const google::protobuf::RepeatedPtrField<metadata::v1::Slot>& slots);

  // `element` is "Name" or "Description". Nothing for a text without strings.
  void Text(absl::string_view element, const metadata::v1::InternationalString& text);
  // Nothing for 0.
  void Version(uint32_t version);

  void Code(absl::string_view scheme, const metadata::v1::CodedValue& code);
  void Codes(absl::string_view scheme,
             const google::protobuf::RepeatedPtrField<metadata::v1::CodedValue>& codes);
  void Authors(absl::string_view scheme,
               const google::protobuf::RepeatedPtrField<metadata::v1::Author>& authors);
  void Node(absl::string_view node);
  void Classifications(
      const google::protobuf::RepeatedPtrField<metadata::v1::ExtraClassification>& extras);

  // Nothing for an empty value.
  void Identifier(const IdentifierScheme& scheme, absl::string_view value);
  void PatientIdentifier(const IdentifierScheme& scheme,
                         const metadata::v1::PatientIdentifier& patient);
  void Identifiers(
      const google::protobuf::RepeatedPtrField<metadata::v1::ExtraExternalIdentifier>& extras);

 private:
  void StartSlot(absl::string_view name);
  void Value(absl::string_view value);
  void EndSlot();
  void StartClassification(absl::string_view scheme, absl::string_view node);
  void StartIdentifier(absl::string_view scheme, absl::string_view value);
  std::string NextPartId();

  std::string object_id_;
  XmlWriter& writer_;
  int parts_ = 0;
};

}  // namespace docshare
