#include "repository/on_demand/document_list_cda.h"

#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "domain/ids/oid.h"
#include "domain/xml/xml_writer.h"

namespace docshare::repository {
namespace {

using metadata::v1::Author;
using metadata::v1::CodedValue;
using metadata::v1::DocumentEntry;
using metadata::v1::Organization;
using metadata::v1::Person;

struct Wording {
  // Of DocumentListRow::cells.
  std::array<absl::string_view, 7> headings;
  absl::string_view no_documents;
};

constexpr Wording kEnglish = {
    {"Created", "Service", "Title", "Type", "Author", "Format", "Document"}, "No documents."};
constexpr Wording kNorwegian = {
    {"Opprettet", "Tjeneste", "Tittel", "Type", "Forfatter", "Format", "Dokument"},
    "Ingen dokumenter."};

const Wording& WordingFor(absl::string_view language) {
  for (absl::string_view norwegian : {"nb", "nn", "no"}) {
    if (absl::StartsWithIgnoreCase(language, norwegian)) return kNorwegian;
  }
  return kEnglish;
}

// Text that is no DTM stays as it is.
std::string ReadableTime(const std::string& text) {
  const absl::StatusOr<Dtm> dtm = Dtm::Parse(text);
  return dtm.ok() ? dtm->Readable() : text;
}

std::string ReadableSpan(const DocumentEntry& entry) {
  std::string start = ReadableTime(entry.service_start_time());
  const std::string stop = ReadableTime(entry.service_stop_time());
  if (stop.empty() || stop == start) return start;
  return absl::StrCat(start, " – ", stop);
}

const std::string& Label(const CodedValue& code) {
  return code.display_name().empty() ? code.code() : code.display_name();
}

std::string NameOf(const Person& person) {
  if (person.given_name().empty()) return person.family_name();
  return absl::StrCat(person.given_name(), " ", person.family_name());
}

// Person and institution of each, as far as they are told.
std::string Authors(const DocumentEntry& entry) {
  std::string text;
  const auto add = [&text](absl::string_view part, absl::string_view separator) {
    if (part.empty()) return;
    if (!text.empty()) absl::StrAppend(&text, separator);
    absl::StrAppend(&text, part);
  };
  for (const Author& author : entry.authors()) {
    add(NameOf(author.person()), "; ");
    for (const Organization& institution : author.institutions()) add(institution.name(), ", ");
  }
  return text;
}

std::string Title(const DocumentEntry& entry) {
  return entry.title().localized().empty() ? "" : entry.title().localized(0).value();
}

void WriteCode(XmlWriter& xml, absl::string_view element, const CodedValue& code) {
  xml.Start(element).Attribute("code", code.code());
  // codeSystem is an OID in CDA; another name of a system is its name.
  const bool is_oid = Oid::Parse(code.code_system()).ok();
  xml.Attribute(is_oid ? "codeSystem" : "codeSystemName", code.code_system());
  xml.AttributeIfAny("displayName", code.display_name()).End();
}

void WriteOrganization(XmlWriter& xml, absl::string_view element,
                       const Organization& organization) {
  xml.Start(element);
  if (Oid::Parse(organization.id()).ok()) {
    xml.Start("id").Attribute("root", organization.id()).End();
  } else {
    xml.Start("id").Attribute("extension", organization.id());
    xml.Attribute("root", organization.assigning_authority().universal_id()).End();
  }
  xml.Start("name").Text(organization.name()).End().End();
}

void WriteHeader(XmlWriter& xml, const DocumentList& list, const std::string& unique_id,
                 const std::string& time) {
  const DocumentEntry& about = list.about;
  xml.Start("typeId").Attribute("extension", "POCD_HD000040");
  xml.Attribute("root", "2.16.840.1.113883.1.3").End();
  xml.Start("id").Attribute("root", unique_id).End();
  WriteCode(xml, "code", about.type_code());
  xml.Start("title").Text(Title(about)).End();
  xml.Start("effectiveTime").Attribute("value", time).End();
  if (!about.confidentiality_codes().empty()) {
    WriteCode(xml, "confidentialityCode", about.confidentiality_codes(0));
  }
  xml.Start("languageCode").Attribute("code", about.language_code()).End();
  xml.Start("recordTarget").Start("patientRole");
  xml.Start("id").Attribute("extension", about.patient_id().id());
  xml.Attribute("root", about.patient_id().assigning_authority()).End();
  xml.End().End();
  xml.Start("author").Start("time").Attribute("value", time).End();
  xml.Start("assignedAuthor");
  xml.Start("id").Attribute("root", about.repository_unique_id()).End();
  xml.Start("assignedAuthoringDevice").Start("softwareName").Text("docshare").End().End();
  WriteOrganization(xml, "representedOrganization", list.custodian);
  xml.End().End();
  xml.Start("custodian").Start("assignedCustodian");
  WriteOrganization(xml, "representedCustodianOrganization", list.custodian);
  xml.End().End();
}

void WriteTable(XmlWriter& xml, const DocumentList& list, const Wording& wording) {
  xml.Start("table").Start("thead").Start("tr");
  for (absl::string_view heading : wording.headings) xml.Start("th").Text(heading).End();
  xml.End().End().Start("tbody");
  for (const DocumentListRow& document : list.documents) {
    xml.Start("tr");
    for (const std::string& cell : document.cells) xml.Start("td").Text(cell).End();
    xml.End();
  }
  xml.End().End();
}

}  // namespace

DocumentListRow RowOf(const DocumentEntry& entry) {
  return {entry.entry_uuid(),
          {ReadableTime(entry.creation_time()), ReadableSpan(entry), Title(entry),
           Label(entry.type_code()), Authors(entry), entry.mime_type(), entry.unique_id()}};
}

std::string WriteDocumentListCda(const DocumentList& list, const std::string& unique_id,
                                 const Dtm& creation_time) {
  const Wording& wording = WordingFor(list.about.language_code());
  std::string bytes;
  XmlWriter xml(&bytes);
  xml.Declaration().Start("ClinicalDocument").Attribute("xmlns", "urn:hl7-org:v3");
  // A time with hours has to say its zone in CDA.
  WriteHeader(xml, list, unique_id, absl::StrCat(creation_time.text(), "+0000"));
  xml.Start("component").Start("structuredBody").Start("component").Start("section");
  xml.Start("title").Text(Title(list.about)).End().Start("text");
  if (list.documents.empty()) {
    xml.Start("paragraph").Text(wording.no_documents).End();
  } else {
    WriteTable(xml, list, wording);
  }
  xml.End().End().End().End().End().End();
  return bytes;
}

}  // namespace docshare::repository
