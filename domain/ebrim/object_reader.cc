#include "domain/ebrim/object_reader.h"

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "domain/ebrim/classifications.h"
#include "domain/ebrim/enum_urns.h"
#include "domain/ids/patient_id.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

using metadata::v1::CodedValue;
using metadata::v1::InternationalString;
using metadata::v1::PatientIdentifier;

constexpr absl::string_view kPartsOfIdentifier[] = {"Name", "VersionInfo"};

}  // namespace

ObjectReader::ObjectReader(const XmlNode& element, const std::vector<XmlNode>& beside,
                           const Location& location, EbrimFaults& faults)
    : element_(element), location_(location), faults_(faults), slots_(element, location_, faults) {
  const absl::string_view id = element.Attribute("id");
  for (const XmlNode child : element.children()) {
    const bool is_rim = child.ns() == kRimNamespace;
    const absl::string_view name = child.name();
    if (is_rim && name == "Classification") {
      AddClassification(child);
      const absl::string_view owner = child.Attribute("classifiedObject");
      if (!owner.empty() && owner != id) {
        faults.Add(location_, child,
                   absl::StrCat("a Classification inside this object has the classifiedObject ",
                                Quote(owner)));
      }
    } else if (is_rim && name == "ExternalIdentifier") {
      identifiers_.push_back({child, child.Attribute("identificationScheme"), ""});
      const absl::string_view owner = child.Attribute("registryObject");
      if (!owner.empty() && owner != id) {
        faults.Add(location_, child,
                   absl::StrCat("an ExternalIdentifier inside this object has the registryObject ",
                                Quote(owner)));
      }
    } else if (!is_rim || (name != "Slot" && name != "Name" && name != "Description" &&
                           name != "VersionInfo" && name != "ContentVersionInfo")) {
      faults.Add(location_, child,
                 absl::StrCat("element ", Quote(name), " of namespace ", Quote(child.ns()),
                              " is not part of a registry object"));
    }
  }
  for (const XmlNode& classification : beside) AddClassification(classification);
}

void ObjectReader::AddClassification(const XmlNode& node) {
  classifications_.push_back(
      {node, node.Attribute("classificationScheme"), node.Attribute("classificationNode")});
}

std::string ObjectReader::Attribute(absl::string_view name) const {
  return std::string(element_.Attribute(name));
}

metadata::v1::AvailabilityStatus ObjectReader::Status() const {
  const absl::string_view status = element_.Attribute("status");
  if (status == "Approved") return metadata::v1::AVAILABILITY_STATUS_APPROVED;
  if (status == "Deprecated") return metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
  return ParseAvailabilityStatus(status);
}

uint32_t ObjectReader::Version() const {
  for (const XmlNode child : element_.children()) {
    uint32_t version = 0;
    if (child.Is(kRimNamespace, "VersionInfo") &&
        absl::SimpleAtoi(child.Attribute("versionName"), &version)) {
      return version;
    }
  }
  return 0;
}

void ObjectReader::WarnOfLogicalId() {
  const absl::string_view logical_id = element_.Attribute("lid");
  if (logical_id.empty() || logical_id == element_.Attribute("id")) return;
  faults_.AddNotKept(location_, element_,
                     absl::StrCat("logical id ", Quote(logical_id), " is not kept"));
}

InternationalString ObjectReader::Text(absl::string_view element) {
  return ReadTextOf(element_, element, location_, faults_);
}

bool ObjectReader::ReadPatient(absl::string_view cx, const XmlNode& node, absl::string_view field,
                               PatientIdentifier* patient) {
  const absl::StatusOr<PatientId> id = PatientId::FromCx(cx);
  if (!id.ok()) {
    faults_.Add(location_.Field(field), node,
                absl::StrCat("CX ", Quote(cx), ": ", id.status().message()));
    return false;
  }
  *patient = id->ToProto();
  return true;
}

bool ObjectReader::TakePatient(absl::string_view slot, absl::string_view field,
                               PatientIdentifier* patient) {
  const absl::optional<absl::string_view> cx = slots_.TakeOne(slot, field);
  return cx && ReadPatient(*cx, element_, field, patient);
}

bool ObjectReader::TakeCode(absl::string_view scheme, absl::string_view field, CodedValue* code) {
  bool found = false;
  for (Part& part : classifications_) {
    if (part.taken || part.scheme != scheme) continue;
    part.taken = true;
    if (found) {
      faults_.Add(location_.Field(field), part.node,
                  absl::StrCat(field, " has one code; it is there more than once"));
      continue;
    }
    found = true;
    *code = ReadCodedValue(part.node, location_.Field(field), faults_);
  }
  return found;
}

void ObjectReader::TakeCodes(absl::string_view scheme, absl::string_view field,
                             google::protobuf::RepeatedPtrField<CodedValue>* codes) {
  for (Part& part : classifications_) {
    if (part.taken || part.scheme != scheme) continue;
    part.taken = true;
    const Location location = location_.Element(field, codes->size());
    *codes->Add() = ReadCodedValue(part.node, location, faults_);
  }
}

void ObjectReader::TakeAuthors(absl::string_view scheme,
                               google::protobuf::RepeatedPtrField<metadata::v1::Author>* authors) {
  for (Part& part : classifications_) {
    if (part.taken || part.scheme != scheme) continue;
    part.taken = true;
    const Location location = location_.Element("authors", authors->size());
    *authors->Add() = ReadAuthor(part.node, location, faults_);
  }
}

int ObjectReader::TakeNode(absl::string_view node) {
  int count = 0;
  for (Part& part : classifications_) {
    if (part.taken || part.classification_node != node) continue;
    part.taken = true;
    ++count;
  }
  return count;
}

const XmlNode* ObjectReader::TakeIdentifierNode(const IdentifierScheme& scheme,
                                                absl::string_view field) {
  const XmlNode* first = nullptr;
  for (Part& part : identifiers_) {
    if (part.taken || part.scheme != scheme.scheme) continue;
    part.taken = true;
    WarnOfOtherParts(part.node, kPartsOfIdentifier, location_.Field(field), faults_);
    if (first == nullptr) {
      first = &part.node;
    } else {
      faults_.Add(location_.Field(field), part.node,
                  absl::StrCat(scheme.name, " is there more than once"));
    }
  }
  return first;
}

void ObjectReader::TakeIdentifier(const IdentifierScheme& scheme, absl::string_view field,
                                  std::string* value) {
  const XmlNode* node = TakeIdentifierNode(scheme, field);
  if (node != nullptr) *value = std::string(node->Attribute("value"));
}

bool ObjectReader::TakePatientIdentifier(const IdentifierScheme& scheme, absl::string_view field,
                                         PatientIdentifier* patient) {
  const XmlNode* node = TakeIdentifierNode(scheme, field);
  return node != nullptr && ReadPatient(node->Attribute("value"), *node, field, patient);
}

google::protobuf::RepeatedPtrField<metadata::v1::ExtraClassification>
ObjectReader::TakeRestOfClassifications() {
  google::protobuf::RepeatedPtrField<metadata::v1::ExtraClassification> rest;
  for (Part& part : classifications_) {
    if (part.taken) continue;
    part.taken = true;
    const Location location = location_.Element("extra_classifications", rest.size());
    *rest.Add() = ReadExtraClassification(part.node, location, faults_);
  }
  return rest;
}

google::protobuf::RepeatedPtrField<metadata::v1::ExtraExternalIdentifier>
ObjectReader::TakeRestOfIdentifiers() {
  google::protobuf::RepeatedPtrField<metadata::v1::ExtraExternalIdentifier> rest;
  for (Part& part : identifiers_) {
    if (part.taken) continue;
    part.taken = true;
    const Location location = location_.Element("extra_external_identifiers", rest.size());
    metadata::v1::ExtraExternalIdentifier& extra = *rest.Add();
    extra.set_identification_scheme(std::string(part.scheme));
    extra.set_value(std::string(part.node.Attribute("value")));
    const InternationalString name = ReadTextOf(part.node, "Name", location, faults_);
    if (name.localized_size() > 0) *extra.mutable_name() = name;
    WarnOfOtherParts(part.node, kPartsOfIdentifier, location, faults_);
  }
  return rest;
}

void ObjectReader::WarnOfRest() {
  for (const Part& part : classifications_) {
    if (part.taken) continue;
    faults_.AddNotKept(location_, part.node, "a classification of this object is not kept");
  }
  for (const Part& part : identifiers_) {
    faults_.AddNotKept(location_, part.node, "an external identifier of this object is not kept");
  }
  for (const XmlNode child : element_.children()) {
    const bool is_text = child.Is(kRimNamespace, "Name") || child.Is(kRimNamespace, "Description");
    if (!is_text || child.children().empty()) continue;
    faults_.AddNotKept(location_, child,
                       absl::StrCat("the ", child.name(), " of this object is not kept"));
  }
}

}  // namespace docshare
