#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace docshare {

// Appends an XML 1.0 document, or a part of one, to a string: UTF-8, no indentation.
//
//   XmlWriter writer(&out);
//   writer.Start("a").Attribute("b", "1 < 2").Text("x").End();   // <a b="1 &lt; 2">x</a>
//
// Names are written as they are: they are names of the program, never of a request. Values may be
// any bytes. What XML cannot carry in them, also as a reference (control characters but tab, line
// feed and carriage return; U+FFFE, U+FFFF; bytes that are not UTF-8), becomes U+FFFD; everything
// else comes back from an XML parser exactly.
//
// Not thread-safe.
class XmlWriter {
 public:
  // `out` must outlive the writer.
  explicit XmlWriter(std::string* out) : out_(out) {}

  // "<?xml version="1.0" encoding="UTF-8"?>". Only at the start of a document.
  XmlWriter& Declaration();
  XmlWriter& Start(absl::string_view name);
  // Requires that nothing but attributes was written since Start().
  XmlWriter& Attribute(absl::string_view name, absl::string_view value);
  // Nothing when `value` is empty: for attributes whose absence says the same.
  XmlWriter& AttributeIfAny(absl::string_view name, absl::string_view value);
  XmlWriter& Text(absl::string_view value);
  // Ends the start tag, so that somebody else may write inside the element.
  XmlWriter& Inside();
  // Ends the element that was started last. Requires an open one.
  XmlWriter& End();

 private:
  void CloseTag();

  std::string* out_;
  // Of the open elements, outermost first.
  std::vector<std::string> names_;
  // Whether the start tag of the innermost element still lacks its '>'.
  bool in_tag_ = false;
};

}  // namespace docshare
