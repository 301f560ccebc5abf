#include "tests/ebrim/toolkit_symbols.h"

#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/types/optional.h"
#include "domain/ids/entry_uuid.h"

namespace docshare::tests {
namespace {

// By the section of a UseId element.
absl::optional<std::string> ValueOfSection(absl::string_view section, absl::string_view symbol) {
  if (section == "AssignedUuids") return UuidFor(symbol);
  if (section == "AssignedUids" || section == "AssignedSourceId") return OidFor(symbol);
  if (section == "AssignedPatientId") return PatientCx();
  return absl::nullopt;
}

// By the name alone. Templates have many optional parameters, of which two exclude each other: only
// the first of the entryUUIDs is given, the rest stays and is cleaned away.
absl::optional<std::string> ValueOfName(absl::string_view symbol, bool is_template) {
  const std::string name = absl::AsciiStrToLower(symbol);
  if (absl::StrContains(name, "patient") || name == "pid") return PatientCx();
  if (absl::EndsWith(name, "home")) return "urn:oid:2.999.1";
  if (name == "repuid") return "2.999.2";
  if (name == "now") return "20240229120000";
  if (name == "lastyear") return "2023";
  if (name == "returntype") return "LeafClass";
  if (name == "refid0") return "1^^^&2.999.3&ISO^urn:ihe:iti:xds:2013:order";
  if (name == "cc0") return "c^^2.999.4";
  if (is_template && name != "id0" && name != "uuid") return absl::nullopt;
  const bool is_uid = absl::EndsWith(name, "uid") && !absl::EndsWith(name, "uuid");
  return is_uid || absl::StrContains(name, "uniqueid") ? OidFor(symbol) : UuidFor(symbol);
}

// The length of the "$symbol$" at the start of `text`; 0 when there is none.
size_t SymbolLength(absl::string_view text) {
  size_t end = 1;
  while (end < text.size() && (absl::ascii_isalnum(text[end]) || text[end] == '_')) ++end;
  return end > 1 && end < text.size() && text[end] == '$' ? end + 1 : 0;
}

}  // namespace

std::string UuidFor(absl::string_view name) {
  return EntryUuid::Derive("tests/ebrim", name).ToString();
}

std::string OidFor(absl::string_view name) {
  const EntryUuid::Bytes bytes = EntryUuid::Derive("tests/ebrim", name).bytes();
  return absl::StrCat("2.999.7.", bytes[12], ".", bytes[13], ".", bytes[14], ".", bytes[15]);
}

std::string PatientCx() { return "12838520020^^^&2.16.578.1.12.4.1.4.1&ISO"; }

std::string ReplaceSymbols(absl::string_view xml, XmlTree& transaction) {
  std::map<std::string, std::string> sections;
  bool is_template = false;
  for (const XmlTree& child : transaction.children) {
    if (child.name == "UseId") sections[child.Get("symbol")] = child.Get("section");
    if (child.name == "CleanParams") is_template = true;
  }
  std::string replaced;
  while (true) {
    const size_t dollar = xml.find('$');
    absl::StrAppend(&replaced, xml.substr(0, dollar));
    if (dollar == absl::string_view::npos) return replaced;
    xml.remove_prefix(dollar);
    const size_t length = SymbolLength(xml);
    const absl::string_view symbol = xml.substr(0, length);
    absl::optional<std::string> value;
    if (length > 0) {
      const auto section = sections.find(std::string(symbol));
      if (section != sections.end()) value = ValueOfSection(section->second, symbol);
      if (!value) value = ValueOfName(symbol.substr(1, length - 2), is_template);
    }
    if (value) {
      absl::StrAppend(&replaced, absl::StrReplaceAll(*value, {{"&", "&amp;"}}));
      xml.remove_prefix(length);
    } else {
      replaced.push_back('$');
      xml.remove_prefix(1);
    }
  }
}

}  // namespace docshare::tests
