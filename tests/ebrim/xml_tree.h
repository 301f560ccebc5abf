#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "domain/xml/xml_document.h"

namespace docshare::tests {

// An XML element that can be changed, for bringing recorded messages into the form in which they
// were sent. Attributes in a namespace are left out but for xml:lang.
struct XmlTree {
  struct Attribute {
    std::string name;
    std::string value;
  };

  static XmlTree From(const XmlNode& node);

  // "" when it is missing.
  std::string Get(absl::string_view attribute) const;
  bool Has(absl::string_view attribute) const;
  // Replaces or adds.
  void Set(absl::string_view attribute, absl::string_view value);

  // This element and all below, outermost first.
  void Visit(const std::function<void(XmlTree&)>& visit);
  // The first element of that local name, this one included; null when there is none.
  XmlTree* Find(absl::string_view local_name);

  // As a document.
  std::string ToXml() const;

  std::string ns;
  std::string name;
  std::vector<Attribute> attributes;
  std::vector<XmlTree> children;
  std::string text;
};

}  // namespace docshare::tests
