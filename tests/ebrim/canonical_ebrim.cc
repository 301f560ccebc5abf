#include "tests/ebrim/canonical_ebrim.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "domain/ebrim/ebrim_names.h"

namespace docshare::tests {
namespace {

std::vector<std::string> ValuesOfSlot(const XmlNode& slot) {
  std::vector<std::string> values;
  for (const XmlNode list : slot.children()) {
    for (const XmlNode value : list.children())
      values.push_back(absl::StrCat("[", value.text(), "]"));
  }
  return values;
}

bool IsExtra(absl::string_view slot) { return absl::StartsWith(slot, "urn:"); }

std::string Slot(const XmlNode& slot) {
  const absl::string_view name = slot.Attribute("name");
  std::vector<std::string> values = ValuesOfSlot(slot);
  uint64_t size = 0;
  if (name == "size" && values.size() == 1 &&
      absl::SimpleAtoi(absl::StripPrefix(absl::StripSuffix(values[0], "]"), "["), &size)) {
    values[0] = absl::StrCat("[", size, "]");
  }
  if (name == "intendedRecipient") {
    for (std::string& value : values) {
      while (absl::EndsWith(value, "|]"))
        value = absl::StrCat(value.substr(0, value.size() - 2), "]");
    }
  }
  return absl::StrCat("slot ", name, " ", absl::StrJoin(values, ""));
}

// Of a Name or Description. The charset of a name beside a code says nothing.
std::string Text(const XmlNode& text, bool with_charset) {
  std::vector<std::string> strings;
  for (const XmlNode localized : text.children()) {
    strings.push_back(absl::StrCat(localized.AttributeNs(kXmlNamespace, "lang"), "|",
                                   with_charset ? localized.Attribute("charset") : "", "|",
                                   localized.Attribute("value")));
  }
  return strings.empty() ? "" : absl::StrCat(text.name(), " ", absl::StrJoin(strings, " / "));
}

std::string Classification(const XmlNode& node) {
  std::vector<std::string> parts;
  for (const XmlNode part : node.children()) {
    if (part.name() == "Slot" && (!ValuesOfSlot(part).empty() || IsExtra(part.Attribute("name")))) {
      parts.push_back(Slot(part));
    }
    if (part.name() == "Name") parts.push_back(Text(part, false));
  }
  parts.erase(std::remove(parts.begin(), parts.end(), ""), parts.end());
  std::sort(parts.begin(), parts.end());
  return absl::StrCat("classification ", node.Attribute("classificationScheme"), " ",
                      node.Attribute("classificationNode"), " ",
                      node.Attribute("nodeRepresentation"), " {", absl::StrJoin(parts, "; "), "}");
}

std::string Status(absl::string_view status) {
  if (status == kApprovedStatus || status == "Approved") return "Approved";
  if (status == kDeprecatedStatus || status == "Deprecated") return "Deprecated";
  return "";
}

bool IsSubmissionSet(const XmlNode& object) {
  for (const XmlNode part : object.children()) {
    if (part.Attribute("classificationNode") == kSubmissionSetNode) return true;
  }
  return false;
}

// What the attributes of a registry object say.
std::vector<std::string> Attributes(const XmlNode& object) {
  std::vector<std::string> lines;
  const bool is_entry = object.name() == "ExtrinsicObject";
  const bool is_association = object.name() == "Association";
  for (const XmlAttribute& attribute : object.attributes()) {
    const absl::string_view name = attribute.name;
    std::string value(attribute.value);
    if (!attribute.ns.empty() || name == "isOpaque" || (name == "objectType" && !is_entry))
      continue;
    if (is_association && (name == "home" || name == "lid")) continue;
    // A submission set has no versions.
    if (name == "lid" && value == object.Attribute("id") && IsSubmissionSet(object)) continue;
    if (name == "status") value = Status(value);
    if (!value.empty()) lines.push_back(absl::StrCat(name, "=", value));
  }
  return lines;
}

// Lines of one object. Several classifications of one scheme keep their order: authors and codes.
std::vector<std::string> Object(const XmlNode& object, const std::vector<XmlNode>& beside) {
  std::vector<std::string> lines = Attributes(object);
  std::map<std::string, int> counts;
  const auto add_classification = [&](const XmlNode& node) {
    const std::string key = absl::StrCat(node.Attribute("classificationScheme"), "|",
                                         node.Attribute("classificationNode"));
    lines.push_back(absl::StrCat(Classification(node), " #", counts[key]++));
  };
  for (const XmlNode part : object.children()) {
    if (part.name() == "Slot") {
      if (!ValuesOfSlot(part).empty() || IsExtra(part.Attribute("name")))
        lines.push_back(Slot(part));
    } else if (part.name() == "Name" || part.name() == "Description") {
      lines.push_back(Text(part, true));
    } else if (part.name() == "VersionInfo" && object.name() != "Association") {
      uint32_t version = 0;
      if (absl::SimpleAtoi(part.Attribute("versionName"), &version)) {
        lines.push_back(absl::StrCat("version ", version));
      }
    } else if (part.name() == "Classification") {
      add_classification(part);
    } else if (part.name() == "ExternalIdentifier") {
      lines.push_back(absl::StrCat("identifier ", part.Attribute("identificationScheme"), " ",
                                   part.Attribute("value")));
    }
  }
  for (const XmlNode& node : beside) add_classification(node);
  lines.erase(std::remove(lines.begin(), lines.end(), ""), lines.end());
  std::sort(lines.begin(), lines.end());
  return lines;
}

void AddObjects(const XmlNode& list, bool is_submission, std::vector<std::string>& lines) {
  std::map<std::string, std::vector<XmlNode>> beside;
  for (const XmlNode object : list.children()) {
    if (object.name() != "Classification") continue;
    beside[std::string(object.Attribute("classifiedObject"))].push_back(object);
  }
  for (const XmlNode object : list.children()) {
    const bool is_reference = object.name() == "ObjectRef";
    if (object.name() == "Classification" || (is_reference && is_submission)) continue;
    lines.push_back(absl::StrCat(
        object.name(), "\n  ",
        absl::StrJoin(Object(object, beside[std::string(object.Attribute("id"))]), "\n  ")));
  }
}

// A message without registry objects, as it stands.
void AddGeneric(const XmlNode& node, const std::string& path, std::vector<std::string>& lines) {
  std::vector<std::string> attributes;
  for (const XmlAttribute& attribute : node.attributes()) {
    const bool says_nothing = !attribute.ns.empty() || attribute.value.empty() ||
                              attribute.name == "returnComposedObjects" ||
                              attribute.name == "highestSeverity";
    if (!says_nothing) attributes.push_back(absl::StrCat(attribute.name, "=", attribute.value));
  }
  std::sort(attributes.begin(), attributes.end());
  std::string line = absl::StrCat(path, "/", node.name(), " ", absl::StrJoin(attributes, " "));
  const absl::string_view text = node.text();
  if (!absl::StripAsciiWhitespace(text).empty()) absl::StrAppend(&line, " ", text);
  const bool is_empty_list = node.children().empty() && absl::EndsWith(node.name(), "List");
  if (!is_empty_list) lines.push_back(line);
  for (const XmlNode child : node.children()) {
    if (child.name() == "RegistryObjectList") {
      AddObjects(child, node.name() == "SubmitObjectsRequest", lines);
    } else {
      AddGeneric(child, absl::StrCat(path, "/", node.name()), lines);
    }
  }
}

}  // namespace

std::vector<std::string> CanonicalEbrim(const XmlNode& message) {
  std::vector<std::string> lines;
  AddGeneric(message, "", lines);
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace docshare::tests
