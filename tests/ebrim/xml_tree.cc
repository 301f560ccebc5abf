#include "tests/ebrim/xml_tree.h"

#include "domain/ebrim/ebrim_names.h"
#include "domain/xml/xml_writer.h"

namespace docshare::tests {
namespace {

constexpr absl::string_view kXmlLang = "xml:lang";

void Write(const XmlTree& tree, absl::string_view outer_ns, XmlWriter& writer) {
  writer.Start(tree.name);
  if (tree.ns != outer_ns) writer.Attribute("xmlns", tree.ns);
  for (const XmlTree::Attribute& attribute : tree.attributes) {
    writer.Attribute(attribute.name, attribute.value);
  }
  writer.Text(tree.text);
  for (const XmlTree& child : tree.children) Write(child, tree.ns, writer);
  writer.End();
}

}  // namespace

XmlTree XmlTree::From(const XmlNode& node) {
  XmlTree tree;
  tree.ns = std::string(node.ns());
  tree.name = std::string(node.name());
  tree.text = std::string(node.text());
  for (const XmlAttribute& attribute : node.attributes()) {
    const bool is_lang = attribute.ns == kXmlNamespace && attribute.name == "lang";
    if (!attribute.ns.empty() && !is_lang) continue;
    tree.attributes.push_back(
        {std::string(is_lang ? kXmlLang : attribute.name), std::string(attribute.value)});
  }
  for (const XmlNode child : node.children()) tree.children.push_back(From(child));
  return tree;
}

std::string XmlTree::Get(absl::string_view attribute) const {
  for (const Attribute& known : attributes) {
    if (known.name == attribute) return known.value;
  }
  return "";
}

bool XmlTree::Has(absl::string_view attribute) const {
  for (const Attribute& known : attributes) {
    if (known.name == attribute) return true;
  }
  return false;
}

void XmlTree::Set(absl::string_view attribute, absl::string_view value) {
  for (Attribute& known : attributes) {
    if (known.name != attribute) continue;
    known.value = std::string(value);
    return;
  }
  attributes.push_back({std::string(attribute), std::string(value)});
}

void XmlTree::Visit(const std::function<void(XmlTree&)>& visit) {
  visit(*this);
  for (XmlTree& child : children) child.Visit(visit);
}

XmlTree* XmlTree::Find(absl::string_view local_name) {
  if (name == local_name) return this;
  for (XmlTree& child : children) {
    if (XmlTree* found = child.Find(local_name)) return found;
  }
  return nullptr;
}

std::string XmlTree::ToXml() const {
  std::string xml;
  XmlWriter writer(&xml);
  Write(*this, "", writer);
  return xml;
}

}  // namespace docshare::tests
