#include "domain/ebrim/classifications.h"

#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/ebrim/ebrim_names.h"
#include "domain/ebrim/kept_values.h"
#include "domain/ebrim/slot_list.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

using metadata::v1::Author;
using metadata::v1::CodedValue;
using metadata::v1::ExtraClassification;
using metadata::v1::InternationalString;

// The texts of a Name or Description element, with language and charset as given.
void ReadLocalized(const XmlNode& element, InternationalString& text) {
  for (const XmlNode child : element.children()) {
    if (!child.Is(kRimNamespace, "LocalizedString")) continue;
    metadata::v1::LocalizedString& localized = *text.add_localized();
    localized.set_value(std::string(child.Attribute("value")));
    localized.set_language_code(std::string(child.AttributeNs(kXmlNamespace, "lang")));
    localized.set_charset(std::string(child.Attribute("charset")));
  }
}

// Warns of a Description, and for an author of a Name: they say something, but have no place.
void WarnOfText(const XmlNode& classification, absl::string_view element, const Location& location,
                EbrimFaults& faults) {
  for (const XmlNode child : classification.children()) {
    if (!child.Is(kRimNamespace, element) || child.children().empty()) continue;
    faults.AddNotKept(location, child,
                      absl::StrCat("the ", element, " of this classification is not kept"));
  }
}

constexpr absl::string_view kPartsOfClassification[] = {"Slot", "Name", "Description",
                                                        "VersionInfo"};

// What a Classification that is read by its scheme has besides.
void WarnOfRest(const XmlNode& classification, const Location& location, EbrimFaults& faults) {
  WarnOfOtherParts(classification, kPartsOfClassification, location, faults);
  if (classification.Attribute("classificationNode").empty()) return;
  faults.AddNotKept(location, classification,
                    "the classificationNode beside a classificationScheme is not kept");
}

}  // namespace

void WarnOfOtherParts(const XmlNode& part, absl::Span<const absl::string_view> read,
                      const Location& location, EbrimFaults& faults) {
  for (const XmlNode child : part.children()) {
    const bool is_empty_text = child.name() == "Description" && child.children().empty();
    if (child.ns() == kRimNamespace &&
        (is_empty_text || absl::c_linear_search(read, child.name()))) {
      continue;
    }
    faults.AddNotKept(location, child,
                      absl::StrCat("element ", Quote(child.name()), " inside ", Quote(part.name()),
                                   " is not kept"));
  }
}

InternationalString ReadTextOf(const XmlNode& owner, absl::string_view element,
                               const Location& location, EbrimFaults& faults) {
  InternationalString text;
  bool found = false;
  for (const XmlNode child : owner.children()) {
    if (!child.Is(kRimNamespace, element)) continue;
    if (found) {
      faults.Add(location, child, absl::StrCat(element, " is there more than once"));
      break;
    }
    found = true;
    ReadLocalized(child, text);
  }
  return text;
}

CodedValue ReadCodedValue(const XmlNode& classification, const Location& location,
                          EbrimFaults& faults) {
  CodedValue code;
  code.set_code(std::string(classification.Attribute("nodeRepresentation")));
  SlotList slots(classification, location, faults);
  slots.TakeText(kCodingSchemeSlot, "code_system", code.mutable_code_system());
  *code.mutable_extra_slots() = slots.TakeRest();
  const InternationalString name = ReadTextOf(classification, "Name", location, faults);
  if (name.localized_size() > 0) {
    code.set_display_name(name.localized(0).value());
    code.set_display_name_language_code(name.localized(0).language_code());
  }
  if (name.localized_size() > 1) {
    faults.AddNotKept(location.Field("display_name"), classification,
                      absl::StrCat("a display name in ", name.localized_size(),
                                   " languages; only the first is kept"));
  }
  WarnOfText(classification, "Description", location, faults);
  WarnOfRest(classification, location, faults);
  return code;
}

Author ReadAuthor(const XmlNode& classification, const Location& location, EbrimFaults& faults) {
  Author author;
  const absl::string_view representation = classification.Attribute("nodeRepresentation");
  if (!representation.empty()) {
    faults.Add(
        location, classification,
        absl::StrCat("nodeRepresentation of an author is empty; it is ", Quote(representation)));
  }
  SlotList slots(classification, location, faults);
  const absl::optional<absl::string_view> person = slots.TakeOne(kAuthorPersonSlot, "person");
  if (person) *author.mutable_person() = KeepPerson(*person);
  for (const absl::string_view text : slots.TakeAll(kAuthorInstitutionSlot, "institutions")) {
    *author.add_institutions() = KeepOrganization(text);
  }
  for (const absl::string_view text : slots.TakeAll(kAuthorRoleSlot, "roles")) {
    *author.add_roles() = KeepCodedText(text);
  }
  for (const absl::string_view text : slots.TakeAll(kAuthorSpecialtySlot, "specialties")) {
    *author.add_specialties() = KeepCodedText(text);
  }
  for (const absl::string_view text : slots.TakeAll(kAuthorTelecommunicationSlot, "telecoms")) {
    author.add_telecoms()->set_xtn(std::string(text));
  }
  *author.mutable_extra_slots() = slots.TakeRest();
  WarnOfText(classification, "Name", location, faults);
  WarnOfText(classification, "Description", location, faults);
  WarnOfRest(classification, location, faults);
  return author;
}

ExtraClassification ReadExtraClassification(const XmlNode& classification, const Location& location,
                                            EbrimFaults& faults) {
  ExtraClassification extra;
  extra.set_classification_scheme(std::string(classification.Attribute("classificationScheme")));
  extra.set_classification_node(std::string(classification.Attribute("classificationNode")));
  extra.set_node_representation(std::string(classification.Attribute("nodeRepresentation")));
  const InternationalString name = ReadTextOf(classification, "Name", location, faults);
  if (name.localized_size() > 0) *extra.mutable_name() = name;
  SlotList slots(classification, location, faults);
  *extra.mutable_slots() = slots.TakeRest();
  WarnOfText(classification, "Description", location, faults);
  WarnOfOtherParts(classification, kPartsOfClassification, location, faults);
  return extra;
}

}  // namespace docshare
