#include "domain/ebrim/object_writer.h"

#include "absl/strings/str_cat.h"
#include "domain/hl7v2/coded_text.h"
#include "domain/hl7v2/delimiters.h"
#include "domain/hl7v2/xcn.h"
#include "domain/hl7v2/xon.h"
#include "domain/ids/entry_uuid.h"

namespace docshare {
namespace {

using google::protobuf::RepeatedPtrField;
using metadata::v1::Author;
using metadata::v1::CodedValue;
using metadata::v1::ExtraClassification;
using metadata::v1::ExtraExternalIdentifier;
using metadata::v1::InternationalString;

// Of any identifier, also one that breaks a rule.
std::string RenderCx(const metadata::v1::PatientIdentifier& patient) {
  return absl::StrCat(EscapeHl7(patient.id()), "^^^&", EscapeHl7(patient.assigning_authority()),
                      "&ISO");
}

template <typename Messages, typename Render>
std::vector<std::string> Rendered(const Messages& messages, Render render) {
  std::vector<std::string> texts;
  for (const auto& message : messages) texts.push_back(render(message));
  return texts;
}

}  // namespace

void ObjectWriter::StartSlot(absl::string_view name) {
  writer_.Start("rim:Slot").Attribute("name", name).Start("rim:ValueList");
}

void ObjectWriter::Value(absl::string_view value) { writer_.Start("rim:Value").Text(value).End(); }

void ObjectWriter::EndSlot() { writer_.End().End(); }

void ObjectWriter::Slot(absl::string_view name, absl::string_view value) {
  if (value.empty()) return;
  StartSlot(name);
  Value(value);
  EndSlot();
}

void ObjectWriter::Slot(absl::string_view name, const std::vector<std::string>& values) {
  if (values.empty()) return;
  StartSlot(name);
  for (const std::string& value : values) Value(value);
  EndSlot();
}

void ObjectWriter::PatientSlot(absl::string_view name,
                               const metadata::v1::PatientIdentifier& patient) {
  Slot(name, RenderCx(patient));
}

void ObjectWriter::Slots(const RepeatedPtrField<metadata::v1::Slot>& slots) {
  for (const metadata::v1::Slot& slot : slots) {
    StartSlot(slot.name());
    for (const std::string& value : slot.values()) Value(value);
    EndSlot();
  }
}

void ObjectWriter::Text(absl::string_view element, const InternationalString& text) {
  if (text.localized().empty()) return;
  writer_.Start(absl::StrCat("rim:", element));
  for (const metadata::v1::LocalizedString& localized : text.localized()) {
    writer_.Start("rim:LocalizedString")
        .AttributeIfAny("xml:lang", localized.language_code())
        .AttributeIfAny("charset", localized.charset())
        .Attribute("value", localized.value())
        .End();
  }
  writer_.End();
}

void ObjectWriter::Version(uint32_t version) {
  if (version == 0) return;
  writer_.Start("rim:VersionInfo").Attribute("versionName", absl::StrCat(version)).End();
}

std::string ObjectWriter::NextPartId() {
  return EntryUuid::Derive(object_id_, absl::StrCat("part-", ++parts_)).ToString();
}

void ObjectWriter::StartClassification(absl::string_view scheme, absl::string_view node) {
  writer_.Start("rim:Classification")
      .Attribute("id", NextPartId())
      .Attribute("objectType", kClassificationObjectType)
      .AttributeIfAny("classificationScheme", scheme)
      .AttributeIfAny("classificationNode", node)
      .Attribute("classifiedObject", object_id_);
}

void ObjectWriter::Code(absl::string_view scheme, const CodedValue& code) {
  StartClassification(scheme, "");
  writer_.Attribute("nodeRepresentation", code.code());
  Slot(kCodingSchemeSlot, code.code_system());
  Slots(code.extra_slots());
  if (!code.display_name().empty() || !code.display_name_language_code().empty()) {
    InternationalString name;
    metadata::v1::LocalizedString& localized = *name.add_localized();
    localized.set_value(code.display_name());
    localized.set_language_code(code.display_name_language_code());
    Text("Name", name);
  }
  writer_.End();
}

void ObjectWriter::Codes(absl::string_view scheme, const RepeatedPtrField<CodedValue>& codes) {
  for (const CodedValue& code : codes) Code(scheme, code);
}

void ObjectWriter::Authors(absl::string_view scheme, const RepeatedPtrField<Author>& authors) {
  for (const Author& author : authors) {
    StartClassification(scheme, "");
    writer_.Attribute("nodeRepresentation", "");
    if (author.has_person()) Slot(kAuthorPersonSlot, RenderXcn(author.person()));
    Slot(kAuthorInstitutionSlot, Rendered(author.institutions(), RenderXon));
    Slot(kAuthorRoleSlot, Rendered(author.roles(), RenderCodedText));
    Slot(kAuthorSpecialtySlot, Rendered(author.specialties(), RenderCodedText));
    Slot(kAuthorTelecommunicationSlot,
         Rendered(author.telecoms(),
                  [](const metadata::v1::Telecom& telecom) { return telecom.xtn(); }));
    Slots(author.extra_slots());
    writer_.End();
  }
}

void ObjectWriter::Node(absl::string_view node) {
  StartClassification("", node);
  writer_.End();
}

void ObjectWriter::Classifications(const RepeatedPtrField<ExtraClassification>& extras) {
  for (const ExtraClassification& extra : extras) {
    StartClassification(extra.classification_scheme(), extra.classification_node());
    writer_.AttributeIfAny("nodeRepresentation", extra.node_representation());
    Slots(extra.slots());
    Text("Name", extra.name());
    writer_.End();
  }
}

void ObjectWriter::StartIdentifier(absl::string_view scheme, absl::string_view value) {
  writer_.Start("rim:ExternalIdentifier")
      .Attribute("id", NextPartId())
      .Attribute("objectType", kExternalIdentifierObjectType)
      .Attribute("registryObject", object_id_)
      .Attribute("identificationScheme", scheme)
      .Attribute("value", value);
}

void ObjectWriter::Identifier(const IdentifierScheme& scheme, absl::string_view value) {
  if (value.empty()) return;
  StartIdentifier(scheme.scheme, value);
  writer_.Start("rim:Name").Start("rim:LocalizedString").Attribute("value", scheme.name);
  writer_.End().End().End();
}

void ObjectWriter::PatientIdentifier(const IdentifierScheme& scheme,
                                     const metadata::v1::PatientIdentifier& patient) {
  Identifier(scheme, RenderCx(patient));
}

void ObjectWriter::Identifiers(const RepeatedPtrField<ExtraExternalIdentifier>& extras) {
  for (const ExtraExternalIdentifier& extra : extras) {
    StartIdentifier(extra.identification_scheme(), extra.value());
    Text("Name", extra.name());
    writer_.End();
  }
}

}  // namespace docshare
