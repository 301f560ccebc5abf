#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/author.pb.h"
#include "docshare/metadata/v1/availability.pb.h"
#include "docshare/metadata/v1/coded_value.pb.h"
#include "docshare/metadata/v1/identifier.pb.h"
#include "docshare/metadata/v1/text.pb.h"
#include "domain/ebrim/ebrim_faults.h"
#include "domain/ebrim/ebrim_names.h"
#include "domain/ebrim/slot_list.h"
#include "domain/metadata/rules/location.h"
#include "domain/xml/xml_document.h"

namespace docshare {

// The parts that ebRIM gives every registry object. An attribute takes its part; what nobody takes
// is extra metadata. `field` is the attribute in our message.
//
// Faults, each named by the field: a second part where one is allowed, a value with no place in our
// messages, an element that no registry object has; check 17, a classification or external
// identifier that names another object than the one it stands in.
class ObjectReader {
 public:
  // `beside` are the Classifications of the list that name this object. `faults` must outlive the
  // reader.
  ObjectReader(const XmlNode& element, const std::vector<XmlNode>& beside, const Location& location,
               EbrimFaults& faults);

  ObjectReader(const ObjectReader&) = delete;
  ObjectReader& operator=(const ObjectReader&) = delete;

  std::string Attribute(absl::string_view name) const;
  // "Approved" and "Deprecated" alone are known too. The standard has a registry ignore what is
  // sent, so anything else reads as unspecified.
  metadata::v1::AvailabilityStatus Status() const;
  // VersionInfo/@versionName; 0 when it is not a number, since the standard ignores what is sent.
  uint32_t Version() const;
  // An object that is not versioned has no logical id but its own.
  void WarnOfLogicalId();
  // "Name" or "Description".
  metadata::v1::InternationalString Text(absl::string_view element);

  SlotList& slots() { return slots_; }
  // A slot with a CX text. False when there is none or it is refused.
  bool TakePatient(absl::string_view slot, absl::string_view field,
                   metadata::v1::PatientIdentifier* patient);

  bool TakeCode(absl::string_view scheme, absl::string_view field, metadata::v1::CodedValue* code);
  void TakeCodes(absl::string_view scheme, absl::string_view field,
                 google::protobuf::RepeatedPtrField<metadata::v1::CodedValue>* codes);
  void TakeAuthors(absl::string_view scheme,
                   google::protobuf::RepeatedPtrField<metadata::v1::Author>* authors);
  // Takes every classification by that node, and tells how many there were.
  int TakeNode(absl::string_view node);

  void TakeIdentifier(const IdentifierScheme& scheme, absl::string_view field, std::string* value);
  bool TakePatientIdentifier(const IdentifierScheme& scheme, absl::string_view field,
                             metadata::v1::PatientIdentifier* patient);

  // What is left.
  google::protobuf::RepeatedPtrField<metadata::v1::ExtraClassification> TakeRestOfClassifications();
  google::protobuf::RepeatedPtrField<metadata::v1::ExtraExternalIdentifier> TakeRestOfIdentifiers();

  // Warns of everything that is left, for an object that keeps nothing but slots.
  void WarnOfRest();

  const XmlNode& element() const { return element_; }
  const Location& location() const { return location_; }
  EbrimFaults& faults() { return faults_; }

 private:
  // A Classification by its scheme or node, an ExternalIdentifier by its scheme.
  struct Part {
    XmlNode node;
    absl::string_view scheme;
    absl::string_view classification_node;
    bool taken = false;
  };

  void AddClassification(const XmlNode& node);
  // The value of the identifier of that scheme; empty when there is none.
  const XmlNode* TakeIdentifierNode(const IdentifierScheme& scheme, absl::string_view field);
  bool ReadPatient(absl::string_view cx, const XmlNode& node, absl::string_view field,
                   metadata::v1::PatientIdentifier* patient);

  XmlNode element_;
  Location location_;
  EbrimFaults& faults_;
  SlotList slots_;
  std::vector<Part> classifications_;
  std::vector<Part> identifiers_;
};

}  // namespace docshare
