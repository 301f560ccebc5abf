// Untrusted XML: whatever is read is written back, and reads the same again.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/strings/string_view.h"
#include "domain/xml/xml_document.h"
#include "domain/xml/xml_writer.h"

namespace {

using docshare::XmlAttribute;
using docshare::XmlDocument;
using docshare::XmlNode;
using docshare::XmlWriter;

void Require(bool holds) {
  if (!holds) std::abort();
}

// Without namespaces: they are read, but the writer leaves their declaration to its caller.
void Write(const XmlNode& node, XmlWriter& writer) {
  writer.Start("e").Attribute("name", node.name()).Attribute("ns", node.ns());
  for (const XmlAttribute& attribute : node.attributes()) {
    writer.Start("a").Attribute("name", attribute.name).Attribute("value", attribute.value).End();
  }
  writer.Start("t").Text(node.text()).End();
  for (const XmlNode child : node.children()) Write(child, writer);
  writer.End();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto document = XmlDocument::Parse(bytes, {.max_depth = 16});
  if (!document.ok()) return 0;
  std::string written;
  XmlWriter writer(&written);
  Write(document->root(), writer);
  const docshare::XmlLimits limits = {
      .max_depth = 40, .max_bytes = size_t{64} << 20, .max_elements = size_t{64} << 20};
  const auto again = XmlDocument::Parse(written, limits);
  Require(again.ok());
  XmlNode first = again->root();
  Require(first.Attribute("name") == document->root().name());
  Require(first.Attribute("ns") == document->root().ns());
  for (const XmlNode child : first.children()) {
    if (child.name() == "t") Require(child.text() == document->root().text());
  }
  return 0;
}
